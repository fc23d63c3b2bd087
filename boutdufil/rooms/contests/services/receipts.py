"""The receipt of a file on paper."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.adapters.typesetting import typeset
from boutdufil.rooms.contests.selectors.editions import edition_row
from boutdufil.rooms.contests.selectors.entries import EntryRow
from boutdufil.rooms.contests.selectors.submissions import FilePage

TEMPLATE = Path(__file__).resolve().parents[1].joinpath("data", "receipt.typ")
# A fingerprint is printed in lines that the eye can compare.
LINE = 16


def typeset_receipt(*, page: FilePage, entry: EntryRow) -> bytes:
    """Return the receipt of a file that was handed in, a PDF; the same bytes each time."""
    edition = edition_row(entry.edition_id)
    at = page.handed_in_at or timezone.now()
    invented = _("Inventé, pour la démonstration.") if edition and edition.is_invented else ""
    data = {
        "title": _("Reçu d’un dossier"),
        "organiser": edition.organiser if edition else "",
        "language": (get_language() or "fr")[:2],
        "facts": _facts(page, entry),
        "fingerprint": [page.sha256[i : i + LINE] for i in range(0, len(page.sha256), LINE)],
        "how": _(
            "Téléchargez dossier.json sur la page du reçu, puis calculez son empreinte, par "
            "exemple par « sha256sum dossier.json » : elle est celle-ci, signe pour signe."
        ),
        "footer": " ".join(part for part in ("Bout du fil.", invented) if part),
    }
    return typeset(TEMPLATE, data, at=at)


def _facts(page: FilePage, entry: EntryRow) -> list[list[str]]:
    at = timezone.localtime(page.handed_in_at)
    facts = [
        [_("Concours"), entry.edition_name],
        [_("Épreuve"), page.stage_name],
        [_("Cas"), page.case.title],
        [_("Numéro"), entry.number],
        [_("Rendu le"), f"{date_format(at)}, {time_format(at, 'H:i:s')}"],
        [_("En retard"), _("oui") if page.is_late else _("non")],
    ]
    facts += [
        [
            _("Réponse %(number)s") % {"number": one.question.number},
            _("%(words)s mots") % {"words": one.words},
        ]
        for one in page.answers
    ]
    if page.film:
        facts.append([_("Vidéo"), page.film])
    if page.paper:
        facts.append([_("PDF"), f"SHA-256 {page.paper.sha256}"])
    return facts
