"""Places in the admin, to read: they are changed by a new edition of the tables."""

from django.contrib import admin

from boutdufil.kernel.territories.models import Area, Commune, Department, Region, TableVersion
from boutdufil.kernel.ui.read_only import ReadOnlyAdmin


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    """Régions."""

    list_display = ("code", "name")


@admin.register(Department)
class DepartmentAdmin(ReadOnlyAdmin):
    """Départements."""

    list_display = ("code", "name", "region")
    list_select_related = ("region",)


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    """Communes and municipal arrondissements."""

    list_display = ("code", "name", "department", "population", "approximate")
    list_filter = ("approximate", "current", "department__region")
    list_select_related = ("department",)
    search_fields = ("search", "code", "postal_search")
    show_full_result_count = False


@admin.register(Area)
class AreaAdmin(ReadOnlyAdmin):
    """Named sets of départements."""

    list_display = ("name", "slug")


@admin.register(TableVersion)
class TableVersionAdmin(ReadOnlyAdmin):
    """The edition of the tables that is loaded."""

    list_display = ("name", "fingerprint", "loaded_at")
