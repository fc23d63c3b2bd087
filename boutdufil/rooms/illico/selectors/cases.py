"""A case as whoever has its number sees it; and how often people had to call again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Exists, F, OuterRef

from boutdufil.kernel.calls.enums import Channel
from boutdufil.lib.intervals import wilson
from boutdufil.rooms.illico.enums import CaseState, Outcome
from boutdufil.rooms.illico.models import Case, ServiceCall
from boutdufil.rooms.illico.rules.case_codes import read_case_code

# Somebody else may sit at this computer an hour later.
PAGE_KEPT = timedelta(hours=1)
_SIGNER = signing.TimestampSigner(salt="illico.case", sep=".")

REPEAT_WITHIN = timedelta(days=7)
REPEAT_OVER = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class CaseCall:
    """A call about a case."""

    id: UUID
    channel: Channel
    clicked_at: datetime
    outcome: str
    was_answered: bool
    solved: bool | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case and its calls, the newest first; nothing of what was noted in it."""

    id: int
    code: str
    state: CaseState
    number: str
    number_code: str
    organisation: str
    is_closed_number: bool
    opened_at: datetime
    due_on: date | None
    calls: tuple[CaseCall, ...]

    @property
    def last_answered(self) -> CaseCall | None:
        """Return the last call somebody answered: the one to say "solved" about."""
        return next((call for call in self.calls if call.was_answered), None)


@dataclass(frozen=True, slots=True)
class RepeatContact:
    """Of so many calls answered, how many were followed by another within seven days."""

    answered: int
    repeated: int

    @property
    def share(self) -> float | None:
        """Return the share that had to call again; None without calls."""
        return self.repeated / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return between what the share lies, at 95 % (Wilson)."""
        return wilson(self.repeated, self.answered)


def write_case_token(text: str) -> str:
    """Return what opens the page of the case that has this number for an hour; "" for none."""
    code = read_case_code(text)
    found = code and Case.objects.filter(code=code).exists()
    return _SIGNER.sign(code.replace("-", "")) if found else ""


def case_page(token: str) -> CasePage | None:
    """Return the case a token opens; None when it is forged or too old."""
    try:
        code = read_case_code(_SIGNER.unsign(token, max_age=PAGE_KEPT))
    except signing.BadSignature:
        return None
    case = Case.objects.select_related("number__organisation").filter(code=code).first()
    return _page(case) if case else None


def repeat_contact(number_id: int, now: datetime, *, invented: bool = False) -> RepeatContact:
    """Count how often people called again about the same case within seven days.

    Over the calls answered in 28 days of which the seven days are over; whoever never calls again
    may have been helped, or have given up.
    """
    until = now - REPEAT_WITHIN
    calls = ServiceCall.objects.filter(number_id=number_id, invented=invented)
    answered = calls.filter(
        first_human_at__isnull=False,
        ended_at__gt=until - REPEAT_OVER,
        ended_at__lte=until,
        case__isnull=False,
    )
    later = ServiceCall.objects.filter(
        case=OuterRef("case"),
        clicked_at__gt=OuterRef("ended_at"),
        clicked_at__lte=OuterRef("ended_at") + REPEAT_WITHIN,
    ).exclude(outcome=Outcome.FILTERED)
    # What a call-back brings is still the same contact.
    again = answered.filter(Exists(later.exclude(call_back_of=F("pk"))))
    return RepeatContact(answered.count(), again.count())


def _page(case: Case) -> CasePage:
    number = case.number
    return CasePage(
        id=case.pk,
        code=case.code,
        state=CaseState(case.state),
        number=number.name,
        number_code=number.code,
        organisation=number.organisation.name,
        is_closed_number=number.closed_at is not None,
        opened_at=case.opened_at,
        due_on=case.due_on,
        calls=tuple(_call(row) for row in case.calls.order_by("-clicked_at")),
    )


def _call(row: ServiceCall) -> CaseCall:
    return CaseCall(
        id=row.pk,
        channel=Channel(row.channel),
        clicked_at=row.clicked_at,
        outcome=str(Outcome(row.outcome).label),
        was_answered=row.first_human_at is not None,
        solved=row.solved,
    )
