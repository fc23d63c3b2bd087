"""Where a vacancy is read, as its room told us: the kernel names no address of a room."""

from django.urls import NoReverseMatch, reverse

_names = {"public": "", "employer": ""}


def register_vacancy_pages(*, public: str, employer: str) -> None:
    """Say under which names, each with a ``vacancy_id``, a vacancy is read and worked on."""
    _names.update(public=public, employer=employer)


def vacancy_path(vacancy_id: int, *, seat: str = "public") -> str:
    """Return the path of a vacancy's page for "public" or "employer"; empty without a room."""
    try:
        return reverse(_names[seat], kwargs={"vacancy_id": vacancy_id})
    except NoReverseMatch:
        return ""
