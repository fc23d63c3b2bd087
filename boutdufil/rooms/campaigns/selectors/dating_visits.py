"""A job dating as those who come see it: their wishes, their meetings, the screen of the hall."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise

from boutdufil.engines import slotting
from boutdufil.kernel.people.tokens import derive_token
from boutdufil.rooms.campaigns.enums import (
    LIVE,
    MeetingState,
    Purpose,
    RegistrationStatus,
    ShownAs,
)
from boutdufil.rooms.campaigns.models import Availability, Consent, Meeting, Registration, Wish
from boutdufil.rooms.campaigns.rules.dating import MOST_WISHES, screen_name
from boutdufil.rooms.campaigns.rules.dating_words import OWN_REASONS
from boutdufil.rooms.campaigns.selectors.dating import DatingRow, ahead, dating_of, day_of
from boutdufil.rooms.campaigns.selectors.dating_tables import TableRow, tables_of
from boutdufil.rooms.campaigns.selectors.registrations import RegistrationRow

SCREEN = "campaigns.screen"


@dataclass(frozen=True, slots=True)
class Round:
    """A round as one ticks it: its number and when it begins."""

    number: int
    hour: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class WishesPage:
    """Whom somebody may meet, whom they wish to, and what they said of their day."""

    day: DatingRow
    wished: tuple[TableRow, ...]
    others: tuple[TableRow, ...]
    rounds: tuple[Round, ...]
    said: Availability | None
    gave_consent: bool
    may_wish: bool

    @property
    def may_add(self) -> bool:
        """Tell whether one more wish is possible."""
        return len(self.wished) < MOST_WISHES

    @property
    def most(self) -> int:
        """How many meetings they want at most."""
        own = self.said.most if self.said else None
        return self.day.most if own is None else own


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting as the person who comes reads it."""

    id: int
    hour: str
    table: str
    organisation: str
    who: str
    state: str
    is_next: bool
    may_give_up: bool


@dataclass(frozen=True, slots=True)
class Unserved:
    """A wish without a meeting, and why."""

    table: str
    organisation: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class OwnMeetings:
    """Somebody's meetings, the next one marked; nothing before the plan is published.

    ``seconds`` is how long the next one stays the next one, 0 without one.
    """

    day: DatingRow
    meetings: tuple[OwnMeeting, ...]
    unserved: tuple[Unserved, ...]
    seconds: int = 0

    @property
    def next(self) -> OwnMeeting | None:
        """The next meeting, or the one it is time for."""
        return next((one for one in self.meetings if one.is_next), None)


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A table on the screen: who is there now, and who is next; "" for nobody."""

    table: str
    organisation: str
    now: str
    next: str


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """The hall's screen. ``seconds`` is how long until the next round begins."""

    day: DatingRow
    now_hour: str
    next_hour: str
    lines: tuple[ScreenLine, ...]
    seconds: int


def wishes_page(row: RegistrationRow) -> WishesPage | None:
    """Return what somebody may wish; None where the event is no job dating."""
    day = dating_of(row.node_id)
    if day is None:
        return None
    tables = {one.id: one for one in tables_of(day.id)}
    wishes = Wish.objects.filter(registration_id=row.id, table_id__in=tables)
    wished = list(wishes.order_by("rank", "pk").values_list("table_id", flat=True))
    said = Availability.objects.filter(registration_id=row.id).first()
    away = set(said.away if said else ())
    clock = day.clock
    open_rounds = [one for one in range(clock.rounds) if one not in day.breaks]
    return WishesPage(
        day=day,
        wished=tuple(tables[one] for one in wished),
        others=tuple(one for one in tables.values() if one.id not in wished),
        rounds=tuple(Round(one, clock.hour(one), one in away) for one in open_rounds),
        said=said,
        gave_consent=has_consent(row.id),
        may_wish=row.status == RegistrationStatus.CONFIRMED and row.places == 1,
    )


