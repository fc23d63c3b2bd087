"""Who calls, as far as anybody needs to know: a browser, a network, no name."""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from boutdufil.kernel.people.throttle import client_address
from boutdufil.rooms.illico.services.filtering import Origin, origin_of

COOKIE = "boutdufil_caller"
COOKIE_SECONDS = 30 * 86_400
SALT = "illico.browser"


def stamped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Note when a request was received before anything else is done: the promise begins here."""

    @wraps(view)
    def receive(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, received_at=timezone.now(), **kwargs)

    return receive


def caller_from(request: HttpRequest) -> tuple[str, Origin]:
    """Return the random id of this browser, new when it has none, and where the call comes from."""
    known = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_SECONDS)
    browser = known or token_urlsafe(12)
    return browser, origin_of(browser=browser, address=client_address(request))


def remember_browser(response: HttpResponse, request: HttpRequest, browser: str) -> None:
    """Give the browser its id, which is read when it calls and nowhere else."""
    response.set_signed_cookie(
        COOKIE,
        browser,
        salt=SALT,
        max_age=COOKIE_SECONDS,
        path="/illico/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
