"""The statement of reasons: what was decided on a report, to its employer and to who reported."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.selectors import people_with_role
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.kernel.posts.enums import ReportReason
from boutdufil.kernel.posts.models import VacancyReport
from boutdufil.kernel.posts.pages import vacancy_path

RECRUITERS = frozenset({Role.RECRUITER, Role.MANAGER})


def send_decision(*, report_id: int) -> int:
    """Mail a decision; return how many people got it. A dismissed report tells its reporter alone.

    Regulation (EU) 2022/2065, articles 16(5) and 17(3): what was decided, the facts, the ground,
    that no machine decided, and how to contest it. The reporter is never named to the employer.
    """
    report = VacancyReport.objects.select_related("vacancy", "reporter").get(pk=report_id)
    sent = 0
    if report.upheld:
        sent = sum(_write(person, report, "employer") for person in _employer(report))
    if report.reporter is not None:
        sent += _write(report.reporter, report, "reporter")
    return sent


def _employer(report: VacancyReport) -> list[Person]:
    people = people_with_role(report.vacancy.organisation_id, RECRUITERS)
    return list(Person.objects.filter(pk__in=people, is_active=True))


def _write(person: Person, report: VacancyReport, side: str) -> bool:
    return person.is_active and send_letter(
        to=person.email,
        language=person.language,
        subject=_("Décision sur l’offre « %(title)s »"),
        template=f"posts/mail/decision_{side}.txt",
        facts=_facts(person, report, side),
    )


def _facts(person: Person, report: VacancyReport, side: str) -> Mapping[str, object]:
    path = vacancy_path(report.vacancy_id, seat="employer" if side == "employer" else "public")
    return {
        "name": person.name,
        "title": report.vacancy.title,
        "reason": ReportReason(report.reason).label,
        "upheld": report.upheld,
        "decision": report.decision,
        "link": absolute_url(path) if path else "",
    }
