"""The description of the reading API (OpenAPI 3.1), written by hand as data."""

from __future__ import annotations

from typing import Any

from boutdufil.rooms.barometer.rules.api import DEFAULT_LIMIT, FEWEST, LONGEST, MOST
from boutdufil.rooms.barometer.rules.open_data import LICENCE, LICENCE_ADDRESS
from boutdufil.rooms.barometer.rules.openapi_schemas import SCHEMAS, ref

VERSION = "1.0.0"
PREFIX = "/barometre/api/v1"
ABOUT = (
    "Published figures of the customer-relations profession. Reading only, no key. "
    "Nothing is here before its release is out; a hidden cell has a mark and null values. "
    "Answers carry a strong ETag: ask again with If-None-Match."
)


def openapi(site: str) -> dict[str, Any]:
    """Return the description of the API of a site."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Bout du fil: barometer",
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": LICENCE, "url": LICENCE_ADDRESS},
        },
        "servers": [{"url": site + PREFIX}],
        "paths": _paths(),
        "components": {"schemas": SCHEMAS},
    }


def _paths() -> dict[str, Any]:
    slug = _in_path("slug", "Short name of the indicator.")
    which = [_in_path("survey", "Short name of the survey."), _in_path("number", "Its number.", 1)]
    indicator = _query("indicator", "Only this indicator (slug).")
    filters = [
        indicator,
        _query("table", "Only this table: total, region, type, size, region-type, size-type."),
        _query("region", "Only this region (official code, as 44)."),
        _query("period", "Only this period (a year)."),
    ]
    limit = {"type": "integer", "minimum": FEWEST, "maximum": MOST, "default": DEFAULT_LIMIT}
    paging = [
        _query("limit", "How many cells at most.", limit),
        _query("cursor", "Where to go on; taken as it is from next."),
    ]
    area = _query("area", "Only this place: FR, DE, FR-Grand Est…")
    return {
        "/indicators": _get("listIndicators", "Every indicator", "Indicators"),
        "/indicators/{slug}": _get("getIndicator", "One indicator", "OneIndicator", [slug]),
        "/releases": _get("listReleases", "Releases that are out", "Releases"),
        "/releases/{survey}/{number}": _get("getRelease", "One release", "OneRelease", which),
        "/cells": _get("listCells", "Published cells", "Cells", filters + paging),
        "/facts": _get("listFacts", "Figures of others", "Facts", [indicator, area]),
    }


def _get(
    name: str, said: str, schema: str, parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": ref("Problem")}}
    told = {"200": {"description": said, "content": {"application/json": {"schema": ref(schema)}}}}
    told["304"] = {"description": "Nothing changed since."}
    told["400"] = {"description": "A parameter is unknown or wrong.", "content": problem}
    if parameters:
        told["404"] = {"description": "There is no such thing.", "content": problem}
    operation: dict[str, Any] = {"operationId": name, "summary": said, "responses": told}
    return {"get": operation | ({"parameters": parameters} if parameters else {})}


def _in_path(name: str, said: str, least: int | None = None) -> dict[str, Any]:
    schema = {"type": "string"} if least is None else {"type": "integer", "minimum": least}
    return {"name": name, "in": "path", "required": True, "description": said, "schema": schema}


def _query(name: str, said: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    text = {"type": "string", "maxLength": LONGEST}
    return {"name": name, "in": "query", "description": said, "schema": schema or text}
