"""The audit trail in the admin, to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from boutdufil.kernel.audit.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin[AuditEntry]):
    """Nothing can be added, changed or removed here: the database refuses it as well."""

    list_display = ("at", "actor_id", "verb", "subject")
    list_filter = ("verb",)
    search_fields = ("subject", "verb")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Acts are recorded by services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The trail is append-only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The trail is append-only."""
        return False
