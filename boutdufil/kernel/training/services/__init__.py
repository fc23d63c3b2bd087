"""What changes trainings, by noun."""

from boutdufil.kernel.training.services import (
    accreditations,
    bodies,
    certificates,
    mail,
    programmes,
    results,
    retention,
    seats,
    subject,
)

__all__ = [
    "accreditations",
    "bodies",
    "certificates",
    "mail",
    "programmes",
    "results",
    "retention",
    "seats",
    "subject",
]
