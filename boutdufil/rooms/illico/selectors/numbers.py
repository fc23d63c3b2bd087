"""Numbers, one by one: for everybody, and for their owners."""

from dataclasses import dataclass
from datetime import datetime

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.organisations.enums import OrganisationKind
from boutdufil.kernel.organisations.selectors import organisations_of
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.law import Finding
from boutdufil.rooms.illico.enums import CharterState, Payer, Purpose, Tongue
from boutdufil.rooms.illico.models import Number
from boutdufil.rooms.illico.permissions.numbers import HOLDERS, OWNERS
from boutdufil.rooms.illico.rules.drafts import LegalCase, NumberDraft
from boutdufil.rooms.illico.rules.number_law import check_number
from boutdufil.rooms.illico.selectors.answers import AnswerRow, answers_of
from boutdufil.rooms.illico.selectors.cases import RepeatContact, repeat_contact
from boutdufil.rooms.illico.selectors.charter import Step, steps_of
from boutdufil.rooms.illico.selectors.drafts import draft_of
from boutdufil.rooms.illico.selectors.hours import (
    Opening,
    OpeningDays,
    alike_days,
    opening_days,
    openings,
    weekly_hours,
)
from boutdufil.rooms.illico.selectors.promises import FigureRow, figure_rows, number_figures

# A SIRET is the SIREN of the firm and five digits of the place.
SIREN_DIGITS = 9
TONES = {
    CharterState.CANDIDATE: "",
    CharterState.MEMBER: "held",
    CharterState.UNDER_WATCH: "alert",
    CharterState.SUSPENDED: "alert",
    CharterState.WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number and its holder; amounts in 1/10,000 €, ``siren`` empty while it is not known."""

    id: int
    code: str
    name: str
    presentation: str
    organisation_id: int
    organisation: str
    siren: str
    is_public_body: bool
    is_invented: bool
    draft: NumberDraft
    charter: CharterState
    published_at: datetime | None
    closed_at: datetime | None

    @property
    def charter_tone(self) -> str:
        """Return the tone of the badge of its place in the charter."""
        return TONES[self.charter]

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Return its channels, always in the same order."""
        return tuple(channel for channel in Channel if channel in self.draft.channels)

    @property
    def purposes(self) -> tuple[str, ...]:
        """Return what it is for, in words."""
        return tuple(str(p.label) for p in Purpose if p in self.draft.purposes)

    @property
    def tongues(self) -> tuple[str, ...]:
        """Return what is spoken there, in words."""
        return tuple(str(t.label) for t in Tongue if t in self.draft.languages)

    @property
    def spoken(self) -> tuple[Tongue, ...]:
        """Return the languages one may ask for."""
        return tuple(t for t in Tongue if t in self.draft.languages and t is not Tongue.CUED_SPEECH)

    @property
    def has_cued_speech(self) -> bool:
        """Tell whether somebody there codes speech."""
        return Tongue.CUED_SPEECH in self.draft.languages

    @property
    def is_free(self) -> bool:
        """Tell whether the call costs the caller nothing."""
        return self.draft.payer == Payer.COMPANY


@dataclass(frozen=True, slots=True)
class ChannelNow:
    """A channel at this moment."""

    channel: Channel
    opening: Opening

    @property
    def label(self) -> str:
        """Return the channel in words."""
        return str(self.channel.label)


@dataclass(frozen=True, slots=True)
class NumberPage:
    """A number as everybody sees it; figures of invented calls stand apart."""

    number: NumberRow
    now: tuple[ChannelNow, ...]
    days: list[OpeningDays]
    answers: list[AnswerRow]
    other_answers: list[AnswerRow]
    figures: tuple[FigureRow, ...]
    invented_figures: tuple[FigureRow, ...]
    repeat: RepeatContact
    history: tuple[Step, ...]

    @property
    def is_answering(self) -> bool:
        """Tell whether some channel answers now."""
        return any(one.opening.answering for one in self.now)


@dataclass(frozen=True, slots=True)
class SeatPage:
    """A number as its owner sees it: what stands in the way of publishing, and what is said."""

    number: NumberRow
    findings: tuple[Finding, ...]
    has_hours: bool
    answers: int

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing stops its publication."""
        return not any(finding.is_blocking for finding in self.findings)


def public_number(code: str) -> NumberRow | None:
    """Return a published number by its short address; a closed one too."""
    row = number_row(code)
    return row if row and row.published_at else None


def number_row(code: str) -> NumberRow | None:
    """Return a number by its short address, published or not."""
    found = Number.objects.select_related("organisation").filter(code=code).first()
    return row_of(found) if found else None


def row_of(number: Number) -> NumberRow:
    """Return the row of a number that comes with its organisation."""
    holder = number.organisation
    return NumberRow(
        id=number.pk,
        code=number.code,
        name=number.name,
        presentation=number.presentation,
        organisation_id=holder.pk,
        organisation=holder.name,
        siren=(holder.siret or "")[:SIREN_DIGITS],
        is_public_body=holder.kind == OrganisationKind.PUBLIC_BODY,
        is_invented=holder.invented,
        draft=draft_of(number),
        charter=CharterState(number.charter_state),
        published_at=number.published_at,
        closed_at=number.closed_at,
    )


def number_page(number: NumberRow, now: datetime, language: str = "fr") -> NumberPage:
    """Return everything the public page of a number shows, answers of one language first."""
    answers = answers_of(number.id)
    at_hand = openings(number.id, number.channels, now)
    invented = number_figures(number.id, now, invented=True) if number.is_invented else {}
    return NumberPage(
        number=number,
        now=tuple(ChannelNow(channel, at_hand[channel]) for channel in number.channels),
        days=alike_days(opening_days(number.id, now)),
        answers=[row for row in answers if row.language == language],
        other_answers=[row for row in answers if row.language != language],
        figures=figure_rows(number_figures(number.id, now)),
        invented_figures=figure_rows(invented),
        repeat=repeat_contact(number.id, now),
        history=steps_of(number.id),
    )


def seat_page(number: NumberRow, language: str) -> SeatPage:
    """Return what the owner of a number has to do next."""
    hours = weekly_hours(number.id)
    case = LegalCase(number.draft, number.is_public_body, hours)
    return SeatPage(
        number=number,
        findings=check_number(case, language=language),
        has_hours=bool(hours),
        answers=len(answers_of(number.id)),
    )


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation somebody manages that may hold numbers, with those it has."""

    id: int
    name: str
    numbers: tuple[NumberRow, ...]


def holders_of(person_id: int) -> list[Holder]:
    """Return the organisations a person manages, each with its numbers."""
    held = [row for row in organisations_of(person_id, OWNERS) if row.kind in HOLDERS]
    numbers = Number.objects.filter(organisation_id__in=[row.id for row in held])
    rows = [row_of(number) for number in numbers.select_related("organisation")]
    return [
        Holder(one.id, one.name, tuple(row for row in rows if row.organisation_id == one.id))
        for one in held
        if one.closed_on is None
    ]


def own_holders(person: Person) -> list[Holder] | None:
    """Return what "my page" shows of a person's numbers; None for who may hold none."""
    return holders_of(person.pk) or None
