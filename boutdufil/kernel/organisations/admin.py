"""Organisations in the admin: to be found and read; they change by services alone."""

from django.contrib import admin

from boutdufil.kernel.organisations.models import (
    Affiliation,
    Agreement,
    Branch,
    Membership,
    Organisation,
)
from boutdufil.kernel.ui.read_only import ReadOnlyAdmin


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    """Organisations with what is known of their SIRET."""

    list_display = ("name", "kind", "centre", "parent", "siret", "verified_at", "closed_on")
    list_filter = ("kind", "centre", "invented")
    list_select_related = ("parent",)
    search_fields = ("name", "siret")


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Who does what where, since when."""

    list_display = ("person", "role", "organisation", "began_at", "ended_at")
    list_filter = ("role",)
    list_select_related = ("person", "organisation")
    search_fields = ("organisation__name", "person__email")


@admin.register(Branch)
class BranchAdmin(ReadOnlyAdmin):
    """Branches with the body that represents each."""

    list_display = ("name", "slug", "idcc", "organisation", "created_at")
    list_select_related = ("organisation",)


@admin.register(Affiliation)
class AffiliationAdmin(ReadOnlyAdmin):
    """Which employer belongs to which branch."""

    list_display = ("organisation", "branch", "since")
    list_filter = ("branch",)
    list_select_related = ("organisation", "branch")


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    """Agreements with their dates."""

    list_display = ("title", "signed_on", "in_force_on", "ends_on", "invented")
