"""How a figure of posts was counted: the definition, the filters, every vacancy behind it."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.kernel.posts import selectors
from boutdufil.kernel.posts.forms import ScopeForm

PER_PAGE = 50


@require_safe
@login_not_required
def counted(request: HttpRequest) -> HttpResponse:
    """Show a figure with all that makes it; an unknown filter is an error, never a zero."""
    form = ScopeForm(request.GET)
    if not form.is_valid():
        return render(request, "posts/counted_error.html", {"form": form}, status=400)
    figure = selectors.post_figure(form.scope())
    rows = selectors.counted_vacancies(form.scope())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "figure": figure,
        "narrowings": form.narrowings(),
        "page": page,
        "days": selectors.COUNTED_DAYS,
        "file_query": figure.scope.query(),
    }
    return render(request, "posts/counted.html", context)


@require_safe
@login_not_required
def counted_file(request: HttpRequest) -> HttpResponse:
    """Give the same lines as a table, to recount outside."""
    form = ScopeForm(request.GET)
    if not form.is_valid():
        return render(request, "posts/counted_error.html", {"form": form}, status=400)
    content = selectors.counted_csv(form.scope())
    headers = {"Content-Disposition": 'attachment; filename="boutdufil-postes.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
