"""Sealing days: leaves, a chain, a root and a signed head, once a day and number.

A seal proves that nothing changed afterwards, not that it was true.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from boutdufil.adapters.keys import signing_key
from boutdufil.engines.sealing import call_days as days
from boutdufil.engines.sealing import canonical_json, seal
from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.illico.enums import ServiceState
from boutdufil.rooms.illico.errors import EvidenceError
from boutdufil.rooms.illico.models import AgentTime, DayHead, Number, ServiceCall
from boutdufil.rooms.illico.rules.opening import paris_day
from boutdufil.rooms.illico.selectors import evidence as sealed
from boutdufil.rooms.illico.selectors.ledger import broken_entries, midnight

ONE_DAY = timedelta(days=1)

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Book:
    """The calls of a number from some day on, and what is known of them, read once."""

    number: Number
    by_day: Mapping[date, list[ServiceCall]]
    chains: Mapping[UUID, str]
    agents: Mapping[UUID, list[int]]
    totals: Mapping[bool, Any]
    hashes: dict[tuple[int, date], str] = field(default_factory=dict)


def seal_days(*, now: datetime) -> int:
    """Seal every day that is over of every number that was published; return how many."""
    numbers = Number.objects.filter(published_at__isnull=False).order_by("pk")
    return sum(seal_number(number_id=number.pk, now=now) for number in numbers)


@transaction.atomic
def seal_number(*, number_id: int, now: datetime) -> int:
    """Seal the days of a number that are over and not sealed, in order; return how many.

    A day waits until all its calls are over and metered, and so do the days after it.
    """
    number = Number.objects.select_for_update(no_key=True).get(pk=number_id)
    last = DayHead.objects.filter(number=number).order_by("-day").first()
    first = last.day + ONE_DAY if last else _first_day(number)
    if first is None or first >= paris_day(now):
        return 0
    book = _read(number, first, paris_day(now))
    previous = bytes(last.digest).hex() if last else days.NOTHING
    made: list[DayHead] = []
    for day in _days(first, paris_day(now)):
        if not all(_is_settled(call) for call in book.by_day.get(day, ())):
            break
        made.append(_head(book, day, previous, now))
        previous = bytes(made[-1].digest).hex()
    DayHead.objects.bulk_create(made)
    return len(made)


def look_at_seals() -> int:
    """Look whether everything still is as it was sealed and posted; return what is not, loudly."""
    found = 0
    for number in Number.objects.order_by("pk"):
        wrong = [f"{one.file}: {one.what}" for one in sealed.findings_of(number.pk)]
        wrong += [f"entry {entry_id} is changed" for entry_id in broken_entries(number.pk)]
        for what in wrong:
            logger.error("number %s: %s", number.code, what)
        found += len(wrong)
    return found


def archive_of(*, number_id: int, first: date, last: date, now: datetime) -> bytes:
    """Return the sealed archive of a number's days: leaves, heads, and the figures of them.

    :raises EvidenceError: none of these days is sealed.
    """
    heads = list(DayHead.objects.filter(number_id=number_id, day__lte=last).order_by("day"))
    wanted = [head for head in heads if head.day >= first]
    if not wanted:
        raise EvidenceError("no day sealed")
    files: dict[str, bytes] = {}
    for head in wanted:
        leaves = bytes(head.leaves).splitlines()
        files |= days.day_files(bytes(head.body), bytes(head.signature), leaves)
    files[days.HEADS] = b"".join(bytes(head.body) + b"\n" for head in heads)
    files[days.FIGURES] = canonical_json(days.figures_of(files))
    number = Number.objects.select_related("organisation").get(pk=number_id)
    about = {
        "number": number.code,
        "from": wanted[0].day.isoformat(),
        "to": wanted[-1].day.isoformat(),
        "days": len(wanted),
        "formats": " ".join(days.formats_in(files)),
        "invented": number.organisation.invented,
    }
    return seal(files, kind=days.KIND, about=about, sealed_at=now, key=signing_key())


def own_proof(*, call_id: UUID, now: datetime) -> bytes:
    """Return the sealed proof that a call stands in its day, and of nothing else.

    :raises EvidenceError: the day is not sealed yet.
    """
    call = ServiceCall.objects.select_related("number").get(pk=call_id)
    day = paris_day(call.clicked_at)
    head = DayHead.objects.filter(number_id=call.number_id, day=day).first()
    place = sealed.place_of(head, call_id) if head else None
    if head is None or place is None:
        raise EvidenceError("not sealed yet")
    files = days.proof_files(
        (bytes(head.body), bytes(head.signature)),
        bytes(head.leaves).splitlines(),
        place,
        opening={"call": str(call_id), "salt": sealed.call_salt(call_id)},
    )
    about = {"number": call.number.code, "day": day.isoformat()}
    return seal(files, kind=days.PROOF_KIND, about=about, sealed_at=now, key=signing_key())


def _first_day(number: Number) -> date | None:
    first = ServiceCall.objects.filter(number=number).order_by("clicked_at").first()
    return paris_day(first.clicked_at) if first else None


def _days(first: date, end: date) -> Sequence[date]:
    return [first + ONE_DAY * after for after in range((end - first).days)]


def _is_settled(call: ServiceCall) -> bool:
    is_over = call.state == ServiceState.ENDED
    return is_over and (call.invented or hasattr(call, "metered"))


def _read(number: Number, first: date, end: date) -> _Book:
    since = midnight(first) - sealed.WEEK
    found = ServiceCall.objects.filter(
        number=number, clicked_at__gte=since, clicked_at__lt=midnight(end)
    )
    calls = list(found.select_related("metered").order_by("clicked_at", "pk"))
    by_day: dict[date, list[ServiceCall]] = {}
    for call in calls:
        by_day.setdefault(paris_day(call.clicked_at), []).append(call)
    new = [call.pk for call in calls if paris_day(call.clicked_at) >= first]
    agents: dict[UUID, list[int]] = {}
    times = AgentTime.objects.filter(metered_id__in=new).order_by("agent_id")
    for call_id, person_id in times.values_list("metered_id", "agent__person_id"):
        agents.setdefault(call_id, []).append(person_id)
    return _Book(number, by_day, sealed.chains_of(new), agents, sealed.week_totals(calls))


def _head(book: _Book, day: date, previous: str, now: datetime) -> DayHead:
    leaves = days.chain_leaves(_leaf(book, call, day) for call in book.by_day.get(day, ()))
    body = days.head_of(
        days.Day(
            number=book.number.code,
            day=day.isoformat(),
            named=sealed.shown_alone(book.totals[False], day),
            named_invented=sealed.shown_alone(book.totals[True], day),
            previous=previous,
        ),
        leaves,
    )
    return DayHead(
        number=book.number,
        day=day,
        body=body,
        signature=days.sign_head(body, signing_key()),
        leaves=b"".join(leaf + b"\n" for leaf in leaves),
        digest=sha256(body).digest(),
        sealed_at=now,
    )


def _leaf(book: _Book, call: ServiceCall, day: date) -> dict[str, Any]:
    return {
        **sealed.told(call),
        "agents": [_hash(book, person_id, day) for person_id in book.agents.get(call.pk, ())],
        "call": sealed.call_commitment(call.pk),
        "events": book.chains.get(call.pk, ""),
    }


def _hash(book: _Book, person_id: int, day: date) -> str:
    """Stand for an agent within one day: provable while their salt is kept, and no longer."""
    if (person_id, day) not in book.hashes:
        value = f"illico:{book.number.code}:{day.isoformat()}"
        book.hashes[person_id, day] = audit.commit_to(person_id=person_id, value=value)
    return book.hashes[person_id, day]
