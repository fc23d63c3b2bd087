"""Planning a tour: ask, read, compare, print, and make its stops."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form, tell_mistakes
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.tours import HomeForm, TourForm
from boutdufil.rooms.campaigns.permissions.nodes import can_manage
from boutdufil.rooms.campaigns.permissions.tours import can_plan_tours, can_use_tour
from boutdufil.rooms.campaigns.selectors import tours as selectors
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from boutdufil.rooms.campaigns.services import tour_book, tour_words
from boutdufil.rooms.campaigns.services import tours as services
from boutdufil.rooms.campaigns.views.doors import HOUR

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.models import TourPlan
    from boutdufil.rooms.campaigns.views.doors import PersonRequest

View = Callable[..., HttpResponse]


def own_tour(view: View) -> View:
    """Hand the view the tour of its address, to whoever had it planned."""

    @never_cache
    @wraps(view)
    def guarded(request: PersonRequest, tour_id: int, **kwargs: Any) -> HttpResponse:
        tour = selectors.tour_of(tour_id)
        if tour is None or not can_use_tour(request.user, tour):
            raise Http404
        return view(request, tour, **kwargs)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.tours", 60, HOUR)
def tours(request: PersonRequest) -> HttpResponse:
    """List one's planned tours, and plan another."""
    if not can_plan_tours(request.user):
        raise Http404
    form = TourForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan(
                owner_id=request.user.pk,
                asked=form.asked(),
                reading=form.cleaned_data["reading"],
            )
        except CampaignError as error:
            form.blame(error)
        else:
            return redirect("campaigns:tour", made.pk)
    held = selectors.tours_of(request.user)
    return show_form(request, "campaigns/tours/tours.html", form, tours=held)


@require_safe
@own_tour
def tour(request: PersonRequest, tour: TourPlan) -> HttpResponse:
    """Show a planned tour, alone or beside another."""
    beside = selectors.tour_of(row_number(request.GET.get("avec", "")) or 0)
    if beside is not None and not can_use_tour(request.user, beside):
        raise Http404
    shown = [selectors.tour_page(one) for one in (tour, beside) if one is not None]
    context = {
        "pages": [{"page": one, "certainty": _certainty(one)} for one in shown],
        "tour": tour,
        "is_beside": len(shown) > 1,
        "others": [one for one in selectors.tours_of(request.user) if one.pk != tour.pk],
        "form": HomeForm(homes=selectors.homes_of_stops(request.user)),
    }
    return render(request, "campaigns/tours/tour.html", context)


@require_safe
@own_tour
def tour_file(request: PersonRequest, tour: TourPlan, form: str) -> HttpResponse:
    """Give the road book to print, or for a calendar, or the stops as a table."""
    page = selectors.tour_page(tour)
    if not page.days or form not in {"pdf", "ics", "csv"}:
        raise Http404
    answer, now = tour_words.Answer(page.problem, page.tour), timezone.now()
    made = {
        "pdf": lambda: tour_book.as_pdf(answer, page.first_day, now),
        "ics": lambda: tour_book.as_calendar(page.tour, page.first_day, now),
        "csv": lambda: tour_words.as_csv(answer),
    }
    return file_answer(made[form](), f"{slugify(page.name) or 'tournee'}.{form}")


@require_POST
@own_tour
def make_stops(request: PersonRequest, tour: TourPlan) -> HttpResponse:
    """Make the stops of a tour in one of one's campaigns, as drafts."""
    form = HomeForm(request.POST, homes=selectors.homes_of_stops(request.user))
    if not form.is_valid():
        tell_mistakes(request, form)
        return redirect("campaigns:tour", tour.pk)
    home = node_row(form.cleaned_data["home"])
    if home is None or not can_manage(request.user, home):
        raise Http404
    try:
        made = services.make_stops(
            tour=tour, parent_id=home.id, organiser_id=home.organiser_id, actor_id=request.user.pk
        )
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:tour", tour.pk)
    told = ngettext("%(count)s étape en brouillon.", "%(count)s étapes en brouillon.", len(made))
    messages.success(request, told % {"count": len(made)})
    return redirect("campaigns:seat", home.id)


@require_POST
@own_tour
def drop_tour(request: PersonRequest, tour: TourPlan) -> HttpResponse:
    """Forget a planned tour."""
    services.drop_tour(tour=tour)
    messages.success(request, _("La tournée est effacée."))
    return redirect("campaigns:tours")


def _certainty(page: selectors.TourPage) -> str:
    return tour_words.certainty(tour_words.Answer(page.problem, page.tour))
