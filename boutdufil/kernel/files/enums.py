"""The closed lists of files."""

from enum import StrEnum


class MediaType(StrEnum):
    """The kinds of content that are recognised."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    ZIP = "application/zip"


class PdfFault(StrEnum):
    """Why a PDF is not taken."""

    BROKEN = "broken"
    LOCKED = "locked"
    ACTIVE = "active"
