"""Codes of a plan put into sentences, for pages and papers alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boutdufil.engines.redeployment import Reason
from boutdufil.kernel.posts.selectors import pay
from boutdufil.kernel.ui.days import format_day
from boutdufil.kernel.ui.numbers import format_percent
from boutdufil.rooms.mobility.selectors.personal_pages import ListedPost, PersonalPage, Reasons
from boutdufil.rooms.mobility.selectors.plan_goals import figure_words, joint_rule


def limit_words(code: str) -> str:
    """Return a limit somebody set that a post does not keep."""
    return {
        "journey": _("le trajet estimé dépasse la limite dite, ou n’est pas connu"),
        "sunday": _("le poste demande le dimanche"),
        "night": _("le poste demande la nuit"),
        "home": _("le poste offre moins de jours à domicile que demandé"),
        "wanted": _("un autre poste de la liste est demandé"),
        "rival": _("d’autres personnes l’ont demandé et passent avant, selon les critères"),
    }[code]


def reason_words(one: Reasons) -> str:
    """Return in one sentence why a post is not the one proposed."""
    if one.limits:
        return _("Hors des limites dites : %(why)s.") % {
            "why": ", ".join(limit_words(code) for code in one.limits)
        }
    if one.reason == Reason.COSTS_THE_WHOLE:
        return _costs(one)
    return {
        Reason.PROPOSED: _("C’est le poste proposé."),
        Reason.SETTLED: _("Un poste est déjà accepté, demandé, ou sa réponse est attendue."),
        Reason.LIMITS: _("Hors des limites dites."),
        Reason.REFUSED: _("Ce poste a été refusé : il n’est pas proposé à nouveau."),
        Reason.TAKEN: _("Toutes les places sont acceptées par d’autres."),
        Reason.EQUAL: _("Aussi bon pour tous les buts : un tirage fixe a départagé."),
    }[Reason(one.reason)]


def why_words(one: Reasons) -> list[str]:
    """Return what is known of a post for a person, a sentence each; the unknown is said."""
    return [_fit(one), _way(one), _gap(one), *_kept(one)]


def post_facts(post: ListedPost) -> list[tuple[str, str]]:
    """Return the mentions of D.1233-2-1 of a listed post, and what else is useful."""
    facts = post.facts
    return [
        (_("Employeur"), facts["employer"]),
        (_("Contrat"), facts["contract"]),
        (_("Lieu"), _place(facts)),
        (_("Rémunération"), pay_words(facts)),
        (_("Classification"), facts["classification"] or _("inconnue")),
        (_("Heures par semaine"), _hours(facts)),
        (_("Début"), _day(post.starts_on)),
    ]


def pay_words(facts: Mapping[str, Any]) -> str:
    """Return a gross pay range with its period; the unknown is said."""
    low, high = facts["pay"]
    return pay.pay_words(low, high, facts["pay_period"]) or _("inconnue")


def rule_words(page: PersonalPage) -> list[str]:
    """Return what a person must know of the list: criteria, days, silence, the two sides."""
    return list_rules(page.criteria, page.clear_days, page.published_on, page.list_number)


def list_rules(
    criteria: tuple[str, ...], clear_days: int, published_on: date, number: int
) -> list[str]:
    """Return the rules of a dated list."""
    return [
        _("Liste n° %(number)d, arrêtée le %(day)s.")
        % {"number": number, "day": day_words(published_on)},
        _(
            "Si plusieurs personnes demandent le même poste de l’entreprise ou de son groupe, il va"
            " à la première dans cet ordre : %(criteria)s ; à égalité, un tirage fixe décide."
        )
        % {"criteria": " ; ".join(criteria)},
        joint_rule(),
        _(
            "Vous avez %(days)d jours francs pour répondre par écrit, à compter du jour de la"
            " remise. Le dernier jour est reporté s’il tombe un samedi, un dimanche ou un jour"
            " férié."
        )
        % {"days": clear_days},
        _(
            "Pour les postes de l’entreprise et de son groupe, ne pas répondre vaut refus"
            " (article D.1233-2-1 du code du travail). Pour les autres, cela n’engage à rien."
        ),
    ]


def _costs(one: Reasons) -> str:
    if one.fewer > 0:
        return ngettext(
            "Le donner laisserait %(count)d personne de plus sans proposition.",
            "Le donner laisserait %(count)d personnes de plus sans proposition.",
            one.fewer,
        ) % {"count": one.fewer}
    if one.better:
        return ngettext(
            "Les places vont à d’autres ; %(count)d personne y apporte plus de compétences.",
            "Les places vont à d’autres ; %(count)d personnes y apportent plus de compétences.",
            one.better,
        ) % {"count": one.better}
    return _("Pour l’ensemble, ce serait moins bon : plus de jours sans contrat, ou moins gardé.")


def _fit(one: Reasons) -> str:
    if one.fit is None:
        return _("Compétences communes : inconnu, l’un des métiers n’a pas de fiche.")
    share = format_percent(one.fit)
    if one.below_floor:
        return _("Compétences communes : %(share)s, sous le plancher du plan.") % {"share": share}
    return _("Compétences communes : %(share)s de ce que le métier demande.") % {"share": share}


def _way(one: Reasons) -> str:
    if one.minutes is None:
        return _("Trajet : aucun si le poste est à domicile, sinon inconnu.")
    return _("Trajet : environ %(minutes)d minutes (estimation).") % {"minutes": one.minutes}


def _gap(one: Reasons) -> str:
    if not one.gap_known:
        return _("Jours sans contrat : inconnu, la date de début n’est pas dite.")
    return ngettext(
        "Jours sans contrat : %(count)d.", "Jours sans contrat : %(count)d.", one.gap_days
    ) % {"count": one.gap_days}


def _kept(one: Reasons) -> list[str]:
    return [
        _("CDI : oui.") if one.contract else _("CDI : non."),
        _("Heures gardées : %(said)s.") % {"said": said(one.hours)},
        _("Salaire gardé : %(said)s.") % {"said": said(one.pay)},
    ]


def said(value: bool | None) -> str:
    """Return yes, no or unknown."""
    return _("inconnu") if value is None else (_("oui") if value else _("non"))


def _place(facts: Mapping[str, Any]) -> str:
    days = int(facts["home_days"])
    if not days:
        return str(facts["place"])
    at_home = ngettext("%(count)d jour à domicile", "%(count)d jours à domicile", days)
    return f"{facts['place']}, {at_home % {'count': days}}"


def _hours(facts: Mapping[str, Any]) -> str:
    hours = facts["weekly_hours"]
    return _("inconnues") if hours is None else figure_words(float(hours))


def _day(day: date | None) -> str:
    return day_words(day) if day else _("date non dite")


def day_words(day: date) -> str:
    """Return a day as it is read: "1er avril 2027" in French."""
    return format_day(day, "j F Y")


@dataclass(frozen=True, slots=True)
class PostView:
    """A listed post in words."""

    post: ListedPost
    facts: tuple[tuple[str, str], ...]
    sentence: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageWords:
    """A personal page in words: the rules, the post proposed, every other one."""

    rules: tuple[str, ...]
    proposed: PostView | None
    internal: tuple[PostView, ...]
    external: tuple[PostView, ...]

    @property
    def others(self) -> tuple[PostView, ...]:
        """Every post but the one proposed."""
        proposed = self.proposed.post.pk if self.proposed else 0
        return tuple(one for one in self.internal + self.external if one.post.pk != proposed)


def page_words(page: PersonalPage) -> PageWords:
    """Put a personal page in words."""
    return PageWords(
        rules=tuple(rule_words(page)),
        proposed=_view(page.proposed) if page.proposed else None,
        internal=tuple(_view(post) for post in page.internal),
        external=tuple(_view(post) for post in page.external),
    )


def _view(post: ListedPost) -> PostView:
    told = post.reasons
    return PostView(
        post=post,
        facts=tuple(post_facts(post)),
        sentence=reason_words(told) if told else "",
        lines=tuple(why_words(told)) if told else (),
    )
