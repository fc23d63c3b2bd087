"""Names in a table that stand for something here: a job, a place, a skill; each asked once."""

import re
from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.posts.drafts import SkillAsked
from boutdufil.kernel.posts.importing.cells import CellError
from boutdufil.kernel.territories import selectors as territories
from boutdufil.lib.text import fold

SHOWN = 3
ROME_CODE = re.compile(r"[A-Z][0-9]{4}")
Answer = TypeVar("Answer")


class Lookups:
    """Answers remembered for the length of one file; an answer may be a refusal."""

    def __init__(self) -> None:
        self._places: dict[str, str | CellError] = {}
        self._jobs: dict[str, str | CellError] = {}
        self._skills: dict[str, SkillAsked | CellError] = {}

    def place(self, text: str) -> str:
        """Return the Insee code of a commune meant without doubt."""
        return _remembered(self._places, text, lambda: found_place(text))

    def insee(self, code: str) -> str:
        """Return a known Insee code."""
        return _remembered(self._places, f"insee:{code}", lambda: known_insee(code))

    def job(self, code: str, title: str) -> str:
        """Return a known ROME code: the one written, or the one the title names exactly."""
        ask = (lambda: known_code(code)) if code else (lambda: named_job(title))
        return _remembered(self._jobs, f"{code}\0{title}", ask)

    def skill(self, text: str, *, required: bool) -> SkillAsked:
        """Return a skill by its code or its exact label."""
        found = _remembered(self._skills, text, lambda: found_skill(text))
        return SkillAsked(found.skill, found.label, required)


def _remembered(
    known: dict[str, Answer | CellError], key: str, ask: Callable[[], Answer]
) -> Answer:
    if key not in known:
        try:
            known[key] = ask()
        except CellError as refusal:
            known[key] = refusal
    answer = known[key]
    if isinstance(answer, CellError):
        raise answer
    return answer


def found_place(text: str) -> str:
    """Return the commune a cell means; a name several bear, or nobody bears, is refused."""
    found = territories.search_places(text, limit=8)
    digits = "".join(sign for sign in text if sign.isdecimal())
    name = fold("".join(sign for sign in text if not sign.isdecimal()))
    exact = [place for place in found if name and fold(place.name) == name]
    if digits and len(digits) == 5 and len(exact or found) == 1:
        return (exact or found)[0].code
    if len(exact) == 1 or (exact and digits):
        return exact[0].code
    proposals = ", ".join(place.label for place in (exact or found)[:SHOWN])
    if not proposals:
        raise CellError(
            _("« %(cell)s » n’est pas une commune connue.") % {"cell": text[:60]},
            _("Écrivez le nom de la commune avec son code postal."),
        )
    raise CellError(
        _("« %(cell)s » peut être plusieurs communes.") % {"cell": text[:60]},
        _("Écrivez le nom et le code postal, par exemple : %(places)s.") % {"places": proposals},
    )


def known_insee(code: str) -> str:
    """Return an Insee code that exists."""
    place = territories.get_place(code.strip().upper())
    if place is None:
        raise CellError(
            _("« %(cell)s » n’est pas un code Insee connu.") % {"cell": code[:60]},
            _("Écrivez plutôt la commune, ou corrigez le code : 59350 est celui de Lille."),
        )
    return place.code


def known_code(code: str) -> str:
    """Return a ROME code that has a card."""
    wanted = code.strip().upper()
    if wanted not in occupations.cards([wanted]):
        raise CellError(
            _("Aucun métier ne porte le code « %(cell)s ».") % {"cell": code[:60]},
            _("Cherchez le bon code parmi nos fiches métiers.")
            if ROME_CODE.fullmatch(wanted)
            else _("Écrivez une lettre et quatre chiffres, par exemple D1408."),
        )
    return wanted


def named_job(title: str) -> str:
    """Return the code of a job whose official title is exactly this one, in either gender."""
    hits = occupations.search_titles(title, limit=SHOWN) if title.strip() else []
    for hit in hits:
        names = {fold(part) for part in (hit.label, *hit.label.split(" / "))}
        if fold(title) in names or fold(title.split(" / ")[0]) in names:
            return hit.code
    proposals = ", ".join(f"{hit.code} ({hit.card_label})" for hit in hits)
    remedy = _("Écrivez le code ROME du métier.")
    if proposals:
        remedy = _("Écrivez le code ROME du métier. Les plus proches : %(jobs)s.")
    raise CellError(_("Le code du métier manque."), remedy % {"jobs": proposals})


def found_skill(text: str) -> SkillAsked:
    """Return the skill of a code or of an exact label."""
    known = occupations.skills([text]).get(text)
    hits = [known] if known else occupations.search_skills(text, limit=SHOWN)
    for hit in hits:
        if hit.code == text or fold(hit.label) == fold(text):
            return SkillAsked(hit.code, hit.label)
    proposals = " | ".join(hit.label for hit in hits)
    remedy = _("Retirez-la, ou choisissez-la plus tard dans l’offre.")
    if proposals:
        remedy = _("Écrivez l’un de ces libellés : %(skills)s.")
    raise CellError(
        _("La compétence « %(cell)s » n’est pas connue.") % {"cell": text[:80]},
        remedy % {"skills": proposals},
    )
