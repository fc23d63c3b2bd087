"""What people reproach vacancies with, for whoever decides."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from boutdufil.kernel.posts.enums import ReportReason
from boutdufil.kernel.posts.models import VacancyReport


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report; whoever made it is not named, only known to be somebody with an account."""

    id: int
    vacancy_id: int
    title: str
    employer: str
    employer_id: int
    reason: str
    words: str
    at: datetime
    from_account: bool
    decided_at: datetime | None
    upheld: bool | None
    decision: str
    hidden: bool


def reports(*, decided: bool) -> QuerySet[VacancyReport]:
    """Return the reports still open, the oldest first, or the decided ones, the latest first."""
    found = VacancyReport.objects.select_related("vacancy__organisation")
    found = found.filter(decided_at__isnull=not decided)
    return found.order_by("-decided_at", "-pk") if decided else found.order_by("at", "pk")


def report_rows(found: list[VacancyReport]) -> list[ReportRow]:
    """Return the lines of a page of reports."""
    return [_row(report) for report in found]


def report_page(report_id: int) -> ReportRow | None:
    """Return one report."""
    found = VacancyReport.objects.select_related("vacancy__organisation")
    report = found.filter(pk=report_id).first()
    return _row(report) if report else None


def _row(report: VacancyReport) -> ReportRow:
    vacancy = report.vacancy
    known = report.reason in ReportReason.values
    return ReportRow(
        id=report.pk,
        vacancy_id=vacancy.pk,
        title=vacancy.title,
        employer=vacancy.organisation.name,
        employer_id=vacancy.organisation_id,
        reason=str(ReportReason(report.reason).label) if known else report.reason,
        words=report.words,
        at=report.at,
        from_account=report.reporter_id is not None,
        decided_at=report.decided_at,
        upheld=report.upheld,
        decision=report.decision,
        hidden=vacancy.hidden_at is not None,
    )
