"""Figures of other sources that statisticians enter: one by one, or a table whole, or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.lib.tables import Table
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import FactSource, Indicator, QuotedFact
from boutdufil.rooms.barometer.rules.fact_lines import (
    FactDraft,
    SourceDraft,
    column_name,
    draft_of,
    line_problems,
    missing_columns,
    said_lines,
)
from boutdufil.rooms.barometer.rules.figures import written
from boutdufil.rooms.barometer.rules.frame_lines import LineProblem
from boutdufil.rooms.barometer.selectors.entered_facts import known_names

SALT = "barometer.facts"
KEPT_SECONDS = 24 * 3600
Said = Mapping[str, str]


class FactsRefusedError(BarometerError):
    """A table with mistakes: nothing of it was kept; ``problems`` are its lines."""

    def __init__(self, problems: Sequence[LineProblem]) -> None:
        super().__init__(_("Aucun chiffre n’est repris : corrigez ces lignes."), "table")
        self.problems = tuple(problems)


@transaction.atomic
def enter_fact(*, survey_id: int, draft: FactDraft, actor_id: int | None) -> QuotedFact:
    """Keep a figure as its source gives it.

    :raises BarometerError: the same source already gives one there, then, in the same sense.
    """
    _hold_indicators()
    fact = _keep(draft, actor_id)
    audit.record(
        actor_id=actor_id,
        verb="barometer.enter_fact",
        subject=f"quoted_fact:{fact.pk}",
        facts={"survey": survey_id},
    )
    return fact


def read_facts(*, survey_id: int, table: Table) -> tuple[list[FactDraft], str]:
    """Return the figures of a table and a text to send along with a page that shows them.

    Nothing is kept.

    :raises FactsRefusedError: with each line that cannot be taken.
    :raises BarometerError: a column is missing.
    """
    if missing := missing_columns(table):
        told = _("Il manque des colonnes : %(columns)s. La première ligne les nomme.")
        raise BarometerError(told % {"columns": ", ".join(missing)}, "table")
    lines = said_lines(table)
    with transaction.atomic():
        drafts = _take(lines, None)
        transaction.set_rollback(True)
    return drafts, signing.dumps([survey_id, lines], salt=SALT, compress=True)


@transaction.atomic
def take_facts(*, survey_id: int, packed: str, actor_id: int | None) -> int:
    """Keep the figures of a table that was shown; return how many.

    :raises BarometerError: the text is not one of ours, of another survey, or a day old.
    :raises FactsRefusedError: what was free of faults when shown is no more; nothing is kept.
    """
    try:
        about, lines = signing.loads(packed, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        about, lines = None, ()
    if about != survey_id:
        raise BarometerError(_("Ce fichier n’est plus là : choisissez-le de nouveau."), "table")
    drafts = _take(lines, actor_id)
    audit.record(
        actor_id=actor_id,
        verb="barometer.take_facts",
        subject=f"survey:{survey_id}",
        facts={"lines": len(drafts)},
    )
    return len(drafts)


@transaction.atomic
def withdraw_fact(*, fact_id: int, reason: str, actor_id: int | None) -> None:
    """Take a figure off the public pages; the desk keeps it, with why. Twice is once."""
    standing = QuotedFact.objects.filter(pk=fact_id, withdrawn_at=None)
    if standing.update(withdrawn_at=timezone.now(), withdrawn_reason=reason):
        audit.record(
            actor_id=actor_id,
            verb="barometer.withdraw_fact",
            subject=f"quoted_fact:{fact_id}",
        )


def _take(lines: Sequence[tuple[int, Said]], actor_id: int | None) -> list[FactDraft]:
    _hold_indicators()
    known = known_names()
    problems: list[LineProblem] = []
    drafts: list[FactDraft] = []
    for line, said in lines:
        wrong = line_problems(line, said, known)
        if not wrong:
            drafts.append(draft_of(said))
            wrong = _refusal(line, drafts[-1], actor_id)
        problems += wrong
    if problems:
        raise FactsRefusedError(problems)
    return drafts


def _refusal(line: int, draft: FactDraft, actor_id: int | None) -> list[LineProblem]:
    """Keep the figure of a line; return why it cannot be."""
    try:
        _keep(draft, actor_id)
    except BarometerError as error:
        return [LineProblem(line, column_name(error.field), str(error))]
    return []


def _keep(draft: FactDraft, actor_id: int | None) -> QuotedFact:
    indicator = Indicator.objects.get(slug=draft.indicator)
    source = _source(draft.source)
    same = QuotedFact.objects.filter(
        indicator=indicator,
        source=source,
        area=draft.area,
        period=draft.period,
        qualifier=draft.qualifier,
        withdrawn_at=None,
    ).first()
    if same is not None:
        told = _(
            "Cette source donne déjà %(said)s pour ce lieu et cette période : retirez d’abord "
            "l’autre, ou dites en quoi celui-ci diffère dans « dit »."
        )
        said = written(same.value, same.value_high, same.qualifier)
        raise BarometerError(told % {"said": said}, "period")
    return QuotedFact.objects.create(
        indicator=indicator,
        source=source,
        area=draft.area,
        period=draft.period,
        value=draft.value,
        value_high=draft.value_high,
        qualifier=draft.qualifier,
        definition=draft.definition,
        denominator=draft.denominator,
        note=draft.note,
        entered_by_id=actor_id,
    )


def _source(draft: SourceDraft) -> FactSource:
    about = {
        "name": draft.name,
        "kind": draft.kind,
        "publisher": draft.publisher,
        "published_on": draft.published_on,
        "address": draft.address,
    }
    found, _created = FactSource.objects.get_or_create(key=draft.key, defaults=about)
    return found


def _hold_indicators() -> None:
    """Enter one at a time: two at once would each see the table without the other's figure."""
    list(Indicator.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
