"""Taking files in, destroying them, and clearing what a crash left behind."""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.files import pdf, shelf
from boutdufil.kernel.files.content import media_type_of
from boutdufil.kernel.files.enums import MediaType, PdfFault
from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.names import clean_name, size_words

LIMIT_BYTES = 5_000_000
# Longer than any transaction: what has no row after an hour will never have one.
ORPHAN_SECONDS = 3600


@transaction.atomic
def store_file(
    *,
    content: bytes,
    name: str,
    purpose: str,
    allowed: Collection[str] = (MediaType.PDF,),
    limit: int = LIMIT_BYTES,
) -> StoredFile:
    """Keep a file and return its row; a transaction rolled back keeps neither.

    `name` is shown to people only; what the file is, its content says. `limit` in bytes.
    Raises FileRefused, whose text tells a person what to do.
    """
    media_type = check_content(content=content, allowed=allowed, limit=limit)
    key = shelf.new_key()
    shelf.write(key, content)
    _remove_unless_committed(key)
    return StoredFile.objects.create(
        key=key,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        name=clean_name(name, media_type),
        purpose=purpose,
    )


@transaction.atomic
def shred_file(file: StoredFile) -> None:
    """Destroy a file for good once the transaction is done; its row keeps the fingerprint."""
    file.name, file.shredded_at = "", file.shredded_at or timezone.now()
    file.save(update_fields=["name", "shredded_at"])
    transaction.on_commit(lambda: shelf.destroy(file.key))


def sweep_orphans() -> int:
    """Destroy bytes that no row names any more (a crash, a power cut); return how many."""
    swept = 0
    for name in shelf.keys_older_than(ORPHAN_SECONDS):
        key = name.removesuffix(shelf.DRAFT)
        if name != key or not StoredFile.objects.filter(key=key, shredded_at=None).exists():
            shelf.destroy(name)
            swept += 1
    return swept


def check_content(
    *, content: bytes, allowed: Collection[str] = (MediaType.PDF,), limit: int = LIMIT_BYTES
) -> MediaType:
    """Return what the content is, for a form to ask before. Raises FileRefused."""
    if not content:
        raise FileRefused("empty", _("Ce fichier est vide. Choisissez-en un autre."))
    if len(content) > limit:
        raise FileRefused("too_big", _too_big(len(content), limit))
    media_type = media_type_of(content)
    if media_type is None or media_type not in allowed:
        raise FileRefused("wrong_type", _wrong_type(allowed))
    fault = pdf.fault_of(content) if media_type == MediaType.PDF else None
    if fault is not None:
        raise FileRefused(fault, _fault_words(fault))
    return media_type


def _too_big(size: int, limit: int) -> str:
    return _(
        "Ce fichier pèse %(size)s ; la limite est de %(limit)s. Enregistrez-le en qualité "
        "réduite, ou envoyez seulement les pages utiles."
    ) % {"size": size_words(size), "limit": size_words(limit)}


def _wrong_type(allowed: Collection[str]) -> str:
    if set(allowed) == {MediaType.PDF}:
        return _(
            "Ce fichier n’est pas un PDF. Ouvrez-le dans votre traitement de texte, puis "
            "choisissez « Enregistrer au format PDF »."
        )
    kinds = ", ".join(sorted(kind.rpartition("/")[2].upper() for kind in allowed))
    return _("Ce type de fichier n’est pas accepté. Types acceptés : %(kinds)s.") % {"kinds": kinds}


def _fault_words(fault: PdfFault) -> str:
    words = {
        PdfFault.BROKEN: _(
            "Ce PDF est incomplet ou illisible. Ouvrez-le, puis imprimez-le dans un nouveau PDF."
        ),
        PdfFault.LOCKED: _(
            "Ce PDF est protégé par un mot de passe. Enregistrez-le sans protection, puis "
            "choisissez-le de nouveau."
        ),
        PdfFault.ACTIVE: _(
            "Ce PDF contient un programme, un formulaire actif ou une pièce jointe. "
            "Imprimez-le dans un nouveau PDF, puis choisissez celui-ci."
        ),
    }
    return words[fault]


class _Promise:
    """Lives in the connection's list of things to do at commit, and goes with it."""

    def __init__(self, key: str) -> None:
        self._undo = weakref.finalize(self, _destroy_rolled_back, key)

    def keep(self) -> None:
        self._undo.detach()


def _remove_unless_committed(key: str) -> None:
    """Destroy the bytes when the transaction they belong to is rolled back.

    Django tells nobody of a rollback: it drops what was to be done at commit. Whatever is dropped
    there without having been called belongs to a transaction that never was.
    """
    transaction.on_commit(_Promise(key).keep)


def _destroy_rolled_back(key: str) -> None:
    """Destroy the bytes of a rollback; in any other case the sweeper looks at the tables first.

    An unrelated failure at commit drops the list too, with autocommit on again; a connection that
    broke does not say whether its commit was done.
    """
    connection = transaction.get_connection()
    raw = connection.connection
    if raw is not None and not raw.broken and not connection.autocommit:
        shelf.destroy(key)
