"""What programs read of the barometer, as plain data in both languages; addresses are complete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.barometer.enums import ReleaseState, SourceKind
from boutdufil.rooms.barometer.models import Indicator, QuotedFact, Release
from boutdufil.rooms.barometer.rules.api import (
    missing,
    read_cursor,
    read_limit,
    write_cursor,
)
from boutdufil.rooms.barometer.rules.open_data import LICENCE, LICENCE_ADDRESS, About, CellRow
from boutdufil.rooms.barometer.rules.open_readme import LANGUAGES, citation
from boutdufil.rooms.barometer.selectors import open_data

Told = dict[str, Any]
FILTERS = ("indicator", "table", "region", "period")
BOTH = ("name", "unit", "definition", "denominator", "scope", "method")
SEALED = ("code_version", "data_hash", "weights_hash", "cells_hash")


def indicators() -> Told:
    """Return every indicator, in order."""
    found = Indicator.objects.order_by("order", "slug")
    return _licensed({"indicators": [_indicator(one) for one in found]})


def indicator(slug: str) -> Told:
    """Return an indicator. Raises ProblemError (404) when there is none."""
    return _licensed({"indicator": _indicator(_found(slug))})


def releases() -> Told:
    """Return the releases that are out, the newest first."""
    return _licensed({"releases": [_release(one) for one in open_data.releases()]})


def release(survey: str, number: int) -> Told:
    """Return a release, its tables and what it was made with. Raises ProblemError (404)."""
    found = open_data.release(survey, number)
    if found is None:
        raise missing(_("Aucune publication de ce nom n’est sortie."))
    release_id, about = found
    manifest = Release.objects.get(pk=release_id, state=ReleaseState.PUBLISHED).manifest
    more = {
        "tables": open_data.tables(release_id),
        "made_with": {name: str(manifest.get(name, "")) for name in SEALED},
    }
    return _licensed({"release": _release(about) | more})


def cells(asked: Mapping[str, str]) -> Told:
    """Return a page of cells and where the next one begins. Raises ProblemError (400, 404)."""
    limit, after = read_limit(asked["limit"]), read_cursor(asked["cursor"])
    if asked["indicator"]:
        _found(asked["indicator"])
    wanted = open_data.Asked(
        asked["indicator"], asked["table"], asked["region"], asked["period"], after=after
    )
    rows = open_data.cells(wanted, limit + 1)
    shown = rows[:limit]
    following = None
    if len(rows) > limit:
        given = {name: asked[name] for name in FILTERS if asked[name]}
        query = urlencode(given | {"limit": limit, "cursor": write_cursor(shown[-1].key)})
        following = f"{absolute_url(reverse('barometer:api_cells'))}?{query}"
    return _licensed({"cells": [_cell(one) for one in shown], "next": following})


def facts(asked: Mapping[str, str]) -> Told:
    """Return the figures of others, as they were said. Raises ProblemError (404)."""
    found = QuotedFact.objects.filter(withdrawn_at=None).select_related("source", "indicator")
    if asked["indicator"]:
        found = found.filter(indicator=_found(asked["indicator"]))
    if asked["area"]:
        found = found.filter(area=asked["area"])
    return _licensed({"facts": [_fact(one) for one in found.order_by("pk")]})


def _found(slug: str) -> Indicator:
    found = Indicator.objects.filter(slug=slug).first()
    if found is None:
        raise missing(_("Il n’y a pas d’indicateur « %(slug)s ».") % {"slug": slug})
    return found


def _licensed(told: Told) -> Told:
    return {"licence": {"name": LICENCE, "url": LICENCE_ADDRESS}} | told


def _indicator(one: Indicator) -> Told:
    texts: dict[str, dict[str, str]] = {name: {} for name in BOTH}
    for language in LANGUAGES:
        with override(language):
            told = open_data.defined(one)
            for name in BOTH:
                texts[name][language] = getattr(told, name)
    page = reverse("barometer:indicator", args=[one.slug])
    return {"slug": one.slug, "measure": one.measure, **texts, "page": absolute_url(page)}


def _release(one: About) -> Told:
    cited = {}
    for language in LANGUAGES:
        with override(language):
            cited[language] = citation(one)
    start, end = one.period.split("/")
    return {
        "survey": one.survey,
        "survey_name": one.survey_name,
        "number": one.number,
        "name": one.name,
        "wave": one.wave,
        "period_start": start,
        "period_end": end,
        "published_at": one.published_at.isoformat(),
        "simulated": one.simulated,
        "citation": cited,
        "tables_zip": one.address,
    }


def _cell(one: CellRow) -> Told:
    names = ("survey", "release", "simulated", "indicator", "table", "period")
    numbers = ("value", "low", "high", "variation", "respondents")
    return {
        **{name: getattr(one, name) for name in names},
        "place": dict(one.place),
        **{name: getattr(one, name) for name in numbers},
        "mark": str(one.mark),
    }


def _fact(one: QuotedFact) -> Told:
    return {
        "indicator": one.indicator.slug,
        "area": one.area,
        "period": one.period,
        "qualifier": one.qualifier,
        "value": float(one.value),
        "value_high": None if one.value_high is None else float(one.value_high),
        "definition": one.definition,
        "denominator": one.denominator,
        "note": one.note,
        "source": {
            "name": one.source.name,
            "publisher": one.source.publisher,
            "published_on": one.source.published_on,
            "url": one.source.address,
            "kind": str(SourceKind(one.source.kind)),
        },
    }
