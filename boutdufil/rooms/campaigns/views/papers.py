"""What one takes away from a public page: a calendar, a poster, facts for the press."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.campaigns.selectors import press as selectors
from boutdufil.rooms.campaigns.selectors.pages import node_page
from boutdufil.rooms.campaigns.services import calendars, posters
from boutdufil.rooms.campaigns.views.pages import readable


@require_safe
@login_not_required
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the events for a calendar; the same address is followed by one that subscribes."""
    found = readable(request, slug)
    content = calendars.calendar_of(node=found, made_at=timezone.now())
    return file_answer(content, f"{found.slug}.ics")


@require_safe
@login_not_required
def poster(request: HttpRequest, slug: str, paper: str) -> HttpResponse:
    """Give the poster of a node, to print."""
    found = readable(request, slug)
    if paper not in posters.PAPERS:
        raise Http404
    content = posters.poster_pdf(page=node_page(found), paper=paper, made_at=timezone.now())
    return file_answer(content, f"affiche-{found.slug}-{paper}.pdf")


@require_safe
@login_not_required
def press(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the press may quote."""
    page = node_page(readable(request, slug))
    told = selectors.press_page(page, timezone.now())
    return render(request, "campaigns/pages/press.html", {"page": page, "press": told})


@require_safe
@login_not_required
def press_facts(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Give the facts as a file."""
    page = node_page(readable(request, slug))
    told = selectors.press_page(page, timezone.now())
    name = f"faits-{page.node.node.slug}.{form}"
    if form == "csv":
        return file_answer(selectors.facts_csv(page, told), name)
    if form != "json":
        raise Http404
    data = selectors.facts_data(page, told)
    return file_answer(json.dumps(data, ensure_ascii=False, indent=2), name)
