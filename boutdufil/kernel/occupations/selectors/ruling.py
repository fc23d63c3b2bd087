"""Which release rules a code: ROME where it holds it, else our guide."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.enums import ReleaseKind, ReleaseStatus
from boutdufil.kernel.occupations.models import JobCard, Release
from boutdufil.kernel.occupations.selectors.rows import Attribution, CardSummary

UNKNOWN = Attribution("", "", "", None, "")
GUIDE_TEXT = _("Guide du Bout du fil ; codes et liens : %(rome)s")


def releases_in_force() -> QuerySet[Release]:
    """Return the releases in force, ROME first."""
    return Release.objects.filter(status=ReleaseStatus.IN_FORCE).order_by("-kind")


def cards_in_force(codes: Collection[str] | None = None) -> QuerySet[JobCard]:
    """Return one card a code, the one that rules, in the order of the codes."""
    cards = JobCard.objects.filter(release__status=ReleaseStatus.IN_FORCE)
    if codes is not None:
        cards = cards.filter(code__in=codes)
    return cards.select_related("release").order_by("code", "-release__kind").distinct("code")


def cards(codes: Collection[str]) -> dict[str, CardSummary]:
    """Return the summaries of the codes that exist; unknown codes are simply absent."""
    # A card is long; a line of a list is short.
    rows = cards_in_force(list(codes)).only("code", "label", "label_en", "release__kind")
    return {card.code: summary(card) for card in rows}


def summary(card: JobCard) -> CardSummary:
    """Return a card's line in a list."""
    label, lang = in_language(card.label, card.label_en)
    return CardSummary(card.code, label, card.release.kind, lang)


def in_language(french: str, english: str) -> tuple[str, str]:
    """Return (text, its language): English only where asked for and written."""
    if english and (get_language() or "fr").startswith("en"):
        return english, "en"
    return french, "fr"


def attribution() -> Attribution:
    """Return the source of the release that rules; empty before any release."""
    release = releases_in_force().first()
    return attribution_of(release) if release else UNKNOWN


def attribution_of(release: Release) -> Attribution:
    """Return the line that names a release."""
    official = release.kind == ReleaseKind.ROME
    text = release.attribution if official else GUIDE_TEXT % {"rome": release.attribution}
    label = "ROME 4.0" if official else gettext("Guide du Bout du fil")
    return Attribution(release.kind, label, release.version, release.published_on, str(text))
