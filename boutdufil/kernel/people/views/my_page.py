"""My page: what is held about me, and what I can do with it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people import forms, permissions, selectors, services
from boutdufil.kernel.people.throttle import View, rate_limited
from boutdufil.kernel.people.views.links import show_link_sent

if TYPE_CHECKING:
    from boutdufil.kernel.people.models import Person

    class PersonRequest(HttpRequest):
        """A request that passed the login middleware."""

        user: Person


HOUR = 60 * 60


def only_if(predicate: Callable[[Any, int], bool]) -> Callable[[View], View]:
    """Refuse with 403 unless the visitor may do this with their own data."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def allowed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not predicate(request.user, request.user.pk or 0):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return allowed

    return decorate


@never_cache
@require_safe
@only_if(permissions.can_see_my_page)
def my_page(request: PersonRequest) -> HttpResponse:
    """Show who I am here and the doors to my data."""
    page = {
        "me": selectors.my_page(request.user),
        "sections": selectors.my_page_sections(request.user),
    }
    return render(request, "people/my_page.html", page)


@never_cache
@require_safe
@only_if(permissions.can_export_subject)
def export_data(request: PersonRequest) -> HttpResponse:
    """Give everything held about me as one JSON file."""
    return JsonResponse(
        services.export_subject(person=request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="boutdufil-mes-donnees.json"'},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("people.correct", limit=30, per_seconds=HOUR)
@only_if(permissions.can_correct_subject)
def correct(request: PersonRequest) -> HttpResponse:
    """Correct my name and the language of my messages."""
    known = {"name": request.user.name, "language": request.user.language}
    form = forms.CorrectionForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        services.correct_person(person=request.user, actor=request.user, **form.cleaned_data)
        messages.success(request, _("C’est corrigé."))
        return redirect("people:my_page")
    return render(request, "people/correct.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("people.change_email", limit=10, per_seconds=HOUR)
@only_if(permissions.can_correct_subject)
def change_email(request: PersonRequest) -> HttpResponse:
    """Send a link to my new address; the account moves when I confirm it."""
    if not selectors.is_fresh(request.session):
        return _ask_again(request)
    form = forms.EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link_id = services.request_email_change(
            person=request.user, email=form.cleaned_data["email"]
        )
        return show_link_sent(request, link_id)
    return render(request, "people/change_email.html", {"form": form})


@require_POST
@rate_limited("people.own_password", limit=10, per_seconds=HOUR)
@only_if(permissions.can_correct_subject)
def ask_password_link(request: PersonRequest) -> HttpResponse:
    """Send me a link to choose a password."""
    link_id = services.request_password_link(
        email=request.user.email or "", language=request.user.language
    )
    return show_link_sent(request, link_id)


@never_cache
@require_safe
@only_if(permissions.can_see_my_page)
def sessions(request: PersonRequest) -> HttpResponse:
    """List where I am signed in."""
    rows = selectors.session_rows(request.user.pk, request.session.session_key)
    return render(request, "people/sessions.html", {"sessions": rows})


@require_POST
@rate_limited("people.revoke_session", limit=60, per_seconds=HOUR)
@only_if(permissions.can_revoke_session)
def revoke_session(request: PersonRequest, session_id: int) -> HttpResponse:
    """Close one of my sessions."""
    if not services.revoke_session(person=request.user, session_id=session_id):
        raise Http404
    messages.success(request, _("Session fermée."))
    return redirect("people:sessions")


@require_POST
@rate_limited("people.revoke_session", limit=60, per_seconds=HOUR)
@only_if(permissions.can_revoke_session)
def revoke_other_sessions(request: PersonRequest) -> HttpResponse:
    """Close all my sessions but this one."""
    count = services.revoke_other_sessions(
        person=request.user, session_key=request.session.session_key
    )
    text = ngettext("%(count)d session fermée.", "%(count)d sessions fermées.", count)
    messages.success(request, text % {"count": count})
    return redirect("people:sessions")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("people.erase", limit=10, per_seconds=HOUR)
@only_if(permissions.can_erase_subject)
def erase(request: PersonRequest) -> HttpResponse:
    """Erase my account, once I have just signed in and said yes."""
    if not selectors.is_fresh(request.session):
        return _ask_again(request)
    form = forms.ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.erase_subject(person=request.user, actor_id=request.user.pk)
        services.sign_out_person(request=request)
        messages.success(request, _("Votre compte et vos données sont effacés."))
        return redirect("people:privacy")
    return render(request, "people/erase.html", {"form": form})


def _ask_again(request: PersonRequest) -> HttpResponse:
    return render(request, "people/sign_in_again.html", {"next": request.path}, status=403)
