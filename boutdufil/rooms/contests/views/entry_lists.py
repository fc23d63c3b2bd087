"""Who entered an edition, for those who run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.contests.forms.entry_lists import EntryFiltersForm
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.entry_lists import (
    cities_and_regions,
    entries_file,
    entries_in,
)
from boutdufil.rooms.contests.views.doors import own_edition

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_safe
@own_edition
def entries_list(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """List who entered, a hundred a page, by city, region and state."""
    form = _filters(request, edition)
    found = entries_in(edition.id, form.filters(), request.GET.get("page", "1"))
    context = {"edition": edition, "list": found, "form": form, "query": request.GET.urlencode()}
    return render(request, "contests/entries/entries.html", context)


@require_safe
@own_edition
def entries_csv(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Hand the same list over as a file."""
    content = entries_file(edition.id, _filters(request, edition).filters())
    return file_answer(content, f"candidatures-{edition.slug}.csv")


def _filters(request: PersonRequest, edition: EditionRow) -> EntryFiltersForm:
    cities, regions = cities_and_regions(edition.id)
    return EntryFiltersForm(request.GET, cities=cities, regions=regions)
