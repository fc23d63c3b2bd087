"""Contests as everybody reads them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.contests.permissions.editions import can_run_edition, can_see_edition
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors import pages
from boutdufil.rooms.contests.selectors.editions import edition_at
from boutdufil.rooms.contests.selectors.linked_data import event_data
from boutdufil.rooms.contests.selectors.rules_page import rules_file, rules_page


@require_safe
@login_not_required
def directory(request: HttpRequest) -> HttpResponse:
    """List the contests that are public."""
    return render(request, "contests/pages/directory.html", {"listed": pages.directory()})


@require_safe
@login_not_required
def edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an edition; before it is published to those who run it alone."""
    found = readable(request, slug)
    page = pages.edition_page(found)
    context = {
        "page": page,
        "edition": found,
        "data": event_data(page),
        "is_mine": can_run_edition(request.user, found.id),
    }
    return render(request, "contests/pages/edition.html", context)


@require_safe
@login_not_required
def rules(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Show the rules in force, or an earlier version."""
    found = readable(request, slug)
    page = rules_page(found, number)
    if page is None:
        raise Http404
    return render(request, "contests/pages/rules.html", {"page": page, "edition": found})


@require_safe
@login_not_required
def rules_data(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Hand a version of the rules over as data; the SHA-256 of the file is its digest."""
    found = readable(request, slug)
    content = rules_file(found, number)
    if content is None:
        raise Http404
    return file_answer(content, f"{found.slug}-{number}.json")


def readable(request: HttpRequest, slug: str) -> EditionRow:
    """Return the edition of an address that may be read; there is none to anybody else."""
    found = edition_at(slug)
    if found is None or not can_see_edition(request.user, found):
        raise Http404
    return found
