"""What is typed about trainings, by who types it."""

from boutdufil.kernel.training.forms.bodies import (
    BodyForm,
    ProgrammeForm,
    SessionForm,
)
from boutdufil.kernel.training.forms.branches import (
    AccreditationForm,
    CertificateForm,
    RecognitionForm,
    RenewalForm,
    WithdrawalForm,
)
from boutdufil.kernel.training.forms.seats import (
    NearForm,
    ReasonForm,
    ResultForm,
    SeatForm,
)

__all__ = [
    "AccreditationForm",
    "BodyForm",
    "CertificateForm",
    "NearForm",
    "ProgrammeForm",
    "ReasonForm",
    "RecognitionForm",
    "RenewalForm",
    "ResultForm",
    "SeatForm",
    "SessionForm",
    "WithdrawalForm",
]
