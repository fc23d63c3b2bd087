"""Where this machine keeps its state, and on which address it serves."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boutdufil.adapters.postgres import make_state_folder, state_folder

DEFAULT_PORT = 8000
DEFAULT_SETTINGS = "boutdufil.config.settings.dev"


@dataclass(frozen=True, slots=True)
class Site:
    """A state folder and the local port its pages are served on."""

    home: Path
    port: int

    @property
    def url(self) -> str:
        """Return the address a person types."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def lock(self) -> Path:
        """Return the file that the one serving process holds."""
        return self.home / "site.lock"


def read_site(environment: Mapping[str, str]) -> Site:
    """Return the site that ``BOUTDUFIL_HOME`` and ``BOUTDUFIL_PORT`` describe.

    Raises ValueError when the port is no port.
    """
    port = environment.get("BOUTDUFIL_PORT") or str(DEFAULT_PORT)
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"BOUTDUFIL_PORT is {port!r}; give a number from 1 to 65535")
    return Site(state_folder(environment), int(port))


def settle() -> Site:
    """Return the site, its folder made, and let this process and its children agree on it."""
    site = read_site(os.environ)
    make_state_folder(site.home)
    os.environ["BOUTDUFIL_HOME"] = str(site.home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEFAULT_SETTINGS)
    return site


class Remembered:
    """What was already done for a given state of things, so that a second start is quick."""

    def __init__(self, home: Path) -> None:
        self._path = home / "done.json"

    def recall(self, task: str, key: str) -> Any | None:
        """Return what was noted of ``task`` under the same key, None when it must be done."""
        noted = self._read().get(task, {})
        return noted.get("note") if noted.get("key") == key else None

    def note(self, task: str, key: str, note: Any) -> None:
        """Write down that ``task`` is done for ``key``; ``note`` is any JSON value but null."""
        content = self._read() | {task: {"key": key, "note": note}}
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        fresh.replace(self._path)

    def forget(self) -> None:
        """Forget everything, as after a restore."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        try:
            content: dict[str, Any] = json.loads(self._path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return content
