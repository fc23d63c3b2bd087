"""A text with a NUL byte cannot be stored by PostgreSQL: it is refused at the door."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

NUL = "\x00"


class NoNulBytesMiddleware:
    """Answer 400 to an address or a form that carries a NUL byte."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the path and the query; forms are read by the view hook below."""
        if NUL in request.path or any(NUL in v for vs in request.GET.lists() for v in vs[1]):
            raise SuspiciousOperation("NUL byte in an address")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Look at the form, once its token is checked and just before the view reads it."""
        if any(NUL in value for _name, values in request.POST.lists() for value in values):
            raise SuspiciousOperation("NUL byte in a form")
