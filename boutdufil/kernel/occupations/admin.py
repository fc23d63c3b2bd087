"""Occupations in the admin: lists to read; only an import changes them."""

from django.contrib import admin

from boutdufil.kernel.occupations.models import (
    BranchCard,
    DoorDeclaration,
    JobCard,
    JobTitle,
    OpenDoor,
    Release,
    Skill,
)
from boutdufil.kernel.ui.read_only import ReadOnlyAdmin


@admin.register(Release)
class ReleaseAdmin(ReadOnlyAdmin):
    """Which releases were loaded, and which are in force."""

    list_display = ("attribution", "kind", "version", "published_on", "status", "imported_at")
    list_filter = ("kind", "status")


@admin.register(JobCard)
class JobCardAdmin(ReadOnlyAdmin):
    """Job cards by code."""

    list_display = ("code", "label", "release", "regulated", "executive")
    list_filter = ("release",)
    list_select_related = ("release",)
    search_fields = ("code", "label")


@admin.register(JobTitle)
class JobTitleAdmin(ReadOnlyAdmin):
    """Titles and everyday words."""

    list_display = ("label", "card", "everyday", "rare")
    list_filter = ("everyday", "rare")
    list_select_related = ("card",)
    search_fields = ("label", "search")


@admin.register(Skill)
class SkillAdmin(ReadOnlyAdmin):
    """Skills with both labels."""

    list_display = ("code", "label", "guide_label", "kind", "official", "retired")
    list_filter = ("kind", "official", "retired")
    search_fields = ("code", "label", "guide_label")


@admin.register(OpenDoor)
class OpenDoorAdmin(ReadOnlyAdmin):
    """Open doors with their source, confirmed by their branch or not yet."""

    list_display = ("code", "branch", "entrants", "source", "confirmed", "declared_on")
    list_filter = ("confirmed",)


@admin.register(BranchCard)
class BranchCardAdmin(ReadOnlyAdmin):
    """Which branch counts which job among its own."""

    list_display = ("code", "branch", "since")
    list_filter = ("branch",)


@admin.register(DoorDeclaration)
class DoorDeclarationAdmin(ReadOnlyAdmin):
    """Every word of every branch on its doors, replaced ones included."""

    list_display = ("code", "branch", "is_open", "entrants", "declared_on", "replaced_at")
    list_filter = ("branch", "is_open")
