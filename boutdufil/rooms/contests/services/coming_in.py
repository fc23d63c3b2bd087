"""Who comes in for somebody who withdrew: noted in the log, and told at once what comes next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.contests.enums import DecisionState, EntryStatus
from boutdufil.rooms.contests.models import Decision, Outcome, Stage
from boutdufil.rooms.contests.rules.declaring import moment_text
from boutdufil.rooms.contests.services.log import write_line


def note_coming_in(decision: Decision, before: Collection[int], *, withdrawn: str) -> None:
    """Write in the log whose place went to whom, and until when places still go on.

    ``before`` are the entries selected until now. Who comes in is written to where the result is
    public; else they learn of it with everybody.
    """
    come = decision.outcomes.filter(is_selected=True).exclude(entry__in=before)
    until = _until(decision.stage)
    facts = {
        "stage": decision.stage_id,
        "withdrawn": withdrawn,
        "come_in": sorted(come.values_list("entry__number", flat=True)),
        "until": moment_text(until),
    }
    write_line(edition_id=decision.stage.edition_id, kind="place_passed_on", facts=facts)
    if decision.published_at is not None:
        for outcome_id in come.values_list("pk", flat=True):
            jobs.enqueue("contests.tell_coming_in", outcome_id=outcome_id)


def tell_coming_in(*, outcome_id: int) -> int:
    """Write to the people of an entry that comes in; return to how many.

    Nobody is written to who is no longer in: another decision came, or they withdrew too.
    """
    found = Outcome.objects.select_related("entry__edition", "decision__stage").filter(
        pk=outcome_id,
        is_selected=True,
        decision__state=DecisionState.CURRENT,
        entry__status=EntryStatus.ENTERED,
    )
    one = found.first()
    if one is None:
        return 0
    joined = one.entry.members.filter(joined_at__isnull=False, person__isnull=False)
    facts = {
        "entry": one.entry,
        "stage": one.decision.stage,
        "next": _next(one.decision.stage),
        "link": absolute_url(reverse("contests:entry", args=[one.entry_id])),
    }
    return sum(
        send_letter(
            to=member.person.email if member.person else None,
            language=member.person.language if member.person else "fr",
            subject=gettext_lazy("Une place se libère : elle est à vous"),
            template="contests/results/coming_in_mail.txt",
            facts=facts,
        )
        for member in joined.select_related("person")
    )


def _next(stage: Stage) -> Stage | None:
    return Stage.objects.filter(edition_id=stage.edition_id, position__gt=stage.position).first()


def _until(stage: Stage) -> datetime | None:
    """Return until when a place that is given back goes to the next: the next stage's beginning."""
    later = _next(stage)
    return later.starts_at if later else None
