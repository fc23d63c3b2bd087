"""What the ledger tells the other modules; ids and dates only."""

from dataclasses import dataclass

from boutdufil.kernel import events


@events.event("posts.need_opened")
@dataclass(frozen=True, slots=True)
class NeedOpened:
    """Somebody needs people, or work for people."""

    need_id: int


@events.event("posts.post_filled")
@dataclass(frozen=True, slots=True)
class PostFilled:
    """A post was filled by a hire."""

    vacancy_id: int
    hire_id: int


@events.event("posts.hire_cancelled")
@dataclass(frozen=True, slots=True)
class HireCancelled:
    """A hire did not hold: its post is open again."""

    vacancy_id: int
    hire_id: int


@events.event("posts.posts_closed")
@dataclass(frozen=True, slots=True)
class PostsClosed:
    """Posts ended without a hire here."""

    vacancy_id: int
    count: int


@events.event("posts.vacancy_published")
@dataclass(frozen=True, slots=True)
class VacancyPublished:
    """A vacancy can be read by everybody: for the first time, or again."""

    vacancy_id: int


@events.event("posts.vacancy_changed")
@dataclass(frozen=True, slots=True)
class VacancyChanged:
    """What a published vacancy says has changed."""

    vacancy_id: int


@events.event("posts.vacancy_closed")
@dataclass(frozen=True, slots=True)
class VacancyClosed:
    """A vacancy takes no application any more; ``status`` says why: withdrawn, expired, hidden."""

    vacancy_id: int
    status: str
