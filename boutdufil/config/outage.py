"""When the database is away, say so and say when to come back, instead of a fault."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout

RETRY_AFTER_SECONDS = 5

logger = logging.getLogger(__name__)


class OutageMiddleware:
    """Answer 503 with ``Retry-After`` when no connection to PostgreSQL can be had."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; Django turns exceptions into ``process_exception`` below."""
        try:
            return self.get_response(request)
        except (OperationalError, PoolTimeout) as cause:
            return outage_response(cause)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn an outage met inside a view into the same page."""
        if isinstance(exception, (OperationalError, PoolTimeout)):
            return outage_response(exception)
        return None


def outage_response(cause: Exception) -> HttpResponse:
    """Log the cause, and return the page that needs no database."""
    logger.warning("the database does not answer", exc_info=cause)
    return HttpResponse(
        render_to_string("503.html"),
        status=503,
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )
