"""Who entered an edition, for its organiser: page by page, narrowed, and as a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boutdufil.kernel.territories.models import Region
from boutdufil.kernel.territories.selectors import places
from boutdufil.lib.tables import Value, write_csv
from boutdufil.lib.text import sort_key
from boutdufil.rooms.contests.enums import EntryStatus
from boutdufil.rooms.contests.models import Entry
from boutdufil.rooms.contests.rules.entries import LIVE, EntryFilters
from boutdufil.rooms.contests.selectors.entries import EntryRow, entry_rows, whole_entries

PER_PAGE = 100
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EntryList:
    """A page of an edition's entries; the counts are of all of them, ``found`` of the narrowed."""

    page: Page[Entry]
    rows: tuple[EntryRow, ...]
    found: int
    entered: int
    incomplete: int
    out: int


def entries_in(
    edition_id: int, filters: EntryFilters | None = None, number: str = "1"
) -> EntryList:
    """Return who entered an edition, in the order of their numbers, which say nothing."""
    everybody = Entry.objects.filter(edition_id=edition_id)
    counts = everybody.aggregate(
        entered=Count("pk", filter=Q(status=EntryStatus.ENTERED)),
        live=Count("pk", filter=Q(status__in=LIVE)),
        all=Count("pk"),
    )
    pages = Paginator(_narrowed(edition_id, filters or EntryFilters()), PER_PAGE)
    page = pages.get_page(number)
    return EntryList(
        page=page,
        rows=entry_rows(page.object_list),
        found=pages.count,
        entered=counts["entered"],
        incomplete=counts["live"] - counts["entered"],
        out=counts["all"] - counts["live"],
    )


def cities_and_regions(edition_id: int) -> tuple[Choices, Choices]:
    """Return the cities and the regions somebody entered from, by name."""
    found = set(Entry.objects.filter(edition_id=edition_id).values_list("city", "region"))
    cities = places({city for city, _region in found if city})
    regions = Region.objects.filter(pk__in={region for _city, region in found if region})
    return (
        _by_name([(code, place.name) for code, place in cities.items()]),
        _by_name(list(regions.values_list("pk", "name"))),
    )


def entries_file(edition_id: int, filters: EntryFilters) -> bytes:
    """Return a list of entries as CSV, without an address: people are written to by the site."""
    header = (
        _("Numéro"),
        _("État"),
        _("Équipe"),
        _("Personnes"),
        _("Ville"),
        _("Région"),
        _("Établissement"),
        _("Employeur"),
        _("Inscrite le"),
    )
    rows = entry_rows(_narrowed(edition_id, filters))
    regions = dict(Region.objects.values_list("pk", "name"))
    return write_csv(header, [_line(row, regions.get(row.region, "")) for row in rows])


def _line(row: EntryRow, region: str) -> list[Value]:
    return [
        row.number,
        str(row.status.label),
        row.team_name,
        ", ".join(one.name for one in row.joined),
        row.city_name,
        region,
        row.school,
        row.employer_name,
        localtime(row.entered_at).strftime("%Y-%m-%d %H:%M"),
    ]


def _narrowed(edition_id: int, filters: EntryFilters) -> QuerySet[Entry]:
    chosen = {"city": filters.city, "region": filters.region, "status": filters.state}
    wanted = {name: value for name, value in chosen.items() if value}
    return whole_entries().filter(edition_id=edition_id, **wanted).order_by("number")


def _by_name(choices: Choices) -> Choices:
    return sorted(choices, key=lambda one: sort_key(one[1]))
