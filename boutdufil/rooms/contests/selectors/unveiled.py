"""What other rooms show of an edition: its name, and its result where they unveil it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from boutdufil.kernel.posts.references import Reference
from boutdufil.kernel.posts.unveilings import Unveiled
from boutdufil.rooms.contests.enums import EditionStatus
from boutdufil.rooms.contests.models import Edition
from boutdufil.rooms.contests.selectors.results import ResultRow, public_results

HIDDEN = EditionStatus.DRAFT


def public_reference(edition_id: int) -> Reference | None:
    """Name an edition to the public, with where its results are read; None while it is a draft."""
    edition = Edition.objects.exclude(status=HIDDEN).filter(pk=edition_id).first()
    if edition is None:
        return None
    url = reverse("contests:results", args=[edition.slug])
    return Reference(f"edition:{edition.pk}", edition.name, url)


def unveiled_at(ref: str) -> list[Unveiled]:
    """Return what is unveiled there: who won once that is public, and until then only when."""
    found = Edition.objects.exclude(status=HIDDEN).filter(hangs_on=ref).order_by("pk")
    return [_unveiled(one) for one in found]


def _unveiled(edition: Edition) -> Unveiled:
    results = public_results(edition.pk)
    is_over = bool(results) and results[0].stage.is_last
    rows = [row for group in results[0].groups for row in group.selected] if is_over else []
    return Unveiled(
        title=edition.name,
        url=reverse("contests:results", args=[edition.slug]),
        lines=tuple(_line(row) for row in sorted(rows, key=lambda row: row.rank)),
        told="" if is_over else _when(edition),
    )


def _line(row: ResultRow) -> str:
    """Return a winner: their number, and their name where they want it published."""
    told = _("Rang %(rank)s : %(who)s") % {"rank": row.rank, "who": row.number}
    return f"{told}, {row.name}" if row.name else told


def _when(edition: Edition) -> str:
    if edition.embargo_until is None:
        return _("Le résultat n’est pas encore public.")
    day = date_format(localtime(edition.embargo_until), "DATETIME_FORMAT")
    return _("Le résultat est dévoilé ici le %(day)s.") % {"day": day}
