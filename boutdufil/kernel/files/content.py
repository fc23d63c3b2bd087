"""What a file is, told by its content: its name and the browser's word are anybody's claim."""

from boutdufil.kernel.files.enums import MediaType

PDF_VERSION_DIGITS = (b"1", b"2")


def media_type_of(content: bytes) -> MediaType | None:
    """Return what the first bytes say, or None when they say nothing known.

    A PDF must begin with its header: readers accept one after up to 1,024 bytes, which lets a page
    or a script stand before it.
    """
    if content[:5] == b"%PDF-" and content[5:6] in PDF_VERSION_DIGITS:
        return MediaType.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"PK\x03\x04"):
        return MediaType.ZIP
    return None
