"""Two questions of an operator: does the process live, may it receive people."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; touches nothing."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say that the database answers and its schema is known; 503 through the outage page else."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from django_migrations")
        (migrations,) = cursor.fetchone()
    return JsonResponse({"status": "ready", "migrations": migrations})
