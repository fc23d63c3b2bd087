"""Certificates of attendance: what one says, and whether a code is of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.campaigns.models import AttendanceCertificate, Registration
from boutdufil.rooms.campaigns.selectors.appointments import Appointment, appointment
from boutdufil.rooms.campaigns.selectors.door import outcome_of


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """What a certificate says; ``came_at`` None is that nobody noted it, ``name`` "" is erased.

    ``people`` is more than one for a group, told by its number alone.
    """

    appointment: Appointment
    name: str
    group_name: str
    people: int
    came_at: datetime | None
    issued_at: datetime | None
    code: str

    @property
    def whom(self) -> str:
        """The group, or the person."""
        return self.group_name or self.name


def certificate_page(registration_id: int) -> CertificatePage | None:
    """Return what the certificate of a registration says, or would say."""
    found = Registration.objects.select_related("intake", "attendance_certificate")
    one = found.filter(pk=registration_id).first()
    return _page(one) if one else None


def certificate_by_code(code: str) -> CertificatePage | None:
    """Return what was printed beside a code; None where no certificate has it."""
    found = AttendanceCertificate.objects.filter(code=folded(code))
    one = found.select_related("registration__intake").first()
    # An arrival that was a mistake takes its certificate back.
    if one is None or one.registration.came_at is None:
        return None
    return _page(one.registration)


def folded(code: str) -> str:
    """Return a code as it is stored, from what somebody typed."""
    return "".join(code.split()).replace("-", "").upper()


def _page(one: Registration) -> CertificatePage | None:
    event = appointment(one.intake.node_id)
    if event is None:
        return None
    issued: AttendanceCertificate | None = getattr(one, "attendance_certificate", None)
    arrival = outcome_of(one.intake_id).outcome.arrivals.get(one.pk)
    return CertificatePage(
        appointment=event,
        name="" if one.erased_at else one.name,
        group_name="" if one.erased_at else one.group_name,
        people=arrival.people if arrival else one.places,
        came_at=one.came_at,
        issued_at=issued.issued_at if issued else None,
        code=issued.code if issued else "",
    )
