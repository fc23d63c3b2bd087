"""Files in the admin: what lies here and for what; never a name, never a byte."""

from django.contrib import admin

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.ui.read_only import ReadOnlyAdmin


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Read-only: files are taken in and destroyed by services alone."""

    list_display = ("id", "purpose", "media_type", "size", "stored_at", "shredded_at")
    list_filter = ("purpose", "media_type")
    fields = ("purpose", "media_type", "size", "sha256", "stored_at", "shredded_at")
    readonly_fields = fields
