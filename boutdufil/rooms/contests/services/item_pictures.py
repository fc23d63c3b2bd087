"""The picture of a question, kept like every file somebody hands over."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from boutdufil.kernel.files.enums import MediaType
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.services import store_file

PURPOSE = "contests.item_picture"


def keep_picture(*, sent: UploadedFile[bytes] | None) -> StoredFile | None:
    """Keep a picture a form has checked; None where none was sent."""
    if not sent:
        return None
    return store_file(
        content=sent.read(),
        name=sent.name or "",
        purpose=PURPOSE,
        allowed=(MediaType.PNG, MediaType.JPEG),
    )
