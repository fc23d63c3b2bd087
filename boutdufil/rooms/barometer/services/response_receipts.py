"""What was answered, on paper."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.adapters.typesetting import typeset
from boutdufil.rooms.barometer.selectors.answering import summary
from boutdufil.rooms.barometer.selectors.responses import ResponseRow

TEMPLATE = Path(__file__).resolve().parents[1] / "data" / "response.typ"


def typeset_receipt(*, row: ResponseRow) -> bytes:
    """Return what a unit answered, a PDF; the same answers give the same bytes."""
    at = timezone.localtime(row.sent_at)
    told = summary(row)
    invented = _("Démonstration, données simulées.") if row.promise.invented else ""
    data = {
        "title": _("Réponse au baromètre"),
        "organiser": row.promise.organisation,
        "language": (get_language() or "fr")[:2],
        "facts": [
            [_("Enquête"), row.promise.survey],
            [_("Vague"), row.wave.name],
            [_("Unité"), row.unit],
            [_("Envoyée le"), f"{date_format(at)}, {time_format(at, 'H:i:s')}"],
        ],
        "groups": [
            [group.title, [[one.label, one.words or _("sans réponse")] for one in group.answers]]
            for group in told.groups
        ],
        "promise_title": _("Ce à quoi nous nous engageons"),
        "promise": row.promise.commitment,
        "footer": " ".join(part for part in ("Bout du fil.", invented) if part),
    }
    return typeset(TEMPLATE, data, at=at)
