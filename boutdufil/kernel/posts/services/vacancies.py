"""The life of a vacancy: drafted, changed, published, renewed, withdrawn, expired."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from boutdufil.kernel import events
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.posts.drafts import VacancyDraft
from boutdufil.kernel.posts.enums import ClosingReason, NeedOrigin, PostState, VacancyStatus
from boutdufil.kernel.posts.errors import (
    NoOpenPostError,
    NotPublishableError,
    PublicationUnconfirmedError,
    WrongVacancyStateError,
)
from boutdufil.kernel.posts.events import VacancyChanged, VacancyClosed, VacancyPublished
from boutdufil.kernel.posts.law import Finding, check_draft
from boutdufil.kernel.posts.models import Need, Vacancy, VacancyEntry
from boutdufil.kernel.posts.selectors.vacancies import draft_of
from boutdufil.kernel.posts.services import ledger
from boutdufil.kernel.posts.services.writing import changed_fields, fill, keep_skills

# How long a vacancy is shown when its employer names no closing date.
SHOWN_FOR = timedelta(days=60)
EDITABLE = frozenset({VacancyStatus.DRAFT, VacancyStatus.PUBLISHED, VacancyStatus.EXPIRED})


@transaction.atomic
def create_vacancy(
    *, organisation_id: int, draft: VacancyDraft, actor_id: int | None, need_id: int | None = None
) -> Vacancy:
    """Write a draft down, with its open posts; without a need, one is born with it.

    :raises NothingToOpenError: when it offers no post.
    """
    need = need_id if need_id is not None else _new_need(organisation_id, draft, actor_id).pk
    vacancy = Vacancy(organisation_id=organisation_id, need_id=need, created_by_id=actor_id)
    fill(vacancy, draft)
    vacancy.save()
    keep_skills(vacancy, draft.skills)
    ledger.open_posts(vacancy_id=vacancy.pk, count=draft.posts)
    _note(vacancy, actor_id, "created", posts=draft.posts)
    _record(vacancy, actor_id, "posts.create_vacancy")
    return vacancy


def _new_need(organisation_id: int, draft: VacancyDraft, actor_id: int | None) -> Need:
    return ledger.open_need(
        organisation_id=organisation_id,
        origin=NeedOrigin.EMPLOYER,
        draft=ledger.NeedDraft(
            headcount=draft.posts,
            code=draft.code,
            skills=tuple(asked.skill for asked in draft.skills if asked.required),
            commune=draft.commune,
            starts_on=draft.starts_on,
        ),
        actor_id=actor_id,
    )


@transaction.atomic
def change_vacancy(
    *, vacancy_id: int, draft: VacancyDraft, actor_id: int | None, confirmed: bool = False
) -> Vacancy:
    """Replace what a vacancy says; a published one stays lawful or is not changed at all.

    Posts of a draft follow ``draft.posts``; those of a published vacancy are opened and closed
    by acts of their own.

    :raises WrongVacancyStateError: filled and withdrawn vacancies stay as they were read.
    :raises NotPublishableError, PublicationUnconfirmedError: see `publish_vacancy`.
    """
    vacancy = _locked(vacancy_id, *EDITABLE)
    if vacancy.status == VacancyStatus.PUBLISHED:
        _require_lawful(draft, confirmed)
    changed = changed_fields(vacancy, draft)
    fill(vacancy, draft)
    vacancy.save()
    keep_skills(vacancy, draft.skills)
    if vacancy.status == VacancyStatus.DRAFT:
        changed += _follow_count(vacancy, draft.posts, actor_id)
    if changed:
        _note(vacancy, actor_id, "changed", fields=changed)
        _tell_change(vacancy)
    return vacancy


def _follow_count(vacancy: Vacancy, wanted: int, actor_id: int | None) -> list[str]:
    """Open or take back posts of a draft; what was never published was never offered."""
    now = vacancy.posts.filter(state=PostState.OPEN).count()
    if wanted > now:
        ledger.open_posts(vacancy_id=vacancy.pk, count=wanted - now)
    elif wanted < now:
        ledger.close_posts(
            vacancy_id=vacancy.pk,
            count=now - wanted,
            reason=ClosingReason.MISTAKE,
            actor_id=actor_id,
        )
    if wanted == now:
        return []
    Need.objects.filter(pk=vacancy.need_id, vacancies=vacancy, origin=NeedOrigin.EMPLOYER).update(
        headcount=wanted
    )
    return ["posts"]


def _tell_change(vacancy: Vacancy) -> None:
    if vacancy.status == VacancyStatus.PUBLISHED and vacancy.hidden_at is None:
        events.publish(VacancyChanged(vacancy_id=vacancy.pk))


@transaction.atomic
def publish_vacancy(*, vacancy_id: int, actor_id: int | None, confirmed: bool = False) -> Vacancy:
    """Show a vacancy to everybody; what the employer confirmed is kept in its history.

    :raises NotPublishableError: the law is against it; nothing is changed.
    :raises PublicationUnconfirmedError: something wants a second look, and was not confirmed.
    :raises NoOpenPostError: all its posts were closed.
    """
    vacancy = _locked(vacancy_id, VacancyStatus.DRAFT, VacancyStatus.EXPIRED)
    findings = _require_lawful(draft_of(vacancy), confirmed)
    _reopen_expired(vacancy)
    if not vacancy.posts.filter(state=PostState.OPEN).exists():
        raise NoOpenPostError
    _show(vacancy, vacancy.apply_until)
    _note(vacancy, actor_id, "published", confirmed=sorted({f.rule for f in findings}))
    _record(vacancy, actor_id, "posts.publish_vacancy")
    return vacancy


@transaction.atomic
def renew_vacancy(*, vacancy_id: int, until: date | None, actor_id: int | None) -> Vacancy:
    """Show a vacancy longer, or again after it expired; sixty days unless ``until`` is said.

    :raises NotPublishableError: the law became stricter, or the date is past.
    """
    vacancy = _locked(vacancy_id, VacancyStatus.PUBLISHED, VacancyStatus.EXPIRED)
    vacancy.apply_until = until or timezone.localdate() + SHOWN_FOR
    _require_lawful(draft_of(vacancy), confirmed=True)
    _reopen_expired(vacancy)
    _show(vacancy, vacancy.apply_until)
    _note(vacancy, actor_id, "renewed", until=vacancy.apply_until.isoformat())
    return vacancy


def _show(vacancy: Vacancy, until: date | None) -> None:
    now = timezone.now()
    vacancy.status = VacancyStatus.PUBLISHED
    vacancy.apply_until = until or timezone.localdate() + SHOWN_FOR
    vacancy.published_at = vacancy.published_at or now
    vacancy.changed_at = now
    vacancy.save(update_fields=["status", "apply_until", "published_at", "changed_at"])
    if vacancy.hidden_at is None:
        events.publish(VacancyPublished(vacancy_id=vacancy.pk))


def _require_lawful(draft: VacancyDraft, confirmed: bool) -> tuple[Finding, ...]:
    language = (get_language() or "fr")[:2]
    findings = check_draft(draft, today=timezone.localdate(), language=language)
    if any(finding.is_blocking for finding in findings):
        raise NotPublishableError(findings)
    if findings and not confirmed:
        raise PublicationUnconfirmedError(findings)
    return findings


@transaction.atomic
def withdraw_vacancy(*, vacancy_id: int, reason: str, actor_id: int | None) -> Vacancy:
    """Take a vacancy back for good; its open posts are closed with the reason."""
    vacancy = _locked(
        vacancy_id, VacancyStatus.DRAFT, VacancyStatus.PUBLISHED, VacancyStatus.EXPIRED
    )
    _end(vacancy, VacancyStatus.WITHDRAWN, ClosingReason(reason), actor_id)
    _record(vacancy, actor_id, "posts.withdraw_vacancy", reason=reason)
    return vacancy


def expire_vacancies(*, today: date | None = None) -> int:
    """End every vacancy whose closing date is past; return how many. One transaction each."""
    day = today or timezone.localdate()
    due = Vacancy.objects.filter(status=VacancyStatus.PUBLISHED, apply_until__lt=day)
    return sum(_expire(vacancy_id, day) for vacancy_id in due.values_list("pk", flat=True))


@transaction.atomic
def _expire(vacancy_id: int, day: date) -> bool:
    vacancy = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy_id)
    # Renewed or filled while the list was read.
    if vacancy.status != VacancyStatus.PUBLISHED or (vacancy.apply_until or day) >= day:
        return False
    _end(vacancy, VacancyStatus.EXPIRED, ClosingReason.EXPIRED, None)
    return True


def _end(
    vacancy: Vacancy, status: VacancyStatus, reason: ClosingReason, actor_id: int | None
) -> None:
    """Change the status first: the ledger would call a vacancy without open posts filled."""
    vacancy.status = status
    vacancy.changed_at = timezone.now()
    vacancy.save(update_fields=["status", "changed_at"])
    left = vacancy.posts.filter(state=PostState.OPEN).count()
    if left:
        ledger.close_posts(vacancy_id=vacancy.pk, count=left, reason=reason, actor_id=actor_id)
    _note(vacancy, actor_id, status.value, reason=reason.value, closed=left)
    events.publish(VacancyClosed(vacancy_id=vacancy.pk, status=status.value))


def _reopen_expired(vacancy: Vacancy) -> None:
    """Open again the very posts that ended by time alone: offered twice, they count once."""
    vacancy.posts.filter(state=PostState.CLOSED, closing_reason=ClosingReason.EXPIRED).update(
        state=PostState.OPEN, ended_at=None, closing_reason=""
    )


def _locked(vacancy_id: int, *allowed: VacancyStatus) -> Vacancy:
    vacancy = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy_id)
    if vacancy.status not in allowed:
        raise WrongVacancyStateError(vacancy.status)
    return vacancy


def _note(vacancy: Vacancy, actor_id: int | None, verb: str, **facts: object) -> None:
    VacancyEntry.objects.create(vacancy=vacancy, actor_id=actor_id, verb=verb, facts=facts)


def _record(vacancy: Vacancy, actor_id: int | None, verb: str, **facts: object) -> None:
    audit.record(actor_id=actor_id, verb=verb, subject=f"vacancy:{vacancy.pk}", facts=facts)
