"""What the form of a vacancy does: check, save, publish; what was typed is never lost."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from boutdufil.kernel.posts import services as posts
from boutdufil.kernel.posts.drafts import VacancyDraft
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.errors import LawfulnessError
from boutdufil.kernel.posts.law import Finding, check_draft

CHECK, SAVE, PUBLISH = "check", "save", "publish"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the button pressed asks for; ``confirmed`` answers the law's warnings."""

    act: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the vacancy where one was written, and what the law has to say."""

    vacancy_id: int | None
    published: bool
    findings: tuple[Finding, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether what was asked for is done."""
        return self.vacancy_id is not None and not self.findings


def findings_of(draft: VacancyDraft) -> tuple[Finding, ...]:
    """Return what the law has to say on a draft today, in the reader's language."""
    language = (get_language() or "fr")[:2]
    return check_draft(draft, today=timezone.localdate(), language=language)


def write_vacancy(
    *, organisation_id: int, draft: VacancyDraft, wish: Wish, actor_id: int | None
) -> Outcome:
    """Check a new vacancy, or write it down and publish it where asked and lawful."""
    if wish.act == CHECK:
        return Outcome(None, published=False, findings=findings_of(draft))
    vacancy = posts.create_vacancy(organisation_id=organisation_id, draft=draft, actor_id=actor_id)
    return _published(vacancy.pk, wish, actor_id)


def rewrite_vacancy(
    *, vacancy_id: int, draft: VacancyDraft, wish: Wish, actor_id: int | None
) -> Outcome:
    """Check a changed vacancy, or keep the change; a published one is changed lawfully or not."""
    if wish.act == CHECK:
        return Outcome(None, published=False, findings=findings_of(draft))
    try:
        vacancy = posts.change_vacancy(
            vacancy_id=vacancy_id, draft=draft, actor_id=actor_id, confirmed=wish.confirmed
        )
    except LawfulnessError as refusal:
        return Outcome(None, published=True, findings=refusal.findings)
    if vacancy.status == VacancyStatus.PUBLISHED:
        return Outcome(vacancy_id, published=True)
    return _published(vacancy_id, wish, actor_id)


def _published(vacancy_id: int, wish: Wish, actor_id: int | None) -> Outcome:
    if wish.act != PUBLISH:
        return Outcome(vacancy_id, published=False)
    try:
        posts.publish_vacancy(vacancy_id=vacancy_id, actor_id=actor_id, confirmed=wish.confirmed)
    except LawfulnessError as refusal:
        return Outcome(vacancy_id, published=False, findings=refusal.findings)
    return Outcome(vacancy_id, published=True)
