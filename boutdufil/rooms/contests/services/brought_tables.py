"""A table somebody brought, between its preview and its use: in their page, kept nowhere here.

It is signed for one use, so that what is taken is what was shown.
"""

from __future__ import annotations

from django.core import signing
from django.utils.translation import gettext as _

from boutdufil.lib.tables import Row, Table
from boutdufil.rooms.contests.errors import ContestError

SALT = "contests.brought"
KEPT_SECONDS = 24 * 3600


def pack_table(table: Table, *, about: str) -> str:
    """Return a table as a text to send along with a page."""
    rows = [[row.line, row.cells] for row in table.rows]
    return signing.dumps([about, table.header, rows], salt=SALT, compress=True)


def unpack_table(text: str, *, about: str) -> Table:
    """Return the table a page sent back.

    :raises ContestError: it was changed, is of another page, or a day old.
    """
    try:
        of, header, rows = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        of, header, rows = "", (), ()
    if of != about:
        raise ContestError(_("Ce fichier n’est plus là : choisissez-le de nouveau."))
    return Table(tuple(header), tuple(Row(line, tuple(cells)) for line, cells in rows))
