"""A person's enrolments: ask, read, cancel."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.training import permissions, selectors, services
from boutdufil.kernel.training.errors import EnrolmentError
from boutdufil.kernel.training.forms import SeatForm
from boutdufil.kernel.training.selectors import found
from boutdufil.kernel.training.views.guards import allowed

HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limited("training.ask", 60, HOUR)
def ask(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show the session once more, then ask for a seat on the button."""
    session = selectors.session(session_id)
    if session is None:
        raise Http404
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _ask(request, session_id, form.cleaned_data["payer"])
    status = 422 if request.method == "POST" else 200
    return render(request, "training/ask.html", {"session": session, "form": form}, status=status)


def _ask(request: HttpRequest, session_id: int, payer: str) -> HttpResponse:
    try:
        services.seats.ask_seat(session_id=session_id, person_id=request.user.pk or 0, payer=payer)
    except EnrolmentError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Demande envoyée. L’organisme vous répond par e-mail et ici."))
    return redirect("training:my_seats")


@require_safe
@never_cache
def my_seats(request: HttpRequest) -> HttpResponse:
    """List what the visitor asked for, and what became of it."""
    seats = selectors.seats_of(request.user.pk or 0)
    return render(request, "training/my_seats.html", {"seats": seats})


@require_POST
def cancel(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Cancel one's own enrolment at any time."""
    enrolment = allowed(request, found.enrolment(enrolment_id), permissions.can_cancel_seat)
    services.seats.cancel_seat(enrolment_id=enrolment.pk, actor_id=request.user.pk)
    messages.success(request, _("Inscription annulée. La place revient à la personne suivante."))
    return redirect("training:my_seats")
