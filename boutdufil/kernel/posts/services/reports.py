"""Somebody says that a vacancy is wrong; a human decides, and says why to both sides.

Regulation (EU) 2022/2065, articles 16 (notice and action) and 17 (statement of reasons).
"""

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel import events, jobs
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.posts.enums import ReportReason, VacancyStatus
from boutdufil.kernel.posts.errors import WrongVacancyStateError
from boutdufil.kernel.posts.events import VacancyClosed, VacancyPublished
from boutdufil.kernel.posts.models import Vacancy, VacancyEntry, VacancyReport
from boutdufil.kernel.posts.selectors.vacancies import READABLE


@transaction.atomic
def report_vacancy(
    *, vacancy_id: int, reason: str, words: str, reporter_id: int | None
) -> VacancyReport:
    """Note that somebody finds a vacancy wrong; nothing is hidden by a report alone.

    :raises WrongVacancyStateError: nobody can read it any more.
    """
    vacancy = Vacancy.objects.get(pk=vacancy_id)
    if vacancy.status not in READABLE or vacancy.hidden_at is not None:
        raise WrongVacancyStateError(vacancy.status)
    report = VacancyReport.objects.create(
        vacancy=vacancy, reason=ReportReason(reason), words=words, reporter_id=reporter_id
    )
    _record(reporter_id, "posts.report_vacancy", report, reason=reason)
    return report


@transaction.atomic
def decide_report(
    *, report_id: int, upheld: bool, decision: str, actor_id: int | None
) -> VacancyReport:
    """Decide on a report, in words both sides receive; one that is upheld hides the vacancy.

    A decided report keeps its decision.
    """
    report = VacancyReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.decided_at is not None:
        return report
    report.upheld, report.decision = upheld, decision
    report.decided_at, report.decided_by_id = timezone.now(), actor_id
    report.save(update_fields=["upheld", "decision", "decided_at", "decided_by"])
    if upheld:
        _hide(report.vacancy_id, actor_id, report.pk)
    _record(actor_id, "posts.decide_report", report, upheld=upheld)
    jobs.enqueue("posts.send_decision", report_id=report.pk)
    return report


def _hide(vacancy_id: int, actor_id: int | None, report_id: int) -> None:
    vacancy = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy_id)
    if vacancy.hidden_at is not None:
        return
    vacancy.hidden_at = vacancy.changed_at = timezone.now()
    vacancy.save(update_fields=["hidden_at", "changed_at"])
    VacancyEntry.objects.create(
        vacancy=vacancy, actor_id=actor_id, verb="hidden", facts={"report": report_id}
    )
    events.publish(VacancyClosed(vacancy_id=vacancy.pk, status="hidden"))


@transaction.atomic
def show_vacancy_again(*, vacancy_id: int, actor_id: int | None) -> Vacancy:
    """Undo a hiding once its employer mended the vacancy, or was right."""
    vacancy = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy_id)
    if vacancy.hidden_at is None:
        return vacancy
    vacancy.hidden_at, vacancy.changed_at = None, timezone.now()
    vacancy.save(update_fields=["hidden_at", "changed_at"])
    VacancyEntry.objects.create(vacancy=vacancy, actor_id=actor_id, verb="shown_again")
    audit.record(
        actor_id=actor_id, verb="posts.show_vacancy_again", subject=f"vacancy:{vacancy.pk}"
    )
    if vacancy.status == VacancyStatus.PUBLISHED:
        events.publish(VacancyPublished(vacancy_id=vacancy.pk))
    return vacancy


def _record(actor_id: int | None, verb: str, report: VacancyReport, **facts: object) -> None:
    subject = f"vacancy:{report.vacancy_id}"
    audit.record(
        actor_id=actor_id, verb=verb, subject=subject, facts={"report": report.pk, **facts}
    )
