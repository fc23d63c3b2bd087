"""What the law and the charter have against a number: articles as data, pure checks.

A refusal names its article and what to do instead. What is doubtful is a warning that says so.
"""

import json
from collections.abc import Iterator
from datetime import date, time
from importlib.resources import files
from typing import Any

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.posts.law import Article, Finding, Severity
from boutdufil.rooms.illico.enums import Payer, Purpose
from boutdufil.rooms.illico.rules.amounts import HIGHEST_RATE
from boutdufil.rooms.illico.rules.drafts import LegalCase, NumberDraft
from boutdufil.rooms.illico.rules.opening import END_OF_DAY, Span

_SAID: dict[str, Any] = json.loads(
    (files("boutdufil.rooms.illico") / "data" / "number_law.json").read_text(encoding="utf-8")
)
REMEDIES: dict[str, dict[str, str]] = _SAID["remedies"]
# Purposes for which nobody may pay more than an ordinary call (L.121-16).
OWED = frozenset({Purpose.CONTRACT, Purpose.COMPLAINT, Purpose.AFTER_SALES})
# Channels of people who do not use the voice, which L.112-8 keeps free.
SIGHT = (Channel.VIDEO, Channel.TEXT)
CUED_SPEECH = "lpc"
WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def _article(row: dict[str, Any]) -> Article:
    days = {name: date.fromisoformat(row[name]) for name in ("in_force_on", "read_on")}
    return Article(**{**row, **days})


ARTICLES = {row["key"]: _article(row) for row in _SAID["articles"]}


def check_number(case: LegalCase, *, language: str = "fr") -> tuple[Finding, ...]:
    """Return everything there is against a number, what stops it first."""
    found = [finding for rule in RULES for finding in rule(case, language)]
    return tuple(sorted(found, key=lambda finding: not finding.is_blocking))


def _payer(case: LegalCase, language: str) -> Iterator[Finding]:
    draft = case.draft
    if draft.payer != Payer.CALLER:
        return
    against = {
        "caller_pays_contract": bool(OWED.intersection(draft.purposes)),
        "caller_pays_sign": has_sight(draft),
        "public_surcharge": case.is_public_body,
        "caller_pays_web": True,
        "free_alternative": draft.rate > 0 and not draft.free_alternative.strip(),
    }
    yield from (_finding(rule, language) for rule, holds in against.items() if holds)


def _price(case: LegalCase, language: str) -> Iterator[Finding]:
    if case.draft.rate > HIGHEST_RATE:
        yield _finding("over_cap", language)


def _sight_owed(case: LegalCase, language: str) -> Iterator[Finding]:
    """Sign language, cued speech and text where voice answers (of large firms and the State)."""
    draft = case.draft
    if Channel.VOICE not in draft.channels:
        return
    if case.is_public_body:
        yield from _sight(case, "public", language)
    elif draft.over_250_million and OWED.intersection(draft.purposes):
        yield from _sight(case, "company", language)
    elif draft.over_250_million and not set(SIGHT) <= set(draft.channels):
        yield _finding("large_other_purpose", language)


def _sight(case: LegalCase, whose: str, language: str) -> Iterator[Finding]:
    draft = case.draft
    missing = [channel for channel in SIGHT if channel not in draft.channels]
    if missing:
        words = ", ".join(str(channel.label) for channel in missing)
        yield _finding(f"sign_channel_{whose}", language, words)
    if CUED_SPEECH not in draft.languages:
        yield _finding(f"cued_speech_{whose}", language)
    if case.hours is None:
        return
    for channel in SIGHT:
        bare = uncovered(case.hours.get(Channel.VOICE, ()), case.hours.get(channel, ()))
        if bare and channel in draft.channels:
            spans = spans_in_words(bare, language)
            yield _finding(f"sign_hours_{whose}", language, str(channel.label), hours=spans)


def _hours(case: LegalCase, language: str) -> Iterator[Finding]:
    if case.hours is None:
        return
    empty = [channel for channel in case.draft.channels if not case.hours.get(channel)]
    if empty or not case.draft.channels:
        words = ", ".join(str(Channel(channel).label) for channel in empty)
        yield _finding("no_hours", language, words)


RULES = (_payer, _price, _sight_owed, _hours)


def has_sight(draft: NumberDraft) -> bool:
    """Tell whether a number answers people who do not use the voice."""
    return bool(set(SIGHT).intersection(draft.channels)) or CUED_SPEECH in draft.languages


def uncovered(wanted: tuple[Span, ...], given: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the parts of the wanted hours that the given ones leave bare.

    >>> voice, video = Span(1, time(8), time(12)), Span(1, time(9), time(10))
    >>> [(span.opens.hour, span.closes.hour) for span in uncovered((voice,), (video,))]
    [(8, 9), (10, 12)]
    """
    bare = list(wanted)
    for cover in sorted(given):
        bare = [part for span in bare for part in _cut(span, cover)]
    return tuple(sorted(bare))


def _cut(span: Span, cover: Span) -> list[Span]:
    if span.weekday != cover.weekday:
        return [span]
    parts = (
        Span(span.weekday, span.opens, min(span.closes, cover.opens)),
        Span(span.weekday, max(span.opens, cover.closes), span.closes),
    )
    return [part for part in parts if part.opens < part.closes]


def spans_in_words(spans: tuple[Span, ...], language: str = "fr") -> str:
    """Return hours as one says them.

    >>> spans_in_words((Span(2, time(18), time(20, 30)),), "en")
    'Tuesday 18:00–20:30'
    """
    names = WEEKDAYS.get(language, WEEKDAYS["fr"])
    return ", ".join(
        f"{names[span.weekday - 1]} {clock(span.opens, language)}–{clock(span.closes, language)}"
        for span in spans
    )


def clock(hour: time, language: str = "fr") -> str:
    """Return an hour as one writes it; the last minute of a day is its end.

    >>> clock(time(8)), clock(time(23, 59)), clock(time(9, 5), "en")
    ('8\xa0h', '24\xa0h', '09:05')
    """
    if language != "fr":
        return "24:00" if hour >= END_OF_DAY else f"{hour:%H:%M}"
    if hour >= END_OF_DAY:
        return "24\u00a0h"
    minutes = f"\u00a0{hour.minute:02}" if hour.minute else ""
    return f"{hour.hour}\u00a0h{minutes}"


def _finding(rule: str, language: str, words: str = "", **said: str) -> Finding:
    row = REMEDIES[rule]
    remedy = row.get(language, row["fr"]).format(**said)
    return Finding(
        rule, ARTICLES[row["article"]], Severity(row["severity"]), row["field"], words, remedy
    )
