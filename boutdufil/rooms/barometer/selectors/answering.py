"""The pages of a response: its groups, one group, the summary before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.rooms.barometer.rules.answer_pages import live_content, sentences
from boutdufil.rooms.barometer.rules.answer_words import said, write_answer
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.rules.questionnaires import (
    Finding,
    Group,
    asked,
    asked_groups,
    findings,
    unanswered,
)
from boutdufil.rooms.barometer.selectors.responses import (
    ResponseRow,
    carried_values,
    prior_values,
    values_of,
)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in the list of pages: its name, and how many of its questions are answered."""

    key: str
    title: str
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group with what was answered, what is carried over, and what surprises."""

    group: Group
    title: str
    why: str
    values: dict[str, Answer]
    before: dict[str, Answer]
    carried: dict[str, Answer]
    asked: frozenset[str]
    groups: tuple[GroupRow, ...]
    found: dict[str, list[tuple[str, str]]]
    live: str

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the group's questions."""
        return tuple(one.code for one in self.group.questions)

    @property
    def place(self) -> int:
        """Return which page this is, from one on."""
        return [one.key for one in self.groups].index(self.group.key) + 1

    @property
    def following(self) -> str:
        """Return the key of the page after this one; "" when the summary comes."""
        rest = self.groups[self.place :]
        return rest[0].key if rest else ""

    @property
    def previous(self) -> str:
        """Return the key of the page before this one; "" when it is the first."""
        return self.groups[self.place - 2].key if self.place > 1 else ""


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """A question and its answer in words; "" when it was left blank."""

    code: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """A group with its answers in words."""

    key: str
    title: str
    answers: tuple[ToldAnswer, ...]


@dataclass(frozen=True, slots=True)
class Surprise:
    """A check that does not hold, with where to mend it."""

    code: str
    severity: str
    group: str
    question: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A response before it is sent: everything answered, everything still to do."""

    groups: tuple[ToldGroup, ...]
    surprises: tuple[Surprise, ...]
    blanks: int
    missing: tuple[Surprise, ...]

    @property
    def hard(self) -> tuple[Surprise, ...]:
        """Return what must be mended before sending."""
        return tuple(one for one in self.surprises if one.severity == "hard")

    @property
    def soft(self) -> dict[str, str]:
        """Return what must be explained, by check."""
        return {one.code: one.sentence for one in self.surprises if one.severity == "soft"}


def group_rows(row: ResponseRow) -> tuple[GroupRow, ...]:
    """Return the pages of a response, in order, those with nothing to ask left out."""
    return _group_rows(row, values_of(row.id))


def group_page(row: ResponseRow, key: str) -> GroupPage | None:
    """Return one page; None when it asks nothing of this unit."""
    form, values = row.form, values_of(row.id)
    group = next((one for one in asked_groups(form, values) if one.key == key), None)
    if group is None:
        return None
    before = prior_values([row]).get(row.id, {})
    shown = frozenset(one.code for one in asked(form, values))
    return GroupPage(
        group=group,
        title=said(group.title),
        why=said(group.why),
        values=values,
        before=before,
        carried=carried_values(form, before),
        asked=shown,
        groups=_group_rows(row, values),
        found=sentences(form, findings(form, values, before)),
        live=live_content(form, key, values, before),
    )


def summary(row: ResponseRow) -> Summary:
    """Return everything that was answered, in words, and what keeps it from being sent."""
    form, values = row.form, values_of(row.id)
    found = findings(form, values, prior_values([row]).get(row.id))
    blank = unanswered(form, values)
    told = zip(found, _sentences(row, found), strict=True)
    return Summary(
        groups=_told_groups(row, values),
        surprises=tuple(_surprise(row, one, text) for one, text in told),
        blanks=len(blank),
        missing=tuple(
            Surprise(one.code, "hard", one.group, one.code, said(one.label))
            for one in blank
            if one.is_required
        ),
    )


def _group_rows(row: ResponseRow, values: dict[str, Answer]) -> tuple[GroupRow, ...]:
    shown = asked(row.form, values)
    return tuple(
        GroupRow(
            group.key,
            said(group.title),
            sum(one.group == group.key and one.code in values for one in shown),
            sum(one.group == group.key for one in shown),
        )
        for group in asked_groups(row.form, values)
    )


def _told_groups(row: ResponseRow, values: dict[str, Answer]) -> tuple[ToldGroup, ...]:
    shown = asked(row.form, values)
    return tuple(
        ToldGroup(
            group.key,
            said(group.title),
            tuple(
                ToldAnswer(
                    one.code,
                    said(one.label),
                    write_answer(one, values[one.code]) if one.code in values else "",
                )
                for one in shown
                if one.group == group.key
            ),
        )
        for group in asked_groups(row.form, values)
    )


def _sentences(row: ResponseRow, found: tuple[Finding, ...]) -> list[str]:
    return [sentences(row.form, (one,))[one.question][0][1] for one in found]


def _surprise(row: ResponseRow, one: Finding, sentence: str) -> Surprise:
    question = row.form.question(one.question)
    if question is None:
        return Surprise(one.code, one.severity, "", one.question, sentence)
    told = f"{said(question.label)}\u00a0: {sentence}"
    return Surprise(one.code, one.severity, question.group, one.question, told)
