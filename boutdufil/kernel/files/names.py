"""Names and sizes as people read them."""

import re
import unicodedata

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from boutdufil.kernel.files.enums import MediaType

SUFFIXES = {
    MediaType.PDF: ".pdf",
    MediaType.PNG: ".png",
    MediaType.JPEG: ".jpg",
    MediaType.ZIP: ".zip",
}
LONGEST = 100
# Letters, digits, and what people put between them; no separator of folders, nothing invisible.
KEPT = re.compile(r"[^\w .,()’'-]+")
MEGA, KILO = 1_000_000, 1_000


def clean_name(name: str, media_type: MediaType) -> str:
    """Return the name without folders, control signs or a suffix that lies about the content."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    stem = KEPT.sub(" ", stem)
    stem = " ".join(stem.split()).strip(". ")[:LONGEST].strip(". ")
    return (stem or _("document")) + SUFFIXES[media_type]


def size_words(size: int) -> str:
    """Return a size in bytes as people say it: "3,2 Mo", "48 ko"."""
    if size >= MEGA:
        return _("%(count)s Mo") % {"count": number_format(round(size / MEGA, 1))}
    return _("%(count)s ko") % {"count": number_format(max(1, round(size / KILO)))}
