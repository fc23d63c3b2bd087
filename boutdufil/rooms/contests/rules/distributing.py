"""Why no distribution exists, in words: which files or jurors stand in its way, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from boutdufil.engines.judging import Impossible, Reason

SHOWN = 12


def words_of(found: Impossible, names: Mapping[str, str]) -> str:
    """Return the exact reason; `names` are those of jurors, for their organiser."""
    files = listed(found.files)
    jurors = listed(names.get(one, one) for one in found.jurors)
    facts = {
        "files": files,
        "jurors": jurors or _("personne"),
        "needed": found.needed,
        "available": found.available,
    }
    return _REASONS[found.reason]() % facts


def listed(names: object) -> str:
    """Return a list in words, cut after a dozen with how many more there are."""
    found = [str(one) for one in names]  # type: ignore[attr-defined]
    more = len(found) - SHOWN
    shown = ", ".join(found[:SHOWN])
    return shown + (_(" et %(count)d autres") % {"count": more} if more > 0 else "")


_REASONS = {
    Reason.FILES_LACK_JURORS: lambda: _(
        "Les dossiers %(files)s demandent %(needed)d lectures ; ceux qui peuvent les lire "
        "(%(jurors)s) n’en offrent que %(available)d. Ajoutez un juré sans lien avec eux, ou "
        "augmentez leur nombre de dossiers."
    ),
    Reason.JURORS_LACK_FILES: lambda: _(
        "%(jurors)s devraient lire %(needed)d dossiers, et ne peuvent en lire que %(available)d "
        "(%(files)s). Baissez leur minimum."
    ),
    Reason.KIND_IS_SHORT: lambda: _(
        "Les dossiers %(files)s demandent %(needed)d jurés d’un collège qui n’en a que "
        "%(available)d."
    ),
    Reason.LINKING_IS_SHORT: lambda: _(
        "Il faut %(needed)d dossiers de liaison, et %(available)d seulement peuvent avoir un juré "
        "d’une autre région (%(files)s). Baissez leur part, ou laissez plus de dossiers à des "
        "jurés d’ailleurs (%(jurors)s)."
    ),
    Reason.NOT_CONNECTED: lambda: _(
        "Aucune répartition ne relie les dossiers %(files)s et %(jurors)s aux autres. Augmentez la "
        "part des dossiers de liaison, ou le nombre de dossiers de ces jurés."
    ),
    Reason.TOGETHER: lambda: _(
        "Chaque demande se tient seule, et toutes ensemble non : baissez le nombre de lectures ou "
        "la part des dossiers de liaison. En cause : %(files)s ; %(jurors)s."
    ),
}
