"""Jobs in the admin: what waits, what runs, and the dead letters with a way back."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel.jobs import services

# The package registers an admin of its own, whose templates carry inline styles our policy refuses.
if admin.site.is_registered(ProcrastinateJob):
    admin.site.unregister(ProcrastinateJob)


@admin.register(ProcrastinateJob)
class JobAdmin(admin.ModelAdmin[ProcrastinateJob]):
    """Read-only list; failed jobs can be given another round."""

    list_display = ("id", "task_name", "status", "attempts", "queue_name", "scheduled_at")
    list_filter = ("status", "task_name")
    search_fields = ("task_name",)
    ordering = ("-id",)
    actions = ("retry",)

    @admin.action(description=_("Relancer les travaux en échec"))
    def retry(self, request: HttpRequest, queryset: QuerySet[ProcrastinateJob]) -> None:
        """Put the selected failed jobs back in the queue."""
        count = services.retry_dead_letters(list(queryset.values_list("pk", flat=True)))
        text = ngettext("%(count)s travail relancé.", "%(count)s travaux relancés.", count)
        messages.info(request, text % {"count": count})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Jobs are enqueued by services alone."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A dead letter is evidence: it is retried, not removed."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing of a job is edited; the retry action asks for staff with the view right."""
        return False
