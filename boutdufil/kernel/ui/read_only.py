"""Rows that the admin shows and nobody edits there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows come, change and go by services alone, which check and leave a trace."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: no form of the admin knows the rules."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: no form of the admin knows the rules."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: other rows rest on this one."""
        return False
