"""Words a vacancy may not use: a list of patterns with their article, read over folded text.

A pattern sees lower case words without accents, one space between them, and a full stop where a
sentence, a line or a clause ends. It finds words, never intentions: what it misses is for the
report button, what it sees wrongly is measured by ``tests/kernel/posts/test_wording.py``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from boutdufil.kernel.posts.law.articles import ARTICLES, Finding, Severity, read_data
from boutdufil.lib.text import fold, words

TOKEN = re.compile(r"[^\W_]+|[.!?;:\n•]")
STOPS = frozenset(".!?;:\n•")
# Words that carry a sentence and no meaning: enough to tell two languages apart.
ENGLISH = frozenset(
    words("the and you we are with our for your will to of in is be have as an who")
)
FRENCH = frozenset(
    words("le la les des et vous nous est une un du au aux dans pour avec sur en de")
)
ENGLISH_SEEN = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns of one reproach; a match that touches one of ``unless`` is none.

    With ``excuse`` "sentence", an ``unless`` anywhere in the same sentence excuses.
    """

    key: str
    article: str
    severity: Severity
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    remedy: dict[str, str]
    fields: tuple[str, ...]
    lifted_for: tuple[str, ...]
    excuse: str

    def finding(self, field: str, words: str, language: str) -> Finding:
        """Return a finding of this rule."""
        remedy = self.remedy.get(language, self.remedy["fr"])
        return Finding(self.key, ARTICLES[self.article], self.severity, field, words, remedy)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded words of a text, and where each stands in the original."""

    original: str
    text: str
    places: tuple[tuple[int, int, int], ...]

    def words(self, start: int, end: int) -> str:
        """Return the original words behind a span of the folded text."""
        spans = [(a, b) for at, a, b in self.places if start <= at < end]
        return self.original[spans[0][0] : spans[-1][1]] if spans else ""


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        key=row["key"],
        article=row["article"],
        severity=Severity(row["severity"]),
        patterns=tuple(re.compile(pattern) for pattern in row["patterns"]),
        unless=tuple(re.compile(pattern) for pattern in row["unless"]),
        remedy=row["remedy"],
        fields=tuple(row.get("fields", ())),
        lifted_for=tuple(row.get("lifted_for", ())),
        excuse=row.get("excuse", "touch"),
    )


RULES = {row["key"]: _rule(row) for row in read_data("wording.json")}
GENDERED = read_data("gendered.json")


def folded(text: str) -> Folded:
    """Fold a text word by word, keeping where each word stood."""
    pieces: list[str] = []
    places: list[tuple[int, int, int]] = []
    at = 0
    for found in TOKEN.finditer(text):
        word = "." if found.group() in STOPS else fold(found.group())
        if word:
            pieces.append(word)
            places.append((at, found.start(), found.end()))
            at += len(word) + 1
    return Folded(text, " ".join(pieces), tuple(places))


def check_text(
    text: str, *, field: str = "description", contract: str = "", language: str = "fr"
) -> tuple[Finding, ...]:
    """Return what the wording rules find in a text, each passage once a rule."""
    shape = folded(text)
    rules = [r for r in RULES.values() if contract not in r.lifted_for or not contract]
    found = [
        rule.finding(field, shape.words(start, end), language)
        for rule in rules
        if not rule.fields or field in rule.fields
        for start, end in _passages(rule, shape.text)
    ]
    foreign = RULES["foreign_text"]
    if field in foreign.fields and _is_english(shape.text):
        found.append(foreign.finding(field, text[:60], language))
    return tuple(found)


def _passages(rule: Rule, text: str) -> Iterator[tuple[int, int]]:
    excused = [
        _sentence(span, text) if rule.excuse == "sentence" else span
        for pattern in rule.unless
        for span in _spans(pattern, text)
    ]
    taken: list[tuple[int, int]] = []
    for pattern in rule.patterns:
        for span in _spans(pattern, text):
            if not any(_overlap(span, other) for other in (*excused, *taken)):
                taken.append(span)
                yield span


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [found.span() for found in pattern.finditer(text)]


def _sentence(span: tuple[int, int], text: str) -> tuple[int, int]:
    """Return the sentence around a span."""
    end = text.find(" . ", span[1])
    return text.rfind(" . ", 0, span[0]) + 1, end if end >= 0 else len(text)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_english(text: str) -> bool:
    said = text.split()
    english = sum(word in ENGLISH for word in said)
    return english >= ENGLISH_SEEN and english > sum(word in FRENCH for word in said)


def check_title(title: str, *, language: str = "fr") -> tuple[Finding, ...]:
    """Return what is wrong with a title, its words and its gender."""
    found = check_text(title, field="title", language=language)
    alone = _one_gender(folded(title))
    if alone:
        return (*found, RULES["one_gender_title"].finding("title", alone, language))
    return found


def _one_gender(title: Folded) -> str:
    """Return the first job word that stands in one gender alone, as written; or nothing."""
    spoken = [at for at in title.places if title.original[at[1] : at[2]] not in STOPS]
    said = [fold(title.original[start:end]) for _at, start, end in spoken]
    text = f" {' '.join(said)} "
    if any(f" {both} " in text for both in GENDERED["both"]):
        return ""
    for place, word in enumerate(said):
        other = _other_form(word, place)
        following = said[place + 1] if place + 1 < len(said) else ""
        if other and other not in said and following not in GENDERED["endings"]:
            return title.original[spoken[place][1] : spoken[place][2]]
    return ""


def _other_form(word: str, place: int) -> str:
    """Return the other gender of a job word, empty for any other word; plurals as well."""
    pairs = [*GENDERED["pairs"], *(GENDERED["first_word_only"] if place == 0 else [])]
    for one, other in pairs:
        for form, answer in ((one, other), (other, one)):
            if word == form:
                return str(answer)
            if word == f"{form}s":
                return f"{answer}s"
    return ""
