"""Freezing a plan: one sealed archive that says what was proposed, to whom, why, and how proven."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from boutdufil.adapters.keys import signing_key
from boutdufil.engines.redeployment import Problem
from boutdufil.engines.sealing import seal
from boutdufil.kernel.ui.days import format_day
from boutdufil.lib.tables import write_csv
from boutdufil.rooms.mobility.enums import PlanAnswer, PlanState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PlanSeal, Proposal
from boutdufil.rooms.mobility.selectors import plan_goals as goals
from boutdufil.rooms.mobility.selectors import plan_words as words
from boutdufil.rooms.mobility.selectors.answer_words import waiting_words
from boutdufil.rooms.mobility.selectors.plan_answers import unfinished
from boutdufil.rooms.mobility.selectors.plan_results import Computed, last_computed
from boutdufil.rooms.mobility.selectors.plan_sheets import sheet
from boutdufil.rooms.mobility.services import plan_papers, plan_solving
from boutdufil.rooms.mobility.services.plan_answers import record_silences
from boutdufil.rooms.mobility.services.plans import locked, record

KIND = "mobility.plan"


@transaction.atomic
def freeze_plan(*, plan: Plan, actor_id: int) -> PlanSeal:
    """Compute a last version around what stands, seal everything, and let nothing change any more.

    :raises PlanError: the plan is not open to people, cannot be computed, or somebody still has
        the right to answer.
    """
    plan = locked(plan, states=(PlanState.OPEN,))
    today = timezone.localdate()
    waiting = unfinished(plan, today)
    if not waiting.nobody:
        raise PlanError(" ".join(waiting_words(waiting)))
    record_silences(today=today, plan=plan)
    plan_solving.compute_now(plan=plan, actor_id=actor_id)
    computed = last_computed(plan)
    if computed is None or not computed.is_current:
        raise PlanError(_("Le plan ne peut pas être calculé : vérifiez personnes et postes."))
    now = timezone.now().replace(microsecond=0)
    archive = sealed_archive(plan, computed, now)
    plan.state, plan.frozen_at = PlanState.FROZEN, now
    plan.save(update_fields=["state", "frozen_at"])
    digest = hashlib.sha256(archive).hexdigest()
    record(plan, "frozen", actor_id, sha256=digest)
    return PlanSeal.objects.create(
        plan=plan,
        version=computed.version,
        archive=archive,
        sha256=digest,
        sealed_at=now,
        sealed_by_id=actor_id,
    )


def sealed_archive(plan: Plan, computed: Computed, at: datetime) -> bytes:
    """Return the archive of a plan: people by pseudonym, no pay, no name, no address."""
    with override("fr"):
        files = {
            "plan.csv": plan_csv(plan, computed),
            "postes.csv": posts_csv(computed),
            "preuve.json": proof_json(computed),
            "plan.pdf": plan_pdf(plan, computed, at),
            "synthese.pdf": plan_papers.aggregates_pdf(sheet(plan), at),
        }
    about = {
        "plan": plan.pk,
        "organisation": plan.organisation.name,
        "people": len(computed.inputs.people),
        "version": computed.version.number,
        "criteria": list(computed.inputs.criteria),
        "invented": plan.organisation.invented,
    }
    return seal(files, kind=KIND, about=about, sealed_at=at, key=signing_key())


def plan_csv(plan: Plan, computed: Computed) -> bytes:
    """Return who is proposed what and what they answered, a line a person."""
    last: dict[int, Proposal] = {}
    rows = Proposal.objects.filter(post_list__plan=plan).order_by("post_list__number")
    for one in rows.select_related("post_list"):
        last[one.entry_id] = one
    header = [
        _("pseudonyme"), _("métier"), _("poste proposé"), _("employeur"), _("côté"), _("liste"),
        _("remise le"), _("dernier jour"), _("réponse"), _("répondu le"), _("lettre reçue le"),
    ]  # fmt: skip
    return write_csv(
        header,
        [
            _person_line(computed, person.pseudonym, person.code, last.get(person.entry_id))
            for person in computed.inputs.people
        ],
    )


def posts_csv(computed: Computed) -> bytes:
    """Return the posts with the six mentions, a line each."""
    header = [
        _("numéro"), _("côté"), _("intitulé"), _("descriptif"), _("employeur"), _("contrat"),
        _("lieu"), _("rémunération"), _("classification"), _("places"), _("places libres"),
    ]  # fmt: skip
    return write_csv(
        header,
        [
            [
                post.pk, post.side, post.title, post.description, post.employer,
                post.contract_label, post.place,
                words.pay_words({"pay": post.pay, "pay_period": post.pay_period}),
                post.classification, post.places, computed.solution.free.get(str(post.pk), 0),
            ]
            for post in computed.inputs.posts
        ],
    )  # fmt: skip


def proof_json(computed: Computed) -> bytes:
    """Return goals, prices and the problem itself: enough to check the proof elsewhere."""
    facts = {
        key: computed.version.result[key] for key in ("stages", "proofs", "ceiling", "slack")
    } | {
        "assignment": dict(computed.solution.assignment),
        "problem": _problem(computed.inputs.problem),
        "checked": computed.version.result["checked"],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True).encode()


def plan_pdf(plan: Plan, computed: Computed, at: datetime) -> bytes:
    """Return the frozen plan as a paper: goals with their proof, posts, people by pseudonym."""
    people = len(computed.inputs.people)
    reached = [
        [goals.goal_words(stage.goal), goals.value_words(stage, people), goals.stage_words(stage)]
        for stage in computed.solution.stages
    ]
    lines = [
        _("Établissement : %(site)s.") % {"site": plan.organisation.name},
        _("Figé le %(day)s. Un sceau prouve que rien n’a changé depuis, jamais que c’était vrai.")
        % {"day": format_day(timezone.localtime(at), "j F Y, H:i")},
    ]
    return plan_papers.papers(
        plan.title,
        plan.organisation.name,
        lines,
        [
            _section(_("Les buts, dans l’ordre"), [_("But"), _("Atteint"), _("Preuve")], reached),
            _section(
                _("Les personnes, par pseudonyme"),
                [_("Pseudonyme"), _("Poste proposé")],
                [[name, _post_name(computed, name)] for name in computed.solution.assignment],
            ),
        ],
        at,
    )


def _section(title: str, header: list[str], rows: list[list[str]]) -> dict[str, Any]:
    table = {"caption": title, "header": header, "rows": rows}
    return {"title": title, "lines": [], "table": table}


def _post_name(computed: Computed, pseudonym: str) -> str:
    post = computed.posts.get(computed.solution.assignment[pseudonym] or "")
    return f"{post.title}, {post.employer}" if post else _("sans proposition")


def _person_line(computed: Computed, pseudonym: str, code: str, one: Proposal | None) -> list[str]:
    number = (one.chosen_id or one.proposed_id) if one else None
    post = computed.posts.get(str(number) if number else "")
    answer = PlanAnswer(one.answer).label if one else ""
    return [
        pseudonym,
        code,
        post.title if post else "",
        post.employer if post else "",
        post.side if post else "",
        str(one.post_list.number) if one else "",
        one.delivered_on.isoformat() if one and one.delivered_on else "",
        one.last_day.isoformat() if one and one.last_day else "",
        str(answer),
        timezone.localtime(one.answered_at).isoformat() if one and one.answered_at else "",
        one.received_on.isoformat() if one and one.received_on else "",
    ]


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "candidates": [[one.id, one.floor] for one in problem.candidates],
        "offers": [[one.id, one.places] for one in problem.offers],
        "pairs": [
            [one.candidate, one.offer, one.fit, one.gap_days, one.keeps_terms, one.priority]
            for one in problem.pairs
        ],
        "settled": dict(problem.settled),
        "refused": sorted(map(list, problem.refused)),
    }
