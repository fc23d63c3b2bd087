"""Jobs of the room: each is one service call."""

from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.rooms.campaigns.services import (
    dating_mail,
    dating_plans,
    invitations,
    letter_sending,
    registration_mail,
    reminders,
    steps,
    waiting,
)


@jobs.periodic(cron="5 0-6 * * *", name="campaigns.follow_days")
def follow_days() -> None:
    """After midnight: what began is live, what ended is over."""
    steps.follow_days(today=timezone.localdate())


@jobs.task(name="campaigns.send_invitation")
def send_invitation(invitation_id: int) -> None:
    """Write to the company that is invited; the job knows a number, never the token."""
    invitations.send_invitation(invitation_id=invitation_id)


@jobs.task(name="campaigns.send_registration")
def send_registration(registration_id: int) -> None:
    """Tell somebody where their registration stands; the job knows a number, never the link."""
    registration_mail.send_registration(registration_id=registration_id)


@jobs.periodic(cron="*/5 * * * *", name="campaigns.follow_waiting_lists")
def follow_waiting_lists() -> None:
    """Every five minutes: what was not accepted in time goes to the next in line."""
    waiting.follow_waiting_lists(now=timezone.now())


@jobs.task(name="campaigns.compute_dating")
def compute_dating(plan_id: int) -> None:
    """Compute the plan of a job dating too large to wait for at a screen."""
    dating_plans.compute_plan(plan_id=plan_id)


@jobs.task(name="campaigns.write_meetings")
def write_meetings(registration_id: int) -> None:
    """Write somebody when they meet whom; the job knows a number, never the link."""
    dating_mail.write_meetings(registration_id=registration_id)


@jobs.task(name="campaigns.send_letters")
def send_letters() -> None:
    """Send what waits of letters that were decided."""
    letter_sending.send_letters()


@jobs.periodic(cron="* * * * *", name="campaigns.keep_sending_letters")
def keep_sending_letters() -> None:
    """Every minute: send what the pace of the last one held back."""
    letter_sending.send_letters()


@jobs.periodic(cron="*/5 7-19 * * *", name="campaigns.send_reminders")
def send_reminders() -> None:
    """By day: remind who comes tomorrow, and who comes in a week."""
    reminders.send_reminders(now=timezone.now())
