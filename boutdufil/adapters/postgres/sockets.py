"""A folder for the server's socket that nobody else may enter, however long the path."""

import os
import stat
import tempfile
from pathlib import Path

from boutdufil.adapters.postgres.account import Account

# The kernel allows 107 bytes, of which the name of the socket takes 15.
FOLDER_LIMIT = 90
SOCKET_NAME = ".s.PGSQL.5432"


def socket_folder(data: Path, account: Account) -> Path:
    """Return the data folder, else (its path being too long) a private folder made once."""
    if len(os.fsencode(data)) <= FOLDER_LIMIT:
        return data
    kept = data.with_suffix(".socket")
    if kept.exists():
        folder = Path(kept.read_text("utf-8"))
        if _is_private(folder, account):
            return folder
    folder = Path(tempfile.mkdtemp(prefix="boutdufil-", dir=_runtime_folder(account)))
    if account.lent:
        os.chown(folder, account.uid, account.gid)
    kept.write_text(str(folder), "utf-8")
    return folder


def _is_private(folder: Path, account: Account) -> bool:
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return False
    is_closed = stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o077
    return is_closed and status.st_uid == account.uid


def _runtime_folder(account: Account) -> str:
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    is_usable = folder and not account.lent and os.access(folder, os.W_OK) and len(folder) < 60
    return folder if is_usable else "/tmp"  # noqa: S108 -- mkdtemp makes it private, and it is short
