"""The shapes of the reading API's answers, as JSON Schema (2020-12)."""

from __future__ import annotations

from typing import Any

from boutdufil.rooms.barometer.enums import Mark, Measure, SourceKind

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer"}
NUMBER_OR_NONE: Schema = {"type": ["number", "null"]}


def ref(name: str) -> Schema:
    """Point to a shape."""
    return {"$ref": f"#/components/schemas/{name}"}


def shape(said: str, **properties: Schema) -> Schema:
    """Return an object of exactly these properties."""
    return {
        "type": "object",
        "description": said,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def many(name: str) -> Schema:
    """Return a list of a shape."""
    return {"type": "array", "items": ref(name)}


def answer(said: str, **properties: Schema) -> Schema:
    """Return an answer: the licence, and what was asked for."""
    return shape(said, licence=ref("Licence"), **properties)


RELEASE: dict[str, Schema] = {
    "survey": {"type": "string", "description": "Short name of the survey."},
    "survey_name": TEXT,
    "number": {"type": "integer", "description": "Number of the release in its survey."},
    "name": TEXT,
    "wave": TEXT,
    "period_start": {"type": "string", "format": "date"},
    "period_end": {"type": "string", "format": "date"},
    "published_at": {"type": "string", "format": "date-time"},
    "simulated": {"type": "boolean", "description": "True: invented centres. Say so when citing."},
    "citation": ref("Both"),
    "tables_zip": {"type": "string", "format": "uri"},
}
SCHEMAS: dict[str, Schema] = {
    "Licence": shape("What may be done with the data.", name=TEXT, url=TEXT),
    "Both": shape("A text in both languages.", fr=TEXT, en=TEXT),
    "Indicator": shape(
        "One figure one may quote.",
        slug=TEXT,
        measure={"type": "string", "enum": [str(one) for one in Measure]},
        name=ref("Both"),
        unit=ref("Both"),
        definition=ref("Both"),
        denominator=ref("Both"),
        scope=ref("Both"),
        method=ref("Both"),
        page={"type": "string", "format": "uri"},
    ),
    "Release": shape("Tables that went out together and never change.", **RELEASE),
    "ReleaseDetail": shape(
        "A release, its tables and what it was made with.",
        **RELEASE,
        tables={"type": "array", "items": TEXT},
        made_with=shape(
            "Version of the program and SHA-256 of data, weights and cells.",
            code_version=TEXT,
            data_hash=TEXT,
            weights_hash=TEXT,
            cells_hash=TEXT,
        ),
    ),
    "Cell": shape(
        "One published cell. Numbers are null where the mark hides them; null is never zero.",
        survey=TEXT,
        release=WHOLE,
        simulated=FLAG,
        indicator=TEXT,
        table=TEXT,
        period=TEXT,
        place={
            "type": "object",
            "description": "Code of each axis (region, centre_type, size); {} is the whole.",
            "additionalProperties": TEXT,
        },
        value=NUMBER_OR_NONE,
        low=NUMBER_OR_NONE,
        high=NUMBER_OR_NONE,
        variation=NUMBER_OR_NONE,
        respondents={"type": ["integer", "null"]},
        mark={"type": "string", "enum": [str(one) for one in Mark]},
    ),
    "Source": shape(
        "Who says a quoted figure.",
        name=TEXT,
        publisher=TEXT,
        published_on=TEXT,
        url=TEXT,
        kind={"type": "string", "enum": [str(one) for one in SourceKind]},
    ),
    "Fact": shape(
        "A figure of others, as it was said: never corrected, no interval of ours.",
        indicator=TEXT,
        area=TEXT,
        period=TEXT,
        qualifier=TEXT,
        value={"type": "number"},
        value_high=NUMBER_OR_NONE,
        definition=TEXT,
        denominator=TEXT,
        note=TEXT,
        source=ref("Source"),
    ),
    "Problem": {
        "type": "object",
        "description": "Why there is no answer (RFC 9457); parameter names what to change.",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": WHOLE,
            "detail": TEXT,
            "parameter": TEXT,
        },
        "required": ["type", "title", "status", "detail"],
        "additionalProperties": False,
    },
    "Indicators": answer("Every indicator.", indicators=many("Indicator")),
    "OneIndicator": answer("One indicator.", indicator=ref("Indicator")),
    "Releases": answer("Releases, the newest first.", releases=many("Release")),
    "OneRelease": answer("One release.", release=ref("ReleaseDetail")),
    "Cells": answer(
        "A page of cells; next is the complete address of the following page.",
        cells=many("Cell"),
        next={"type": ["string", "null"]},
    ),
    "Facts": answer("Figures of others.", facts=many("Fact")),
}
