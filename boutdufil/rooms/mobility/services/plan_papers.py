"""The papers of a plan, in French since the law wants them so: letters, sheet, frozen plan."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from boutdufil.adapters.typesetting import typeset
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.kernel.ui.days import format_day
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PostList, Proposal
from boutdufil.rooms.mobility.selectors import plan_words as words
from boutdufil.rooms.mobility.selectors.answer_words import late_change_words, nothing_words
from boutdufil.rooms.mobility.selectors.personal_pages import (
    ListedPost,
    code_of,
    criteria_labels,
    listed_posts,
    reasons_of,
)
from boutdufil.rooms.mobility.selectors.plan_letters import letters_of_part
from boutdufil.rooms.mobility.selectors.plan_sheets import Sheet, sheet
from boutdufil.rooms.mobility.selectors.rosters import Employee, employees, plan_key

DATA = Path(__file__).resolve().parents[1] / "data"
HIDDEN = "·"


def letters_pdf(*, plan: Plan, entry_ids: Sequence[int] = (), part: int = 1) -> bytes:
    """Return letters of the last list, one a person: those named, else one file of them all.

    :raises PlanError: nothing was proposed yet.
    """
    post_list = plan.lists.first()
    if post_list is None:
        raise PlanError(_("Rien n’est encore proposé : ouvrez d’abord le plan aux personnes."))
    rows = post_list.proposals.select_related("entry__plan", "post_list").order_by("entry__number")
    if entry_ids:
        rows = rows.filter(entry_id__in=entry_ids)
    rows = rows[letters_of_part(1 if entry_ids else part)]
    people = {person.entry_id: person for person in employees(plan)}
    key = plan_key(plan)
    with override("fr"):
        data = _letters(plan, post_list) | {
            "letters": [_letter(row, people[row.entry_id], key) for row in rows]
        }
    return typeset(DATA / "plan_letters.typ", data, at=timezone.now())


def sheet_pdf(*, plan: Plan) -> bytes:
    """Return the aggregates for the social partners, as a paper."""
    with override("fr"):
        return aggregates_pdf(sheet(plan), timezone.now())


def aggregates_pdf(shown: Sheet, at: datetime) -> bytes:
    """Return a sheet as a paper."""
    lines = [
        _("Établissement : %(site)s.") % {"site": shown.site},
        _("Postes : %(internal)d dans l’entreprise ou son groupe, %(external)d au dehors.")
        % {"internal": shown.internal_places, "external": shown.external_places},
        _("Un point remplace tout nombre de 1 à 4, et les nombres qui le laisseraient deviner."),
    ]
    table = {
        "caption": _("Personnes par métier et par issue"),
        "header": list(shown.header),
        "rows": [[row.label, *(_count(count) for count in row.counts)] for row in shown.rows],
    }
    sections = [{"title": _("Où en sont les personnes"), "lines": [], "table": table}]
    return papers(_("Synthèse pour les partenaires sociaux"), shown.site, lines, sections, at)


def papers(
    title: str, site: str, lines: list[str], sections: list[dict[str, Any]], at: datetime
) -> bytes:
    """Return a paper of sections, each with lines and a table or none."""
    footer = _("Bout du fil, %(day)s. Un calcul propose, des personnes décident.")
    data = {
        "title": title,
        "site": site,
        "language": "fr",
        "footer": footer % {"day": format_day(timezone.localtime(at), "j F Y, H:i")},
        "lines": lines,
        "sections": sections,
    }
    return typeset(DATA / "plan_sheet.typ", data, at=at)


def _count(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _letters(plan: Plan, post_list: PostList) -> dict[str, Any]:
    posts = listed_posts(post_list)
    return {
        "title": _("Proposition de reclassement"),
        "site": plan.organisation.name,
        "language": "fr",
        "footer": _("%(site)s, liste n° %(number)d")
        % {"site": plan.organisation.name, "number": post_list.number},
        "texts": _texts(),
        "rules": words.list_rules(
            criteria_labels(post_list),
            post_list.clear_days,
            post_list.published_on,
            post_list.number,
        )
        + late_change_words(post_list),
        "answering": _answering(),
        "parts": [
            _part(_("Postes de l’entreprise et de son groupe"), posts, internal=True),
            _part(_("Postes d’autres employeurs, en plus"), posts, internal=False),
        ],
    }


def _texts() -> dict[str, str]:
    return {
        "heading": _("Proposition de reclassement"),
        "proposal": _("Le poste proposé"),
        "answer": _("Répondre"),
        "code": _("Votre code personnel :"),
        "list": _("La liste complète des postes"),
        "receipt": _("Remise"),
        "received": _("Reçu le ____ / ____ / ________     Signature :"),
    }


def _answering() -> list[str]:
    return [
        _("Répondez par écrit au service des ressources humaines, ou sur votre page personnelle."),
        _("Cette page s’ouvre avec votre code à l’adresse %(address)s")
        % {"address": absolute_url(reverse("mobility:personal_code"))},
        _("Vous pouvez accepter, refuser, ou demander un autre poste de la liste."),
        _("Votre nom n’est dit à un autre employeur que si vous l’acceptez."),
    ]


def _part(title: str, posts: Sequence[ListedPost], *, internal: bool) -> dict[str, Any]:
    return {
        "title": title,
        "none": _("Aucun à ce jour."),
        "posts": [
            {
                "title": post.facts["title"],
                "facts": [list(fact) for fact in words.post_facts(post)],
                "description": post.facts["description"],
            }
            for post in posts
            if bool(post.facts["internal"]) is internal
        ],
    }


def _letter(row: Proposal, person: Employee, key: bytes | None) -> dict[str, Any]:
    told = {one.post: one for one in reasons_of(row)}
    posts = {post.pk: post for post in listed_posts(row.post_list)}
    post = posts.get(row.proposed_id or 0)
    name = [[_("Nom"), person.name]] if person.name else []
    card = occupations.cards([person.code]).get(person.code)
    job = card.label if card else person.title
    return {
        "facts": [*name, [_("Matricule"), person.pseudonym], [_("Métier"), job]],
        "proposed": _proposed(post) if post else None,
        "nothing": f"{nothing_words(list(told.values()))} {_('Lisez la liste complète.')}",
        "reasons": words.why_words(told[post.pk]) if post and post.pk in told else [],
        "code": code_of(row.entry, key),
    }


def _proposed(post: ListedPost) -> str:
    """Name the post proposed, and the side it is on."""
    side = _("dans votre groupe") if post.facts["internal"] else _("chez un autre employeur")
    return f"{post.facts['title']}, {post.facts['employer']} ({side})"
