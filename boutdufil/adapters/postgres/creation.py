"""Make a new cluster: whole, or not there at all."""

import json
import os
import secrets
import shutil
from pathlib import Path

from boutdufil.adapters.postgres.account import Account
from boutdufil.adapters.postgres.binaries import Binaries
from boutdufil.adapters.postgres.errors import OtherMajorError, ServerError

SECRETS_FILE = "boutdufil-roles.json"
ROLES = ("postgres", "owner", "app")
HOST_ACCESS = "local all all scram-sha-256\n"


def create_cluster(data: Path, *, binaries: Binaries, account: Account, durable: bool) -> None:
    """Create the data folder ``data`` with its passwords; a killed run leaves only ``.new``.

    The locale is fixed here, whatever LANG says: words must sort, fold and split alike on every
    machine. Raises OtherMajorError when another release's folder lies beside.
    """
    refuse_other_majors(data, binaries.major)
    fresh = data.with_name(data.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    account.make_folder(fresh)
    passwords = {role: secrets.token_urlsafe(24) for role in ROLES}
    _initdb(fresh, passwords["postgres"], binaries, account, durable=durable)
    write_private(fresh / SECRETS_FILE, json.dumps(passwords), account)
    write_private(fresh / "pg_hba.conf", HOST_ACCESS, account)
    fresh.rename(data)


def refuse_other_majors(data: Path, major: int) -> None:
    """Raise OtherMajorError when the only cluster beside ``data`` is another release's."""
    others = sorted(path for path in data.parent.glob("pg[0-9][0-9]") if path.is_dir())
    if data not in others and others:
        raise OtherMajorError(
            f"{others[-1]} belongs to another release of PostgreSQL (this one is {major})",
            "run `boutdufil backup FILE` with the previous release, move that folder away, "
            "then run `boutdufil restore FILE` with this one",
        )


def read_passwords(data: Path) -> dict[str, str]:
    """Return the password of each role of a cluster: ``postgres``, ``owner``, ``app``."""
    content: dict[str, str] = json.loads((data / SECRETS_FILE).read_text("ascii"))
    return content


def write_private(path: Path, content: str, account: Account) -> None:
    """Write a file that only the server's account (and root) can read."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    if account.lent:
        os.chown(path, account.uid, account.gid)


def _initdb(
    folder: Path, password: str, binaries: Binaries, account: Account, *, durable: bool
) -> None:
    password_file = folder.with_suffix(".password")
    write_private(password_file, password, account)
    command = [binaries.path("initdb"), "-D", str(folder), "-U", "postgres"]
    command += ["--auth-local=scram-sha-256", "--auth-host=reject", f"--pwfile={password_file}"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin"]
    command += [f"--builtin-locale={'PG_UNICODE_FAST' if binaries.major >= 18 else 'C.UTF-8'}"]
    command += [] if durable else ["--no-sync"]
    answer = account.run(command, capture_output=True)
    password_file.unlink()
    if answer.returncode:
        raise ServerError(f"initdb failed: {answer.stderr.strip()}")
