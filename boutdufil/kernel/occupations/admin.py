"""Occupations in the admin: lists to read; only an import changes them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from boutdufil.kernel.occupations.models import JobCard, JobTitle, OpenDoor, Release, Skill


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Nothing is added, changed or removed by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from releases."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A release is what its source says."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A release goes when another replaces it."""
        return False


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
