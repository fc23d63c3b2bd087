"""The audit trail in the admin, to read."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.audit import privacy
from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.ui.read_only import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Nothing can be added, changed or removed here: the database refuses it as well.

    Of a secret act one reads who did it and when, not what it was about.
    """

    list_display = ("at", "actor_id", "verb", "about")
    fields = ("at", "actor_id", "verb", "about", "told")
    list_filter = ("verb",)
    search_fields = ("subject", "verb")

    @admin.display(description=_("objet"))
    def about(self, entry: AuditEntry) -> str:
        """Return the subject of an act, unless it is secret."""
        return said("masqué") if privacy.is_secret(entry.verb) else entry.subject

    @admin.display(description=_("faits"))
    def told(self, entry: AuditEntry) -> str:
        """Return the facts of an act, unless it is secret."""
        if privacy.is_secret(entry.verb):
            return said("masqués")
        return json.dumps(entry.facts, ensure_ascii=False, sort_keys=True)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find acts by their subject; secret ones are not found."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        if search_term:
            found = found.exclude(verb__in=privacy.secret_verbs())
        return found, has_duplicates

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow the filter shown alone: another would tell a subject or a fact."""
        return lookup.partition("__")[0] == "verb"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse the page of a secret act: its title would tell its subject."""
        secret = obj is not None and privacy.is_secret(obj.verb)
        return super().has_view_permission(request, obj) and not secret
