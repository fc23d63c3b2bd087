"""A stage is decided: by the declared rule, replayable to the bit, replaced only with a reason.

What the computer ranks, the jury may depart from, with reasons that stand in the minutes. Whoever
withdraws leaves their place to the next in the list; everybody else stays where they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.engines.judging import JudgingError
from boutdufil.engines.judging.decisions import (
    Departure,
    decide,
    decision_digest,
    outcomes_of,
    plain_decision,
)
from boutdufil.kernel import events
from boutdufil.rooms.contests.enums import DecisionState, EditionStatus, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.events import EntryWithdrawn, StageDecided
from boutdufil.rooms.contests.models import Decision, Edition, Entry, Outcome, Stage
from boutdufil.rooms.contests.rules.declaring import moment_text
from boutdufil.rooms.contests.selectors.ranking import ranked
from boutdufil.rooms.contests.selectors.results import plain_of
from boutdufil.rooms.contests.services.coming_in import note_coming_in
from boutdufil.rooms.contests.services.log import lock_edition, write_line
from boutdufil.rooms.contests.services.trail import record
from boutdufil.rooms.contests.services.winners import tell_winners

GOES_ON = frozenset({StageStatus.PLANNED, StageStatus.OPEN})


@transaction.atomic
def decide_stage(*, stage_id: int, actor_id: int | None, reason: str = "") -> Decision:
    """Decide a stage that is over, by its declared rule; again only with a reason.

    Decided again, what the jury departed in stays, of those who are still ranked.

    :raises ContestError: the stage goes on, nobody has a score, or it was decided and no reason is
        given.
    """
    edition, stage = _locked(stage_id)
    if stage.status in GOES_ON:
        raise ContestError(_("L’épreuve n’est pas close : rien ne se décide avant."))
    current = _current(stage)
    if current is not None and not reason.strip():
        raise ContestError(_("Dites pourquoi la décision change : le motif est publié."), "reason")
    found = ranked(stage_id)
    numbers = {one.number for one in found.candidates}
    kept = current.departures if current else []
    plain = plain_decision(
        found.candidates,
        found.rule,
        departures=[Departure(**one) for one in kept if one["number"] in numbers],
    )
    return _write(edition, stage, plain, actor_id=actor_id, reason=reason.strip())


@transaction.atomic
def depart(*, stage_id: int, number: str, selected: bool, actor_id: int, reason: str) -> Decision:
    """Let the jury take somebody in, or leave them out, whatever the ranking says.

    :raises ContestError: there is no decision or no reason, it is published already, or no such
        number is ranked.
    """
    edition, stage = _locked(stage_id)
    current = _current(stage)
    if current is None or stage.status == StageStatus.PUBLISHED:
        raise ContestError(_("Le jury s’écarte du classement entre la décision et sa publication."))
    if not reason.strip():
        told = _("Dites pourquoi le jury s’écarte du classement : le procès-verbal le dira.")
        raise ContestError(told, "reason")
    plain = plain_of(current)
    departures = [one for one in plain["departures"] if one["number"] != number]
    departures.append({"number": number, "selected": selected, "reason": reason.strip()})
    return _write(
        edition,
        stage,
        {**plain, "departures": departures},
        actor_id=actor_id,
        reason=_("Le jury s’écarte du classement : %(why)s") % {"why": reason.strip()},
    )


@transaction.atomic
def bring_next_in(*, entry_id: int) -> list[Decision]:
    """Give the place of somebody who withdrew to the next, in each decision that selected them.

    Only where the next stage has not begun: later, nobody can enter it any more.
    """
    entry = Entry.objects.get(pk=entry_id)
    lock_edition(entry.edition_id)
    selected = Outcome.objects.filter(
        entry=entry, is_selected=True, decision__state=DecisionState.CURRENT
    ).select_related("decision__stage__edition")
    return [
        _pass_place_on(one.decision, entry.number)
        for one in selected
        if not _has_begun_after(one.decision.stage)
    ]


@transaction.atomic
def publish_decision(*, stage_id: int, actor_id: int | None) -> Decision:
    """Show a decision to everybody, at the earliest when the embargo ends.

    :raises ContestError: there is none, it is shown already, or the embargo holds.
    """
    edition, stage = _locked(stage_id)
    current = _current(stage)
    if current is None:
        raise ContestError(_("Décidez d’abord de l’épreuve."))
    if current.published_at is not None:
        raise ContestError(_("Ce résultat est déjà public."))
    now = timezone.now()
    if edition.embargo_until is not None and now < edition.embargo_until:
        raise ContestError(_("Les résultats sont tus jusqu’à la date annoncée."))
    current.published_at = now
    current.save(update_fields=["published_at"])
    Stage.objects.filter(pk=stage_id).update(status=StageStatus.PUBLISHED)
    facts = {"stage": stage_id, "decision": current.number, "sha256": current.sha256}
    by_hand = {"by_hand": actor_id is not None}
    write_line(edition_id=edition.pk, kind="decision_published", facts=facts | by_hand)
    record(actor_id, "publish_decision", edition.pk, **facts)
    tell_winners(current)
    return current


def follow_embargoes(*, now: datetime) -> int:
    """Show what was decided under an embargo that is over, in the order of the stages.

    Only what was decided before it ended: a later decision waits for its organiser. Each is shown
    at most once, however often this runs. Returns how many were shown.
    """
    due = Decision.objects.filter(
        state=DecisionState.CURRENT,
        published_at=None,
        stage__status=StageStatus.DECIDED,
        stage__edition__status=EditionStatus.PUBLISHED,
        stage__edition__embargo_until__lte=now,
        decided_at__lt=F("stage__edition__embargo_until"),
    )
    stages = due.order_by("stage__edition", "stage__position")
    return sum(_publish_due(one) for one in stages.values_list("stage_id", flat=True))


@transaction.atomic
def _publish_due(stage_id: int) -> bool:
    _edition, stage = _locked(stage_id)
    # Meanwhile its organiser may have shown it.
    if stage.status != StageStatus.DECIDED:
        return False
    publish_decision(stage_id=stage_id, actor_id=None)
    return True


def _locked(stage_id: int) -> tuple[Edition, Stage]:
    edition_id = Stage.objects.values_list("edition_id", flat=True).get(pk=stage_id)
    edition = lock_edition(edition_id)
    return edition, Stage.objects.get(pk=stage_id)


def _current(stage: Stage) -> Decision | None:
    return Decision.objects.filter(stage=stage, state=DecisionState.CURRENT).first()


def _write(
    edition: Edition, stage: Stage, plain: Mapping[str, Any], *, actor_id: int | None, reason: str
) -> Decision:
    """Keep a decision and what follows from it, in place of the one before."""
    try:
        rows = outcomes_of(decide(plain))
    except JudgingError as error:
        told = _("Cette décision ne se calcule pas : %(what)s.")
        raise ContestError(told % {"what": error}) from error
    before = _current(stage)
    Decision.objects.filter(stage=stage, state=DecisionState.CURRENT).update(
        state=DecisionState.REPLACED
    )
    last = Decision.objects.filter(stage=stage).aggregate(last=Max("number"))["last"] or 0
    made = Decision.objects.create(
        stage=stage,
        number=last + 1,
        rule=plain["rule"],
        inputs={name: plain[name] for name in ("format", "candidates", "withdrawn")},
        sha256=decision_digest(plain),
        departures=plain["departures"],
        reason=reason,
        decided_by_id=actor_id,
        # What is public stays public: a decision that takes its place is shown at once.
        published_at=timezone.now() if before and before.published_at else None,
    )
    _keep_outcomes(made, rows)
    if stage.status != StageStatus.PUBLISHED:
        Stage.objects.filter(pk=stage.pk).update(status=StageStatus.DECIDED)
    _note(edition, stage, made, actor_id)
    if made.published_at is not None:
        tell_winners(made, before)
    return made


def _keep_outcomes(made: Decision, rows: Sequence[Mapping[str, Any]]) -> None:
    edition_id = made.stage.edition_id
    numbers = [one["number"] for one in rows]
    entries = Entry.objects.filter(edition_id=edition_id, number__in=numbers)
    pks = dict(entries.values_list("number", "pk"))
    Outcome.objects.bulk_create(
        Outcome(
            decision=made,
            entry_id=pks[one["number"]],
            group=one["group"],
            rank=one["rank"],
            score=one["score"],
            is_selected=one["selected"],
            decided_by=one["decided_by"],
        )
        for one in rows
    )


def _note(edition: Edition, stage: Stage, made: Decision, actor_id: int | None) -> None:
    facts = {
        "stage": stage.pk,
        "decision": made.number,
        "sha256": made.sha256,
        "reason": made.reason,
        "at": moment_text(made.decided_at),
    }
    write_line(edition_id=edition.pk, kind="stage_decided", facts=facts)
    record(actor_id, "decide_stage", edition.pk, stage=stage.pk, decision=made.number)
    events.publish(StageDecided(made.pk))


def _pass_place_on(current: Decision, number: str) -> Decision:
    before = set(current.outcomes.filter(is_selected=True).values_list("entry_id", flat=True))
    made = _without(current, number)
    note_coming_in(made, before, withdrawn=number)
    return made


def _without(current: Decision, number: str) -> Decision:
    """Decide again without somebody who withdrew; their departure, if any, goes with them."""
    plain = plain_of(current)
    return _write(
        current.stage.edition,
        current.stage,
        {
            **plain,
            "withdrawn": sorted({*plain["withdrawn"], number}),
            "departures": [one for one in plain["departures"] if one["number"] != number],
        },
        actor_id=None,
        reason=_("%(number)s se retire : la personne suivante entre.") % {"number": number},
    )


def _has_begun_after(stage: Stage) -> bool:
    later = Stage.objects.filter(edition_id=stage.edition_id, position__gt=stage.position)
    return later.exclude(status=StageStatus.PLANNED).exists()


def heed_withdrawal(event: EntryWithdrawn) -> None:
    """Bring the next in once somebody withdrew; told twice, it changes nothing more."""
    bring_next_in(entry_id=event.entry_id)
