"""What a cell says, whoever typed it; one that says nothing usable tells what to write instead."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from boutdufil.kernel.posts.drafts import LanguageAsked
from boutdufil.kernel.posts.enums import (
    Contract,
    LanguageLevel,
    PayPeriod,
    SignLanguage,
    SpokenLanguage,
)
from boutdufil.lib.text import fold

YES = frozenset({"oui", "o", "x", "1", "vrai", "true", "yes", "y"})
NO = frozenset({"", "non", "n", "0", "faux", "false", "no"})
SPACES = re.compile(r"[\s\u00a0\u202f]+")
AMOUNT = re.compile(r"(\d+)(?:[.,](\d{1,2}))?")
HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?h?")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
LEVEL = re.compile(r"\b([ABC][12])\b", re.I)
MOST_POSTS = 1_000

CONTRACTS: Mapping[str, str] = {
    "cdi": Contract.PERMANENT,
    "duree indeterminee": Contract.PERMANENT,
    "cdd": Contract.FIXED_TERM,
    "duree determinee": Contract.FIXED_TERM,
    "interim": Contract.TEMPORARY,
    "mission": Contract.TEMPORARY,
    "ctt": Contract.TEMPORARY,
    "alternance": Contract.APPRENTICESHIP,
    "contrat d apprentissage": Contract.APPRENTICESHIP,
    "contrat pro": Contract.PROFESSIONAL,
    "professionnalisation": Contract.PROFESSIONAL,
}
PERIODS: Mapping[str, str] = {
    "heure": PayPeriod.HOUR,
    "h": PayPeriod.HOUR,
    "horaire": PayPeriod.HOUR,
    "mois": PayPeriod.MONTH,
    "mensuel": PayPeriod.MONTH,
    "an": PayPeriod.YEAR,
    "annee": PayPeriod.YEAR,
    "annuel": PayPeriod.YEAR,
}
SIGNS: Mapping[str, str] = {
    "": SignLanguage.NONE,
    "non": SignLanguage.NONE,
    "oui": SignLanguage.WELCOME,
    "requise": SignLanguage.REQUIRED,
    "obligatoire": SignLanguage.REQUIRED,
    "indispensable": SignLanguage.REQUIRED,
}


class CellError(ValueError):
    """A cell that cannot be used: ``what`` is wrong with it, and the ``remedy``."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy


def yes(cell: str) -> bool:
    """Read a truth value; an empty cell is no."""
    folded = fold(cell)
    if folded in YES:
        return True
    if folded in NO:
        return False
    raise CellError(_("« %(cell)s » n’est ni oui ni non.") % _shown(cell), _("Écrivez oui ou non."))


def amount(cell: str) -> int | None:
    """Read an amount in euros as cents: "1 900", "12,50 €"."""
    bare = SPACES.sub("", cell).lower()
    for word in ("€", "euros", "euro", "eur", "brut", "bruts"):
        bare = bare.replace(word, "")
    if not bare:
        return None
    found = AMOUNT.fullmatch(bare)
    if found is None:
        raise CellError(
            _("« %(cell)s » n’est pas un montant.") % _shown(cell),
            _("Écrivez un seul nombre en euros : 1 900 ou 12,50."),
        )
    return int(found.group(1)) * 100 + int((found.group(2) or "0").ljust(2, "0"))


def whole(cell: str, *, low: int, high: int) -> int | None:
    """Read a whole number within bounds."""
    bare = SPACES.sub("", cell)
    if not bare:
        return None
    if not bare.isdecimal() or len(bare) > 6 or not low <= int(bare) <= high:
        raise CellError(
            _("« %(cell)s » ne convient pas.") % _shown(cell),
            _("Écrivez un nombre entier de %(low)s à %(high)s.") % {"low": low, "high": high},
        )
    return int(bare)


def hours(cell: str) -> Decimal | None:
    """Read weekly hours: "35", "37,5", "24 h"."""
    bare = SPACES.sub("", cell).lower().replace("heures", "h")
    if not bare:
        return None
    found = HOURS.fullmatch(bare)
    value = Decimal(f"{found.group(1)}.{found.group(2) or 0}") if found else Decimal(0)
    if not 0 < value <= 48:
        raise CellError(
            _("« %(cell)s » n’est pas un nombre d’heures par semaine.") % _shown(cell),
            _("Écrivez un nombre de 1 à 48 : 35 ou 37,5."),
        )
    return value


def day(cell: str) -> date | None:
    """Read a day: "2026-12-01", "01/12/2026"."""
    bare = cell.strip().split(" ")[0]
    if not bare:
        return None
    iso, french = ISO_DAY.fullmatch(bare), FRENCH_DAY.fullmatch(bare)
    try:
        if iso:
            return date(*(int(part) for part in iso.groups()))
        if french:
            return date(*(int(part) for part in reversed(french.groups())))
    except ValueError:
        pass
    raise CellError(
        _("« %(cell)s » n’est pas une date.") % _shown(cell),
        _("Écrivez le jour, le mois et l’année : jj/mm/aaaa."),
    )


def choice(cell: str, choices: type[TextChoices], words: Mapping[str, str]) -> str:
    """Read one of a closed list, by its value, its label or other words for it."""
    folded = fold(cell)
    named = dict(words)
    # Files are French whatever the language of the page.
    for language in ("en", "fr"):
        with translation.override(language):
            named |= {fold(str(one.label)): one.value for one in choices}
    named |= {fold(one.value): one.value for one in choices}
    for prefix in ("", "par ", "contrat ", "contrat a ", "a "):
        if (value := named.get(folded.removeprefix(prefix))) is not None:
            return str(value)
    raise CellError(
        _("« %(cell)s » n’est pas connu.") % _shown(cell),
        _("Écrivez l’un de ces mots : %(words)s.")
        % {"words": ", ".join(str(one.label) for one in choices)},
    )


def contract(cell: str) -> str:
    """Read a contract."""
    return choice(cell, Contract, CONTRACTS)


def period(cell: str) -> str:
    """Read the period of a pay."""
    return choice(cell, PayPeriod, PERIODS)


def signs(cell: str) -> str:
    """Read what is asked of French sign language."""
    return choice(cell, SignLanguage, SIGNS) if cell.strip() else SignLanguage.NONE.value


def languages(cell: str) -> tuple[LanguageAsked, ...]:
    """Read languages with their levels: "anglais B2, allemand"."""
    return tuple(_language(part) for part in re.split(r"[,;|/\n]", cell) if part.strip())


def _language(part: str) -> LanguageAsked:
    level = LEVEL.search(part)
    name = LEVEL.sub("", part).strip()
    code = choice(name, SpokenLanguage, {})
    return LanguageAsked(code, LanguageLevel(level.group(1).upper()).value if level else "")


def several(cell: str) -> tuple[str, ...]:
    """Split a cell that lists things, one a line or between bars."""
    return tuple(part.strip() for part in re.split(r"[|;\n]", cell) if part.strip())


def _shown(cell: str) -> dict[str, str]:
    return {"cell": cell.strip()[:60]}
