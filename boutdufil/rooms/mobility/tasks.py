"""Jobs of the room: each is one service call."""

from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.rooms.mobility.services import (
    application_notices,
    interviews,
    plan_answers,
    plan_mail,
    plan_openings,
    plan_solving,
)


@jobs.task(name="mobility.notify_person")
def notify_person(application_id: int) -> None:
    """Tell a person that there is news of their application."""
    application_notices.notify_person(application_id=application_id)


@jobs.task(name="mobility.notify_employer")
def notify_employer(application_id: int) -> None:
    """Tell the recruiters that there is news of an application."""
    application_notices.notify_employer(application_id=application_id)


@jobs.periodic(cron="7 * * * *", name="mobility.remind_of_interviews")
def remind_of_interviews() -> None:
    """Every hour: remind people of the interviews of the day to come."""
    interviews.remind_of_interviews(timezone.now())


@jobs.task(name="mobility.solve_plan")
def solve_plan(version_id: int) -> None:
    """Compute a plan too large to wait for at a screen."""
    plan_solving.compute_waiting_version(version_id=version_id)


@jobs.task(name="mobility.check_plan")
def check_plan(version_id: int) -> None:
    """Check the proof of a large plan."""
    plan_solving.check_version(version_id=version_id)


@jobs.task(name="mobility.open_plan")
def open_plan(opening_id: int) -> None:
    """Open a large plan to its people."""
    plan_openings.run_opening(opening_id=opening_id)


@jobs.task(name="mobility.mail_proposal")
def mail_proposal(proposal_id: int) -> None:
    """Tell somebody who agreed to e-mail that a proposal waits for them."""
    plan_mail.mail_proposal(proposal_id=proposal_id)


@jobs.periodic(cron="40 2 * * *", name="mobility.record_silences")
def record_silences() -> None:
    """Every night: note the proposals whose last day passed without an answer."""
    plan_answers.record_silences(today=timezone.localdate())
