"""A vacancy follows its posts: filled when none is open, open again when one is."""

from django.utils import timezone

from boutdufil.kernel import events
from boutdufil.kernel.posts.enums import PostState, VacancyStatus
from boutdufil.kernel.posts.events import VacancyClosed, VacancyPublished
from boutdufil.kernel.posts.models import Vacancy, VacancyEntry


def follow_posts(vacancy: Vacancy, *, actor_id: int | None = None) -> None:
    """Bring the status of a locked vacancy in line with its posts and note it in its history."""
    is_open = vacancy.posts.filter(state=PostState.OPEN).exists()
    if vacancy.status == VacancyStatus.PUBLISHED and not is_open:
        _move(vacancy, VacancyStatus.FILLED, actor_id)
    elif vacancy.status == VacancyStatus.FILLED and is_open:
        _move(vacancy, VacancyStatus.PUBLISHED, actor_id)


def _move(vacancy: Vacancy, status: VacancyStatus, actor_id: int | None) -> None:
    former, vacancy.status = vacancy.status, status
    vacancy.changed_at = timezone.now()
    vacancy.save(update_fields=["status", "changed_at"])
    VacancyEntry.objects.create(
        vacancy=vacancy,
        actor_id=actor_id,
        verb="follow_posts",
        facts={"from": former, "to": status.value},
    )
    if vacancy.hidden_at is None:
        events.publish(_told(vacancy.pk, status))


def _told(vacancy_id: int, status: VacancyStatus) -> VacancyClosed | VacancyPublished:
    if status is VacancyStatus.FILLED:
        return VacancyClosed(vacancy_id=vacancy_id, status=status.value)
    return VacancyPublished(vacancy_id=vacancy_id)
