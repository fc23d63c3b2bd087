"""The secret of a machine nobody configured: made once, kept in its state folder."""

import os
import secrets
from pathlib import Path


def machine_secret(state_dir: Path) -> str:
    """Return ``BOUTDUFIL_SECRET_KEY``, else the key kept in ``state_dir``, made on first use."""
    given = os.environ.get("BOUTDUFIL_SECRET_KEY")
    if given:
        return given
    keys = state_dir / "keys"
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = keys / "django-secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()
