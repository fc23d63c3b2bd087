"""Handing a file to a browser: as a download, in a sandbox, kept by no cache on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from boutdufil.kernel.files.selectors import read_file

if TYPE_CHECKING:
    from boutdufil.kernel.files.models import StoredFile


def download(file: StoredFile) -> HttpResponse:
    """Return the file as an attachment; the caller asked its own permission before.

    Raises FileGone when its bytes are shredded or changed.
    """
    answer = HttpResponse(read_file(file), content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file.name or "document"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
