"""Jobs of this module: each is one service call."""

from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.kernel.training import services


@jobs.task(name="training.send_decision")
def send_decision(enrolment_id: int) -> None:
    """Tell a person what became of their enrolment."""
    services.mail.send_decision(enrolment_id=enrolment_id)


@jobs.task(name="training.send_ending")
def send_ending(accreditation_id: int) -> None:
    """Tell both sides that an accreditation ends soon."""
    services.mail.send_ending(accreditation_id=accreditation_id)


@jobs.periodic(cron="7 5 * * *", name="training.warn_of_ends")
def warn_of_ends() -> None:
    """Every morning: look for accreditations that end in 180 or 90 days."""
    services.accreditations.warn_of_ends(today=timezone.localdate())
