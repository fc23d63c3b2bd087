"""Drawings of the kit's icons: 24 by 24, one stroke, same hand as the line."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

ICONS: dict[str, str] = {
    "alert": "M12 3.5 21.5 20h-19zM12 10v4.5M12 17.2v.3",
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "arrow-left": "M20 12H5M11 6l-6 6 6 6",
    "arrow-up": "M12 20V5M6 11l6-6 6 6",
    "calendar": "M4 6.5h16v13.5H4zM4 11h16M8.5 3.5v5M15.5 3.5v5",
    "call": "M5 4.5h3.6l1.7 4.6-2.3 1.5a12 12 0 0 0 5.4 5.4l1.5-2.3 4.6 1.7V19a1.6 1.6 0 0 1-1.6 "
    "1.6C10.4 20.3 3.7 13.6 3.4 6.1A1.6 1.6 0 0 1 5 4.5z",
    "check": "M4.5 12.5 10 18 19.5 6.5",
    "camera": "M3.5 7h11v10h-11zM14.5 10.5l6-3v9l-6-3",
    "chevron": "M6 9.5 12 15.5 18 9.5",
    "close": "M6 6l12 12M18 6 6 18",
    "compare": "M9 4v16M15 4v16M4 8h5M4 13h5M15 8h5M15 13h5",
    "door": "M6 20.5V4.5l9-1.5v18zM15 5h3.5v15.5M3.5 20.5h17M11.8 12v.6",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
    "edit": "M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5",
    "file": "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5",
    "heart": "M12 20C7 16.5 3.5 13 3.5 9a4.5 4.5 0 0 1 8.5-2.1A4.5 4.5 0 0 1 20.5 9c0 "
    "4-3.5 7.5-8.5 11z",
    "home": "M4 11.5 12 4.5l8 7M6.5 10v10h11V10M10 20v-5.5h4V20",
    "info": "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 11v5.5M12 7.5v.3",
    "link": "M10 14a4 4 0 0 0 5.7 0l3.3-3.3a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 "
    "0L5 13.3A4 4 0 0 0 10.7 19l1.3-1.3",
    "mail": "M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7",
    "menu": "M4 7.5h16M4 12h16M4 16.5h16",
    "microphone": "M12 3.5a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0v-5a3 3 0 0 1 3-3zM6 11.5a6 6 0 0 0 12 "
    "0M12 17.5v3M9 20.5h6",
    "pause": "M9 5v14M15 5v14",
    "person": "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.8-4.2 3.7-6 7.5-6s6.7 1.8 7.5 6",
    "pin": "M12 21c-4.5-5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2 6-6.5 11zM12 8a2 2 0 1 1 0 "
    "4 2 2 0 0 1 0-4z",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6.5H7z",
    "question": "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.5 9.7a2.5 2.5 0 1 "
    "1 3.6 2.2c-.8.4-1.1.9-1.1 1.9M12 16.5v.3",
    "search": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20.5 20.5",
    "seal": "M12 3l2.3 2 3-.3.8 2.9 2.6 1.5-1.2 2.9 1.2 2.9-2.6 1.5-.8 2.9-3-.3L12 "
    "21l-2.3-2-3 .3-.8-2.9-2.6-1.5L4.5 12 3.3 9.1l2.6-1.5.8-2.9 3 .3zM8.5 12l2.5 "
    "2.5 4.5-5",
    "share": "M12 15V4M7.5 8 12 3.5 16.5 8M6 12H4.5v8.5h15V12H18",
    "simulated": "M9.5 3.5h5M10.5 3.5v6L5 19a1.2 1.2 0 0 0 1.1 1.5h11.8A1.2 1.2 0 "
    "0 0 19 19l-5.5-9.5v-6M8 15h8",
    "trash": "M4.5 7h15M9 7V4h6v3M6.5 7l1 13.5h9l1-13.5M10 11v5.5M14 11v5.5",
}


def draw_icon(name: str, label: str = "") -> SafeString:
    """A drawing beside words; with ``label`` it stands alone and says what it is."""
    return _drawn(name, str(label))


@lru_cache(maxsize=256)
def _drawn(name: str, label: str) -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else ""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" {}><path d="{}"/></svg>',
        spoken or SafeString('aria-hidden="true"'),
        ICONS[name],
    )
