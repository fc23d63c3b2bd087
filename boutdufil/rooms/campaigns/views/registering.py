"""Registering without an account, and the page one keeps: change, leave, accept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.permissions import is_signed_in
from boutdufil.kernel.people.throttle import rate_limited, throttle
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.rooms.campaigns.errors import RegistrationError
from boutdufil.rooms.campaigns.forms.registering import (
    ChangeForm,
    LostLinkForm,
    RegisterForm,
    first_values,
    values_of,
)
from boutdufil.rooms.campaigns.selectors.appointments import appointment
from boutdufil.rooms.campaigns.selectors.registering import (
    RegistrationForm,
    change_form,
    registration_form,
    registration_page,
)
from boutdufil.rooms.campaigns.selectors.registration_calendar import calendar_file
from boutdufil.rooms.campaigns.selectors.registrations import RegistrationRow, registration_by_link
from boutdufil.rooms.campaigns.services import registering as services
from boutdufil.rooms.campaigns.views.doors import HOUR, attempt

View = Callable[..., HttpResponse]
# A school, a bus and a telephone operator each have one address for everybody.
MOST_AN_HOUR = 600
# Events one address may be registered for in a day.
MOST_A_DAY, DAY = 30, 86_400


def own_registration(view: View) -> View:
    """Hand the view the registration of the secret in its address; a clear page for none."""

    @login_not_required
    @never_cache
    @sensitive_variables("token")
    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        row = registration_by_link(token)
        if row is None:
            return render(request, "campaigns/registering/unknown.html", status=404)
        return view(request, row, token)

    return found


@login_not_required
@never_cache
@sensitive_post_parameters("name", "email", "needs")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.register", MOST_AN_HOUR, HOUR)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form of an event and take a registration; the same form again is the same one."""
    page = _form_of(slug)
    if not page.way_in.is_open:
        return _show(request, page, None, status=409 if request.method == "POST" else 200)
    if request.method != "POST":
        return _show(request, page, RegisterForm(page=page, initial=_first_values(request)))
    form = RegisterForm(request.POST, page=page)
    if not form.is_valid() or not _register(request, page, form):
        return _show(request, page, form, status=422)
    # Shown as an answer: one way less on a slow network, and sent again it is the same.
    context = {"node": page.node, "email": form.cleaned_data["email"]}
    return render(request, "campaigns/registering/sent.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("email")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.lost_link", MOST_AN_HOUR, HOUR)
def lost_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a link again that was lost, whether registrations are open or not."""
    page, form = _form_of(slug), LostLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.send_link_again(intake_id=page.intake_id, email=form.cleaned_data["email"])
        messages.success(request, _("Si cette adresse est inscrite, son lien lui est envoyé."))
        return redirect("campaigns:lost_link", slug)
    return show_form(request, "campaigns/registering/lost_link.html", form, node=page.node)


@require_safe
@own_registration
def registration(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    """Show a registration: its ticket, or where it stands."""
    context = {"page": registration_page(row), "may_claim": _may_claim(request, row)}
    return render(request, "campaigns/registering/registration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.change_registration", MOST_AN_HOUR, HOUR)
@own_registration
def change_registration(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    """Change slot, number, answers and consents."""
    page, asked = registration_page(row), change_form(row)
    if asked is None or not page.may_change:
        return redirect("campaigns:registration", token)
    form = ChangeForm(request.POST or None, page=asked, initial=values_of(page, asked))
    if request.method == "POST" and form.is_valid() and _change(request, row, form):
        messages.success(request, _("C’est changé."))
        return redirect("campaigns:registration", token)
    return show_form(request, "campaigns/registering/change.html", form, page=page, asked=asked)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.change_registration", MOST_AN_HOUR, HOUR)
@own_registration
def cancel_registration(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    """Show the button that cancels, or leaves the waiting list; only pressing it does."""
    page = registration_page(row)
    if request.method == "POST":
        done = _("C’est annulé. Merci de l’avoir dit : la place sert à quelqu’un d’autre.")
        attempt(request, lambda: services.cancel_registration(registration_id=row.id), done)
    elif page.may_leave:
        return render(request, "campaigns/registering/cancel.html", {"page": page})
    return redirect("campaigns:registration", token)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.change_registration", MOST_AN_HOUR, HOUR)
@own_registration
def accept_place(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    """Show the button that accepts the place that is kept; only pressing it does."""
    page = registration_page(row)
    if request.method == "POST":
        done = _("La place est à vous. Voici votre billet.")
        attempt(request, lambda: services.accept_place(registration_id=row.id), done)
    elif page.may_accept:
        return render(request, "campaigns/registering/accept.html", {"page": page})
    return redirect("campaigns:registration", token)


@require_POST
@rate_limited("campaigns.change_registration", MOST_AN_HOUR, HOUR)
@own_registration
def claim_registration(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    """Tie a registration to the account of whoever is signed in and holds its link."""
    person: Any = request.user
    if _may_claim(request, row):
        services.claim_registration(registration_id=row.id, person_id=person.pk)
        messages.success(request, _("Cette inscription est maintenant dans votre page."))
    return redirect("campaigns:registration", token)


@require_safe
@own_registration
def registration_calendar(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    """Give the registration as a calendar entry."""
    return file_answer(calendar_file(registration_page(row)), "rendez-vous.ics")


def _form_of(slug: str) -> RegistrationForm:
    page = registration_form(slug)
    if page is None:
        raise Http404
    return page


def _show(
    request: HttpRequest, page: RegistrationForm, form: RegisterForm | None, status: int = 200
) -> HttpResponse:
    told = appointment(page.node.id)
    context = {"page": page, "form": form, "way_in": page.way_in, "appointment": told}
    return render(request, "campaigns/registering/register.html", context, status=status)


def _register(request: HttpRequest, page: RegistrationForm, form: RegisterForm) -> bool:
    draft, person_id = form.draft(get_language() or "fr"), request.user.pk
    if not throttle(
        scope="campaigns.registered_address", key=draft.email, limit=MOST_A_DAY, per_seconds=DAY
    ):
        # Or anybody could have somebody written to by every event there is.
        form.add_error("email", _("Cette adresse s’est déjà beaucoup inscrite aujourd’hui."))
        return False
    try:
        services.register(intake_id=page.intake_id, draft=draft, person_id=person_id)
    except RegistrationError as error:
        form.blame(error)
        return False
    return True


def _change(request: HttpRequest, row: RegistrationRow, form: ChangeForm) -> bool:
    draft = form.draft(row.language)
    try:
        services.change_registration(registration_id=row.id, draft=draft)
    except RegistrationError as error:
        form.blame(error)
        return False
    return True


def _may_claim(request: HttpRequest, row: RegistrationRow) -> bool:
    return is_signed_in(request.user) and row.person_id is None


def _first_values(request: HttpRequest) -> dict[str, Any]:
    person: Any = request.user
    known = {"name": person.name, "email": person.email or ""} if is_signed_in(person) else {}
    return first_values(request.GET.get("de", ""), **known)
