"""Training bodies, certificates, programmes, sessions and results, by noun."""

from boutdufil.kernel.training.models.bodies import Accreditation, TrainingBody
from boutdufil.kernel.training.models.certificates import (
    Block,
    Certificate,
    Equivalence,
    Recognition,
)
from boutdufil.kernel.training.models.programmes import Programme, Session
from boutdufil.kernel.training.models.seats import BlockResult, Enrolment

__all__ = [
    "Accreditation",
    "Block",
    "BlockResult",
    "Certificate",
    "Enrolment",
    "Equivalence",
    "Programme",
    "Recognition",
    "Session",
    "TrainingBody",
]
