"""Places in the admin, to read: they are changed by a new edition of the tables."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from boutdufil.kernel.territories.models import Area, Commune, Department, Region, TableVersion


class ReadOnly:
    """Refuse what the next load of the tables would undo."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Places come from the committed tables."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Places come from the committed tables."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Others point at places."""
        return False


@admin.register(Region)
class RegionAdmin(ReadOnly, admin.ModelAdmin[Region]):
    """Régions."""

    list_display = ("code", "name")


@admin.register(Department)
class DepartmentAdmin(ReadOnly, admin.ModelAdmin[Department]):
    """Départements."""

    list_display = ("code", "name", "region")
    list_select_related = ("region",)


@admin.register(Commune)
class CommuneAdmin(ReadOnly, admin.ModelAdmin[Commune]):
    """Communes and municipal arrondissements."""

    list_display = ("code", "name", "department", "population", "approximate")
    list_filter = ("approximate", "current", "department__region")
    list_select_related = ("department",)
    search_fields = ("search", "code", "postal_search")
    show_full_result_count = False


@admin.register(Area)
class AreaAdmin(ReadOnly, admin.ModelAdmin[Area]):
    """Named sets of départements."""

    list_display = ("name", "slug")


@admin.register(TableVersion)
class TableVersionAdmin(ReadOnly, admin.ModelAdmin[TableVersion]):
    """The edition of the tables that is loaded."""

    list_display = ("name", "fingerprint", "loaded_at")
