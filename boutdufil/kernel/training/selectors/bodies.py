"""Training bodies and the seat of their trainers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Count, QuerySet
from django.utils import timezone

from boutdufil.kernel.organisations.enums import OrganisationKind
from boutdufil.kernel.organisations.selectors import organisations_of
from boutdufil.kernel.training.enums import EnrolmentState, QualiopiAction
from boutdufil.kernel.training.models import Block, Enrolment, Programme, Session, TrainingBody
from boutdufil.kernel.training.permissions import TRAINERS
from boutdufil.kernel.training.selectors.accreditations import accreditations_of_bodies
from boutdufil.kernel.training.selectors.certificates import block_rows
from boutdufil.kernel.training.selectors.rows import (
    AccreditationRow,
    BodyRow,
    BodySeat,
    ProgrammeRow,
    SessionSeat,
)
from boutdufil.kernel.training.selectors.seats import seat_rows
from boutdufil.kernel.training.selectors.sessions import programme_rows, session, session_rows

# Results come after the last day: a jury meets, a paper is signed.
RESULTS_WITHIN = timedelta(days=180)
OfBody = TypeVar("OfBody", ProgrammeRow, AccreditationRow)


def bodies() -> list[BodyRow]:
    """Return every training body by name."""
    return _rows(TrainingBody.objects.all())


def bodies_run_by(person_id: int) -> list[BodyRow]:
    """Return the bodies for which a person trains or answers."""
    ids = [row.id for row in organisations_of(person_id, TRAINERS)]
    return _rows(TrainingBody.objects.filter(organisation_id__in=ids))


def seats_run_by(person_id: int) -> list[BodySeat]:
    """Return the bodies a person runs, with their programmes, sessions, and what waits for them.

    A session that ended stays there for the time it takes to record who achieved what.
    """
    rows = bodies_run_by(person_id)
    ids = [row.id for row in rows]
    today = timezone.localdate()
    held = Session.objects.filter(programme__body__in=ids, cancelled_on=None)
    running = held.filter(ends_on__gte=today)
    programmes = by_body(programme_rows(Programme.objects.filter(body__in=ids)))
    shown = session_rows(held.filter(ends_on__gte=today - RESULTS_WITHIN))
    granted = by_body(accreditations_of_bodies(ids))
    asked, waiting = (_counted(running, s) for s in (EnrolmentState.ASKED, EnrolmentState.WAITING))
    return [
        BodySeat(
            body=row,
            programmes=tuple(programmes[row.id]),
            sessions=tuple(one for one in shown if one.programme.body_id == row.id),
            waiting=waiting.get(row.id, 0),
            asked=asked.get(row.id, 0),
            accreditations=tuple(granted[row.id]),
        )
        for row in rows
    ]


def undeclared_by(person_id: int) -> list[tuple[int, str]]:
    """Return (id, name) of the person's organisations that train and have not declared it yet."""
    rows = organisations_of(person_id, TRAINERS)
    known = set(TrainingBody.objects.values_list("organisation_id", flat=True))
    training = [row for row in rows if row.kind == OrganisationKind.TRAINING_BODY]
    return [(row.id, row.name) for row in training if row.id not in known]


def declared(organisation_id: int) -> dict[str, Any]:
    """Return what an organisation declared of itself, as a form shows it; empty before."""
    found = TrainingBody.objects.filter(organisation_id=organisation_id)
    said = found.values("declaration", "qualiopi_scope", "qualiopi_until").first()
    return dict(said) if said else {}


def by_body(rows: Iterable[OfBody]) -> dict[int, list[OfBody]]:
    """Return rows by the number of their body, in their order."""
    sorted_out: dict[int, list[OfBody]] = defaultdict(list)
    for row in rows:
        sorted_out[row.body_id].append(row)
    return sorted_out


def _counted(sessions: QuerySet[Session], state: EnrolmentState) -> dict[int, int]:
    """Count the enrolments of a state, by body."""
    found = Enrolment.objects.filter(session__in=sessions, state=state)
    return dict(found.values_list("session__programme__body").annotate(Count("pk")).order_by())


def session_seat(session_id: int) -> SessionSeat | None:
    """Return a session with everybody enrolled in it."""
    row = session(session_id)
    if row is None:
        return None
    return SessionSeat(
        session=row,
        blocks=block_rows(Block.objects.filter(programmes=row.programme.id)),
        seats=tuple(seat_rows(Enrolment.objects.filter(session_id=session_id))),
    )


def _rows(found: QuerySet[TrainingBody]) -> list[BodyRow]:
    return [_row(one) for one in found.select_related("organisation")]


def _row(one: TrainingBody) -> BodyRow:
    until = one.qualiopi_until
    return BodyRow(
        id=one.pk,
        organisation_id=one.organisation_id,
        name=one.organisation.name,
        invented=one.organisation.invented,
        declaration=one.declaration,
        qualiopi=tuple(str(QualiopiAction(action).label) for action in one.qualiopi_scope),
        qualiopi_until=until,
        is_qualiopi_current=until is not None and until >= timezone.localdate(),
    )
