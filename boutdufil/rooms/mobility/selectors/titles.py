"""Finding a job by its everyday name, or by leafing through families."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.enums import ReleaseStatus
from boutdufil.kernel.occupations.models import JobCard


@dataclass(frozen=True, slots=True)
class Family:
    """Job cards that stand together in the guide."""

    label: str
    jobs: tuple[occupations.LinkRow, ...]


def title_search(query: str) -> list[occupations.TitleHit]:
    """Titles that resemble the words, best first; none for an empty box."""
    return occupations.search_titles(query) if query.strip() else []


def cards_named(query: str) -> tuple[occupations.LinkRow, ...]:
    """Job cards that bear a name like these words, once each, best first."""
    labels: dict[str, str] = {}
    for hit in title_search(query):
        labels.setdefault(hit.code, hit.card_label)
    return tuple(occupations.LinkRow(code, label) for code, label in labels.items())


def families() -> tuple[Family, ...]:
    """The guide's job cards by family, for whoever finds no word for their job."""
    rows = JobCard.objects.filter(release__status=ReleaseStatus.IN_FORCE).exclude(family="")
    return tuple(
        Family(label, tuple(occupations.LinkRow(code, name) for _family, code, name in cards))
        for label, cards in groupby(
            rows.order_by("family", "label").values_list("family", "code", "label"),
            key=itemgetter(0),
        )
    )
