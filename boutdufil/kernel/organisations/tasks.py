"""Jobs of this module: each is one service call."""

from boutdufil.kernel import jobs
from boutdufil.kernel.organisations import services


@jobs.task(name="organisations.send_invitation")
def send_invitation(invitation_id: int) -> None:
    """Send the mail of an invitation; the job knows its number, never its token."""
    services.send_invitation(invitation_id=invitation_id)


@jobs.task(name="organisations.send_join_request")
def send_join_request(organisation_id: int, person_id: int) -> None:
    """Tell the managers that somebody asks to be invited."""
    services.send_join_request(organisation_id=organisation_id, person_id=person_id)


@jobs.task(name="organisations.check_siret")
def check_siret(organisation_id: int) -> None:
    """Ask the official register about a SIRET."""
    services.check_siret(organisation_id=organisation_id)
