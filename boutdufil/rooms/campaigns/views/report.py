"""The final report of a campaign: a page, a paper and a table of the same figures."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.campaigns.permissions.report import can_read_report
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.nodes import node_at, node_row
from boutdufil.rooms.campaigns.selectors.report import report_page
from boutdufil.rooms.campaigns.services.reports import report_csv, report_pdf, rule_words

FILES = {"bilan.pdf": report_pdf, "bilan.csv": report_csv}


@require_safe
@never_cache
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how far visitors came, and what became of posts and promises."""
    page = report_page(_readable(request, slug))
    context = {"page": page, "rule": rule_words(page)}
    return render(request, "campaigns/report/report.html", context)


@require_safe
@never_cache
def report_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Give the report to take away."""
    root = _readable(request, slug)
    if name not in FILES:
        raise Http404
    return file_answer(FILES[name](report_page(root)), f"{root.slug}-{name}")


def _readable(request: HttpRequest, slug: str) -> NodeRow:
    found = node_at(slug)
    root = node_row(found.root_id) if found else None
    if root is None or not can_read_report(request.user, root):
        raise Http404
    return root
