"""The list of vacancies, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boutdufil.kernel.posts.selectors.search import UnknownValueError
from boutdufil.rooms.mobility.forms.search import SearchForm
from boutdufil.rooms.mobility.forms.search_links import links_of
from boutdufil.rooms.mobility.selectors import search
from boutdufil.rooms.mobility.selectors.search import Results, Seeker
from boutdufil.rooms.mobility.views.search_filters import first_fields, folded_filters
from boutdufil.rooms.mobility.views.visitors import visitor_of


@require_safe
@login_not_required
@never_cache
def vacancies(request: HttpRequest) -> HttpResponse:
    """List what passes the filters of the address; a mistake in it is said, never ignored."""
    seeker = search.seeker_of(visitor_of(request))
    asked = request.GET or as_data(search.first_filters(seeker))
    form = SearchForm(asked)
    answer = answer_to(form, seeker)
    links = links_of(form, answer) if answer else None
    context = {
        "form": form,
        "first": first_fields(form),
        "more": folded_filters(form),
        "results": answer,
        "links": links,
        "seeker": seeker,
    }
    status = 200 if answer is not None else 400
    return render(request, "mobility/search/vacancies.html", context, status=status)


def as_data(filters: dict[str, str]) -> MultiValueDict[str, str]:
    """Return filters as a form's data."""
    return MultiValueDict({name: [value] for name, value in filters.items()})


def answer_to(form: SearchForm, seeker: Seeker) -> Results | None:
    """Return the results, or None with the form saying what is wrong."""
    if not form.is_valid():
        return None
    try:
        return search.results(form.query(), seeker, page=form.page_number)
    except UnknownValueError as error:
        form.refuse(error)
        return None
