"""Jobs of the room: each is one service call."""

from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.rooms.contests.services import (
    accommodations,
    appeals,
    coming_in,
    decisions,
    employers,
    entry_closing,
    juror_mail,
    jurors,
    papers,
    passage_mail,
    publishing,
    sitting_mail,
    stages,
    teams,
)


@jobs.periodic(cron="* * * * *", name="contests.follow_stages")
def follow_stages() -> None:
    """Every minute: stages whose hour has come open, those whose hour is over close."""
    stages.follow_stages(now=timezone.now())


@jobs.periodic(cron="7 * * * *", name="contests.follow_editions")
def follow_editions() -> None:
    """Every hour: editions whose last result can no longer be contested are over."""
    publishing.follow_editions(now=timezone.now())


@jobs.task(name="contests.send_employer_question")
def send_employer_question(entry_id: int) -> None:
    """Ask an employer for their word; the job knows a number, never the link."""
    employers.send_question(entry_id=entry_id)


@jobs.task(name="contests.send_team_invitation")
def send_team_invitation(member_id: int) -> None:
    """Write to somebody invited into a team; the job knows a number, never the link."""
    teams.send_invitation(member_id=member_id)


@jobs.task(name="contests.tell_refusal")
def tell_refusal(entry_id: int) -> None:
    """Tell the people of an entry why it was refused."""
    entry_closing.tell_refusal(entry_id=entry_id)


@jobs.task(name="contests.tell_accommodation")
def tell_accommodation(accommodation_id: int) -> None:
    """Tell somebody that their request was answered."""
    accommodations.tell_accommodation(accommodation_id=accommodation_id)


@jobs.periodic(cron="*/5 * * * *", name="contests.close_entries")
def close_entries() -> None:
    """Every five minutes: entries still incomplete at their hour are refused, and told why."""
    entry_closing.close_entries(now=timezone.now())


@jobs.task(name="contests.send_sitting")
def send_sitting(sitting_id: int) -> None:
    """Write to who watches over a session; the job knows a number."""
    sitting_mail.send_sitting(sitting_id=sitting_id)


@jobs.periodic(cron="* * * * *", name="contests.end_overdue")
def end_overdue() -> None:
    """Every minute: papers for which nothing more may arrive are ended, and then marked."""
    papers.end_overdue(now=timezone.now())


@jobs.task(name="contests.send_juror_invitation")
def send_juror_invitation(juror_id: int) -> None:
    """Write to an expert who is invited; the job knows a number, never the link."""
    jurors.send_invitation(juror_id=juror_id)


@jobs.task(name="contests.tell_missing_reader")
def tell_missing_reader(reading_id: int) -> None:
    """Tell those who run an edition that a file lacks a juror."""
    juror_mail.tell_missing_reader(reading_id=reading_id)


@jobs.task(name="contests.tell_appeal")
def tell_appeal(appeal_id: int) -> None:
    """Tell the people of an entry that their appeal is answered."""
    appeals.tell_appeal(appeal_id=appeal_id)


@jobs.periodic(cron="* * * * *", name="contests.follow_embargoes")
def follow_embargoes() -> None:
    """Every minute: what was decided under an embargo is shown once that ends."""
    decisions.follow_embargoes(now=timezone.now())


@jobs.task(name="contests.tell_coming_in")
def tell_coming_in(outcome_id: int) -> None:
    """Write to the people of an entry that comes in for another."""
    coming_in.tell_coming_in(outcome_id=outcome_id)


@jobs.task(name="contests.tell_passage")
def tell_passage(passage_id: int, was: dict[str, str]) -> None:
    """Write to the people of an entry when they pass, and what that replaces."""
    passage_mail.tell_passage(passage_id=passage_id, was=was)
