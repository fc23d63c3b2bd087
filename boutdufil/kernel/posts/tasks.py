"""Jobs of this module: each is one service call."""

from boutdufil.kernel import jobs
from boutdufil.kernel.posts import services


@jobs.periodic(cron="11 1 * * *", name="posts.expire_vacancies")
def expire_vacancies() -> None:
    """Every night: end what is past its closing date."""
    services.expire_vacancies()


@jobs.task(name="posts.send_decision")
def send_decision(report_id: int) -> None:
    """Mail the reasons of a decision; the job knows its number alone."""
    services.send_decision(report_id=report_id)
