"""What a telephone keeps of the door's page, so that it opens without a network."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

ROOM = Path(__file__).resolve().parents[1]
SCRIPTS = ROOM / "static" / "campaigns" / "door"
# Scripts import each other by these names, whatever a server calls the files it hashes.
MODULES = (
    *(f"campaigns/door/{path.name}" for path in sorted(SCRIPTS.glob("*.js"))),
    "campaigns/door/vendor/jsQR.js",
    "calls/words.js",
)
FONTS = ("ui/fonts/atkinson-hyperlegible-next.woff2", "ui/fonts/bricolage-grotesque.woff2")
LOADED = re.compile(r'(?:src|href)="([^"#]+\.(?:js|css|svg|woff2))"')
WORKER = "worker.js"


@lru_cache(maxsize=1)
def worker_text() -> str:
    """Return the worker's script, with the files it keeps and a version made from what they say."""
    files = kept_files()
    facts = {
        "page": reverse("campaigns:door"),
        "files": files,
        "version": _version(files),
    }
    script = (SCRIPTS / WORKER).read_text(encoding="utf-8")
    return f"const FACTS = {json.dumps(facts)};\n{script}"


def kept_files() -> list[str]:
    """Return the addresses of all the page loads, and of what its scripts import later."""
    page = render_to_string("campaigns/door/door.html")
    modules = (f"{settings.STATIC_URL}{name}" for name in MODULES if not name.endswith(WORKER))
    found = [
        *LOADED.findall(page),
        *modules,
        *map(static, FONTS),
        reverse("campaigns:door_manifest"),
    ]
    return sorted(set(found))


def manifest_text() -> str:
    """Return the web application's manifest (W3C), in the reader's language."""
    return json.dumps(
        {
            "name": _("Bout du fil, à l’accueil"),
            "short_name": _("Accueil"),
            "start_url": reverse("campaigns:door"),
            "scope": reverse("campaigns:door"),
            "display": "standalone",
            "background_color": "#FFFAF2",
            "theme_color": "#FFFAF2",
            "icons": [{"src": static("ui/img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        ensure_ascii=False,
    )


def _version(files: list[str]) -> str:
    """Return a name that changes with any file of the room, or any name of the others'."""
    digest = sha256("\n".join(files).encode())
    for path in sorted((*SCRIPTS.rglob("*"), *(ROOM / "templates/campaigns/door").glob("*"))):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
