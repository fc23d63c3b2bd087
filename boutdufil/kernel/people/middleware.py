"""A revoked session ends at its next request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from boutdufil.kernel.people import services


class PersonSessionMiddleware:
    """Sign out whoever comes with a session that its owner has closed.

    Stands after Django's AuthenticationMiddleware and before LoginRequiredMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check signed-in visitors; visitors without a session cost nothing."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            key = request.session.session_key
            if not key or not services.keep_session(person=request.user, session_key=key):
                services.sign_out_person(request=request)
        return self.get_response(request)
