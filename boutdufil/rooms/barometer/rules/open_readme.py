"""The words that go with a release: what its tables are, what they rest on, how to cite them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from boutdufil.rooms.barometer.rules.open_data import (
    LICENCE,
    LICENCE_ADDRESS,
    About,
    Definition,
    mark_meanings,
)

LANGUAGES = ("fr", "en")
RULE = "=" * 72


def stamp() -> str:
    """Return what is written on whatever comes from invented centres."""
    return _("démonstration, données simulées")


def citation(about: About) -> str:
    """Return how to cite a release, with its day and its permanent address."""
    told = _("%(who)s, « %(survey)s », %(name)s, publié le %(day)s, Bout du fil. %(address)s") % {
        "who": about.organisation,
        "survey": about.survey_name,
        "name": about.name,
        "day": about.published_at.date().isoformat(),
        "address": about.address,
    }
    return f"{told} ({stamp()})" if about.simulated else told


def readme(about: About, definitions: dict[str, list[Definition]], files: Iterable[str]) -> str:
    """Return the README of an archive in both languages; ``definitions`` by language."""
    names, parts = list(files), []
    for language in LANGUAGES:
        with override(language):
            parts.append("\n".join(_part(about, definitions[language], names)))
    return f"\n\n{RULE}\n\n".join(parts) + "\n"


def _part(about: About, definitions: list[Definition], files: list[str]) -> list[str]:
    simulated = [_("Démonstration : données simulées."), ""] if about.simulated else []
    return [
        f"{about.survey_name} · {about.name}",
        "",
        *simulated,
        _("Vague : %(wave)s. Période : %(period)s.") % {"wave": about.wave, "period": about.period},
        _("Licence : %(name)s, %(address)s") % {"name": LICENCE, "address": LICENCE_ADDRESS},
        _("Pour citer : %(words)s") % {"words": citation(about)},
        "",
        _("Fichiers"),
        *(f"- {name}" for name in files),
        _("Les CSV sont en UTF-8, avec des points-virgules et la virgule des décimales."),
        _("Une valeur vide n’est jamais un zéro : la colonne « marque » dit pourquoi."),
        _("« total » est l’ensemble ; les autres tableaux portent le nom de ce qui les partage."),
        _("L’intervalle est à 95 %, le coefficient de variation un rapport : 0,05 pour 5 %."),
        "",
        _("Marques"),
        *(f"- {mark}\u00a0: {text}" for mark, text in mark_meanings().items()),
        "",
        _("Définitions"),
        *(row for one in definitions for row in _meaning(one)),
    ]


def _meaning(one: Definition) -> list[str]:
    told = [
        f"{one.slug}\u00a0: {one.name} ({one.unit})",
        f"  {one.definition}",
        f"  {_('Champ')}\u00a0: {one.scope}",
    ]
    if one.denominator:
        told.append(f"  {_('Dénominateur')}\u00a0: {one.denominator}")
    if one.method:
        told.append(f"  {_('Méthode')}\u00a0: {one.method}")
    return told
