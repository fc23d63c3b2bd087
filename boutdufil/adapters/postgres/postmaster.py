"""Who is behind a postmaster.pid: a pid alone is never believed."""

import subprocess
from enum import Enum
from pathlib import Path

PID_FILE = "postmaster.pid"


class Postmaster(Enum):
    """What a data folder's pid file points to."""

    ABSENT = "no pid file"
    STALE = "a dead process, a stranger, or nonsense"
    OURS = "a living server on this data folder"


def find_postmaster(data: Path) -> Postmaster:
    """Return what the pid file of a data folder points to, by looking at the process itself."""
    if not (data / PID_FILE).exists():
        return Postmaster.ABSENT
    pid = read_pid(data)
    if pid is None:
        return Postmaster.STALE
    return Postmaster.OURS if _serves(_command_line(pid), data) else Postmaster.STALE


def read_pid(data: Path) -> int | None:
    """Return the number in the pid file, None when it is missing or half written."""
    try:
        first = (data / PID_FILE).read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]
    except FileNotFoundError:
        return None
    return int(first) if first.strip().isdigit() else None


def _serves(command: list[str], data: Path) -> bool:
    if not command or not Path(command[0]).name.startswith("postgres") or "-D" not in command:
        return False
    folder = Path(command[command.index("-D") + 1])
    return folder.resolve() == data.resolve()


def _command_line(pid: int) -> list[str]:
    # A zombie has an empty command line, so it counts as dead, as it should.
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").split("\0")[:-1]
        except (FileNotFoundError, ProcessLookupError):
            return []
    answer = subprocess.run(
        ["ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return answer.stdout.split()
