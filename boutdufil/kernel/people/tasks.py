"""Jobs of this module: each is one service call."""

from boutdufil.kernel import jobs
from boutdufil.kernel.people import services


@jobs.task(name="people.send_link")
def send_link(link_id: int) -> None:
    """Send the mail of a link; the job knows its number, never its token."""
    services.send_link(link_id=link_id)


@jobs.periodic(cron="41 2 * * *", name="people.apply_retention")
def apply_retention() -> None:
    """Every night: delete what is past its time."""
    services.apply_retention_rules()
