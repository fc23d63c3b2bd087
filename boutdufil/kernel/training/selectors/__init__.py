"""What the rooms may ask about trainings and certificates."""

from boutdufil.kernel.training.selectors.accreditations import (
    accreditations_of_bodies,
    accreditations_of_branches,
    is_accredited,
)
from boutdufil.kernel.training.selectors.bodies import (
    bodies,
    bodies_run_by,
    declared,
    seats_run_by,
    session_seat,
    undeclared_by,
)
from boutdufil.kernel.training.selectors.certificates import (
    block_choices,
    block_rows,
    certificate_choices,
    certificate_page,
    certificates,
    certificates_for,
    certificates_of_branch,
    recognising_of_officer,
)
from boutdufil.kernel.training.selectors.programmes import programme_page
from boutdufil.kernel.training.selectors.rows import (
    AccreditationRow,
    BlockRow,
    BodyRow,
    BodySeat,
    CertificatePage,
    CertificateRow,
    ProgrammePage,
    ProgrammeRow,
    RecognisingBranch,
    SeatRow,
    SessionRow,
    SessionSeat,
)
from boutdufil.kernel.training.selectors.seats import my_page_seats, seats_of
from boutdufil.kernel.training.selectors.sessions import (
    session,
    sessions,
    sessions_giving,
)

__all__ = [
    "AccreditationRow",
    "BlockRow",
    "BodyRow",
    "BodySeat",
    "CertificatePage",
    "CertificateRow",
    "ProgrammePage",
    "ProgrammeRow",
    "RecognisingBranch",
    "SeatRow",
    "SessionRow",
    "SessionSeat",
    "accreditations_of_bodies",
    "accreditations_of_branches",
    "block_choices",
    "block_rows",
    "bodies",
    "bodies_run_by",
    "certificate_choices",
    "certificate_page",
    "certificates",
    "certificates_for",
    "certificates_of_branch",
    "declared",
    "is_accredited",
    "my_page_seats",
    "programme_page",
    "recognising_of_officer",
    "seats_of",
    "seats_run_by",
    "session",
    "session_seat",
    "sessions",
    "sessions_giving",
    "undeclared_by",
]
