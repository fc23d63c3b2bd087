"""Jobs in the admin: what waits, what runs, and the dead letters with a way back."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel.jobs import privacy, services
from boutdufil.kernel.ui.read_only import ReadOnlyAdmin

# The package registers an admin of its own, whose templates carry inline styles our policy refuses.
if admin.site.is_registered(ProcrastinateJob):
    admin.site.unregister(ProcrastinateJob)


class TaskFilter(admin.SimpleListFilter):
    """By name; the names that may be secret are not offered."""

    title = _("travail")
    parameter_name = "travail"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the names there are jobs of."""
        names = ProcrastinateJob.objects.order_by("task_name").values_list("task_name", flat=True)
        return [(name, name) for name in names.distinct() if name not in privacy.secret_names()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ProcrastinateJob]
    ) -> QuerySet[ProcrastinateJob]:
        """Keep the jobs of the chosen name."""
        name = self.value()
        if name is None:
            return queryset
        return queryset.filter(task_name=name).exclude(task_name__in=privacy.secret_names())


@admin.register(ProcrastinateJob)
class JobAdmin(ReadOnlyAdmin):
    """Read-only list; failed jobs can be given another round.

    A secret job is counted and can be tried again; its name and its arguments are not shown.
    """

    list_display = (
        "id", "task", "arguments", "status", "attempts", "queue_name", "scheduled_at",
    )  # fmt: skip
    fields = (*list_display, "priority")
    list_filter = ("status", TaskFilter)
    search_fields = ("task_name",)
    ordering = ("-id",)
    actions = ("retry",)

    @admin.display(description=_("travail"))
    def task(self, job: ProcrastinateJob) -> str:
        """Return the name of a job, unless it is secret."""
        return said("confidentiel") if _is_secret(job) else str(job.task_name)

    @admin.display(description=_("arguments"))
    def arguments(self, job: ProcrastinateJob) -> str:
        """Return what a job was given, unless it is secret."""
        return said("masqués") if _is_secret(job) else str(job.args)

    @admin.display(description=mark_safe('<input type="checkbox" id="action-toggle">'))
    def action_checkbox(self, obj: ProcrastinateJob) -> SafeString:
        """Return the box to tick, called by the job's number: its own words tell its arguments."""
        label = said("Choisir le travail %(number)s") % {"number": obj.pk}
        attributes = {"class": "action-select", "aria-label": label}
        return forms.CheckboxInput(attributes, lambda _value: False).render(
            ACTION_CHECKBOX_NAME, str(obj.pk)
        )

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Ask once for a whole page which of its jobs are secret."""
        page = super().get_changelist_instance(request)
        jobs = list(page.result_list)
        secret = privacy.secret_places((job.task_name, job.args) for job in jobs)
        for place, job in enumerate(jobs):
            job.is_secret = place in secret
        page.result_list = jobs
        return page

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find jobs by name; those that may be secret are not found."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        if search_term:
            found = found.exclude(task_name__in=privacy.secret_names())
        return found, has_duplicates

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow the filters shown alone: any other would tell a name or an argument."""
        return lookup.partition("__")[0] == "status"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse the page of a secret job."""
        return super().has_view_permission(request, obj) and not (obj and _is_secret(obj))

    @admin.action(description=_("Relancer les travaux en échec"))
    def retry(self, request: HttpRequest, queryset: QuerySet[ProcrastinateJob]) -> None:
        """Put the selected failed jobs back in the queue."""
        count = services.retry_dead_letters(list(queryset.values_list("pk", flat=True)))
        text = ngettext("%(count)s travail relancé.", "%(count)s travaux relancés.", count)
        messages.info(request, text % {"count": count})


def _is_secret(job: ProcrastinateJob) -> bool:
    known: bool | None = getattr(job, "is_secret", None)
    return bool(privacy.secret_places([(job.task_name, job.args)])) if known is None else known
