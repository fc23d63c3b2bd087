"""People in the admin: found and closed here, written to only by services."""

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest

from boutdufil.kernel.people.models import Person, PersonSession

# One door: the team signs in like everybody, with the same limits.
admin.site.login = staff_member_required(admin.site.login, login_url="people:sign_in")  # type: ignore[method-assign]


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    """An account can be closed, reopened or made part of the team; passwords are not shown."""

    list_display = ("__str__", "email", "is_active", "is_staff", "created_at", "erased_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    fields = ("name", "email", "language", "is_active", "is_staff", "groups")
    readonly_fields = ("name", "email", "language")
    filter_horizontal = ("groups",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are born when their owner confirms an address."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Erasing goes through the service, which empties every room."""
        return False


@admin.register(PersonSession)
class PersonSessionAdmin(admin.ModelAdmin[PersonSession]):
    """Sessions can be closed, not written."""

    list_display = ("person", "device", "created_at", "last_seen_at")
    search_fields = ("person__email",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sessions are opened by signing in."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Nothing of a session is edited."""
        return False
