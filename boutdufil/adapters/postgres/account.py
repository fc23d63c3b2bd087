"""The system user the server runs as: ourselves, or ``boutdufil`` when we are root.

PostgreSQL refuses to run as root, as CI and containers do. Root then lends a system user the
programs, by copying them, and a folder of its own; no folder of anybody is ever opened to it.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from boutdufil.adapters.postgres.binaries import BUNDLE, Binaries
from boutdufil.adapters.postgres.errors import AccountError
from boutdufil.adapters.postgres.locks import exclusive

SYSTEM_USER = "boutdufil"
SYSTEM_STATE = Path("/var/lib/boutdufil")
COPIED = ("bin", "lib", "share")


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server programs; ``lent`` when root runs them as somebody else."""

    name: str
    uid: int
    gid: int
    lent: bool = False

    def run(
        self, arguments: Sequence[str | Path], **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, in a clean environment, without a terminal."""
        if self.lent:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            arguments,
            text=True,
            check=False,
            cwd="/",
            env=_clean_environment(),
            **({"stdin": subprocess.DEVNULL} | options),
        )

    def make_folder(self, folder: Path) -> None:
        """Create a private folder of this user; one that exists is left as it is."""
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            return
        if self.lent:
            os.chown(folder, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user may walk into ``folder``, every parent included."""
        return not self.lent or self.run(["test", "-x", folder]).returncode == 0


def server_account() -> Account:
    """Return who runs the server; as root, the system user, created when missing."""
    if os.geteuid() != 0:
        return Account(_own_name(), os.geteuid(), os.getegid())
    SYSTEM_STATE.mkdir(mode=0o711, parents=True, exist_ok=True)
    with exclusive(SYSTEM_STATE / "account.lock"):
        entry = _find_user() or _create_user()
    return Account(SYSTEM_USER, entry.pw_uid, entry.pw_gid, lent=True)


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return where this machine keeps its state: ``BOUTDUFIL_HOME``, else by custom."""
    given = environment.get("BOUTDUFIL_HOME")
    if given:
        return Path(given).expanduser().absolute()
    if os.geteuid() == 0:
        return SYSTEM_STATE
    data = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "boutdufil"


def make_state_folder(folder: Path) -> None:
    """Create the state folder: private, or passable (never listable) for root's system user."""
    folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)


def place_for(home: Path, account: Account) -> Path:
    """Return where the cluster of a state folder lies.

    It is the folder itself; when root chose one whose parents are closed to the system user
    (a closed home), it is a folder of that user's own, named after the chosen one.
    """
    if account.can_enter(home):
        return home
    name = sha256(str(home.resolve()).encode()).hexdigest()[:16]
    place = SYSTEM_STATE / "clusters" / name
    place.parent.mkdir(mode=0o711, exist_ok=True)
    place.mkdir(mode=0o711, exist_ok=True)
    return place


def lend(binaries: Binaries, account: Account) -> Binaries:
    """Return programs the account can execute: a copy under the system state when root lends."""
    if not account.lent or binaries.bundle is None:
        return binaries
    target = SYSTEM_STATE / f"pgbin-{binaries.version}"
    with exclusive(SYSTEM_STATE / "account.lock"):
        if not target.exists():
            _copy_bundle(binaries.bundle, target)
    return replace(binaries, folder=target / BUNDLE / "pginstall" / "bin", bundle=None)


def _copy_bundle(bundle: Path, target: Path) -> None:
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for part in COPIED:
        shutil.copytree(bundle / "pginstall" / part, fresh / BUNDLE / "pginstall" / part)
    # The programs look for their libraries beside the package they came in (rpath).
    shutil.copytree(bundle.with_name(f"{BUNDLE}.libs"), fresh / f"{BUNDLE}.libs")
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.stat().st_mode & 0o100 else 0o444))
    fresh.rename(target)


def _find_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _create_user() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", str(SYSTEM_STATE), "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
        complaint = answer.stderr.strip()
    except OSError as error:
        complaint = str(error)
    entry = _find_user()
    if entry is None:
        raise AccountError(
            f"PostgreSQL does not run as root, and the user {SYSTEM_USER} could not be created: "
            f"{complaint}",
            f"create a system user named {SYSTEM_USER}, or start as an ordinary user",
        )
    return entry


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise AccountError(
            f"the user {os.geteuid()} has no name on this machine, which PostgreSQL needs",
            "add it to /etc/passwd, or set DATABASE_URL to a server of yours",
        ) from error


def _clean_environment() -> dict[str, str]:
    # A foreign PGDATA or locale must not decide what a server of ours becomes.
    kept = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}
    return kept | {"TZ": "UTC"}
