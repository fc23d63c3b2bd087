"""Coming in and going out."""

from __future__ import annotations

import functools

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.people import forms, services
from boutdufil.kernel.people.destinations import asked_destination
from boutdufil.kernel.people.errors import SignInRefusedError, TooManyAttemptsError
from boutdufil.kernel.people.throttle import View, client_address, rate_limited
from boutdufil.kernel.people.views.links import show_link_sent

QUARTER_HOUR = 15 * 60


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("people.sign_in", limit=20, per_seconds=QUARTER_HOUR)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send it a link."""
    form = forms.EmailForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        link_id = services.request_sign_in_link(
            email=form.cleaned_data["email"],
            language=get_language() or "fr",
            next_url=asked_destination(request),
        )
        return show_link_sent(request, link_id)
    return render(
        request, "people/sign_in.html", {"form": form, "next": asked_destination(request)}
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("people.sign_up", limit=20, per_seconds=QUARTER_HOUR)
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for a name and an address; the account is born when the link is confirmed."""
    form = forms.SignUpForm(request.POST or None, initial={"next": asked_destination(request)})
    if request.method == "POST" and form.is_valid():
        link_id = services.request_sign_in_link(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            language=get_language() or "fr",
            next_url=asked_destination(request),
        )
        return show_link_sent(request, link_id)
    return render(
        request, "people/sign_up.html", {"form": form, "next": asked_destination(request)}
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_password(request: HttpRequest) -> HttpResponse:
    """Check a password; whoever guesses is slowed down and offered the link."""
    form = forms.PasswordSignInForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _check_password(request, form)
        except TooManyAttemptsError as slowed:
            return _show_slowed(request, form, slowed.retry_after)
        except SignInRefusedError:
            form.add_error(None, _("L’adresse et le mot de passe ne vont pas ensemble."))
    return render(request, "people/sign_in_password.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("people.forgot_password", limit=20, per_seconds=QUARTER_HOUR)
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Send a link to choose a password."""
    form = forms.EmailForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        link_id = services.request_password_link(
            email=form.cleaned_data["email"], language=get_language() or "fr"
        )
        return show_link_sent(request, link_id)
    return render(request, "people/forgot_password.html", {"form": form})


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session."""
    services.sign_out_person(request=request)
    return redirect(asked_destination(request) or "/")


def demo_only(view: View) -> View:
    """Answer 404 wherever there is no demo world, before anything else is looked at."""

    @functools.wraps(view)
    def shown_in_demo(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return shown_in_demo


@login_not_required
@demo_only
@require_POST
@rate_limited("people.demo_sign_in", limit=120, per_seconds=QUARTER_HOUR)
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the invented people."""
    try:
        services.sign_in_demo_person(request=request, slug=request.POST.get("slug", ""))
    except SignInRefusedError as nobody:
        raise Http404 from nobody
    return redirect(asked_destination(request) or settings.LOGIN_REDIRECT_URL)


def _check_password(request: HttpRequest, form: forms.PasswordSignInForm) -> HttpResponse:
    services.sign_in_with_password(
        request=request,
        email=form.cleaned_data["email"],
        password=form.cleaned_data["password"],
        address=client_address(request),
    )
    return redirect(asked_destination(request) or settings.LOGIN_REDIRECT_URL)


def _show_slowed(
    request: HttpRequest, form: forms.PasswordSignInForm, retry_after: int
) -> HttpResponse:
    page = {"form": form, "slowed_minutes": -(-retry_after // 60)}
    answer = render(request, "people/sign_in_password.html", page, status=429)
    answer["Retry-After"] = str(retry_after)
    return answer


def _known(request: HttpRequest) -> dict[str, str]:
    email = request.user.email if request.user.is_authenticated else ""
    return {"next": asked_destination(request), "email": email or ""}