def own_meetings(registration_id: int, now: datetime | None = None) -> OwnMeetings | None:
    """Return somebody's meetings; None where the event is no job dating."""
    one = Registration.objects.select_related("intake").get(pk=registration_id)
    day = dating_of(one.intake.node_id)
    if day is None:
        return None
    if not day.is_published:
        return OwnMeetings(day, (), ())
    now = now or timezone.now()
    mine = Meeting.objects.filter(registration_id=registration_id, state__in=LIVE)
    found = list(mine.select_related("table__organisation").order_by("round"))
    coming = [row for row in found if day.clock.end(row.round) > now and _is_ahead(row)]
    upcoming = coming[0].pk if coming else None
    return OwnMeetings(
        day=day,
        meetings=tuple(_own(row, day, row.pk == upcoming) for row in found),
        unserved=_unserved(day, registration_id, now),
        seconds=round((day.clock.end(coming[0].round) - now).total_seconds()) if coming else 0,
    )


def has_consent(registration_id: int) -> bool:
    """Tell whether somebody allows recruiters they meet to have their data."""
    given = Consent.objects.filter(registration_id=registration_id, withdrawn_at=None)
    return given.filter(purpose=Purpose.RECRUITER).exists()


def screen_token(day: DatingRow) -> str:
    """Return the secret of a hall's screen."""
    return derive_token(day.screen_nonce, purpose=SCREEN)


def screen_page(node_id: int, token: str, now: datetime | None = None) -> ScreenPage | None:
    """Return what a hall's screen shows; None for another secret, or no job dating."""
    day = dating_of(node_id)
    if day is None or not secrets.compare_digest(screen_token(day).encode(), token.encode()):
        return None
    now = now or timezone.now()
    clock, here = day.clock, day.clock.current(now)
    coming = clock.next(now) if here is None else here + 1
    shown = [one for one in (here, coming) if one is not None]
    called = _called(day, shown) if day.is_published else {}
    return ScreenPage(
        day=day,
        now_hour=clock.hour(here) if here is not None else "",
        next_hour=clock.hour(coming) if coming < clock.rounds else "",
        lines=tuple(
            ScreenLine(
                table.label,
                table.organisation,
                called.get((table.id, here), ""),
                called.get((table.id, coming), ""),
            )
            for table in tables_of(day.id)
        ),
        seconds=max(1, round((clock.start(coming) - now).total_seconds())),
    )


def _called(day: DatingRow, rounds: list[int]) -> dict[tuple[int, int | None], str]:
    found = Meeting.objects.filter(dating_id=day.id, round__in=rounds, state__in=LIVE)
    rows = found.values_list(
        "table_id",
        "round",
        "registration__name",
        "registration__code",
        "registration__availability__shown_as",
    )
    return {
        (table, round_): screen_name(name, code, by_name=shown_as == ShownAs.NAME)
        for table, round_, name, code, shown_as in rows
    }


def _is_ahead(row: Meeting) -> bool:
    return row.state in (MeetingState.PLANNED, MeetingState.LATE)


def _own(row: Meeting, day: DatingRow, is_next: bool) -> OwnMeeting:
    return OwnMeeting(
        id=row.pk,
        hour=day.clock.hour(row.round),
        table=row.table.label,
        organisation=row.table.organisation.name,
        who=row.table.who,
        state=row.state,
        is_next=is_next,
        may_give_up=_is_ahead(row),
    )


def _unserved(row: DatingRow, registration_id: int, now: datetime) -> tuple[Unserved, ...]:
    is_over = row.clock.next(now) >= row.clock.rounds
    if is_over or not Wish.objects.filter(registration_id=registration_id).exists():
        return ()
    day = day_of(row)
    told = slotting.explain(ahead(day, now), day.meetings, str(registration_id))
    tables = {one.id: one for one in tables_of(row.id, also_removed=True)}
    return tuple(
        Unserved(
            tables[int(one.wish.recruiter)].label,
            tables[int(one.wish.recruiter)].organisation,
            OWN_REASONS[one.reason],
        )
        for one in told.refusals
    )
