"""Reading files; who may is the owner's question, asked before."""

import hashlib

from boutdufil.kernel.files import shelf
from boutdufil.kernel.files.errors import FileGone
from boutdufil.kernel.files.models import StoredFile


def read_file(file: StoredFile) -> bytes:
    """Return the bytes that were stored. Raises FileGone when they are shredded or changed."""
    content = None if file.shredded_at else shelf.read(file.key)
    if content is None or hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileGone(file.pk)
    return content
