"""Answers for many centres at once: a table typed in a page, or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.rooms.barometer.enums import AnswerOrigin
from boutdufil.rooms.barometer.errors import AnswerRefusedError, BarometerError
from boutdufil.rooms.barometer.rules.answer_tables import AnswerLine
from boutdufil.rooms.barometer.rules.expressions import Answer
from boutdufil.rooms.barometer.selectors.respondents import CentreRow, CentresPage
from boutdufil.rooms.barometer.services.responses import Said, save_values, send_response

SALT = "barometer.answers"
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Changes:
    """What a file would change: new answers, and answers that stood and would be replaced."""

    new: int
    replaced: int


def count_changes(*, page: CentresPage, lines: Sequence[AnswerLine]) -> Changes:
    """Return what lines would change."""
    held = {one.response.unit_key: one.values for one in page.centres}
    new = sum(code not in held[line.key] for line in lines for code in line.values)
    replaced = sum(
        code in held[line.key] and held[line.key][code] != value
        for line in lines
        for code, value in line.values.items()
    )
    return Changes(new, replaced)


def pack_lines(*, page: CentresPage, lines: Sequence[AnswerLine]) -> str:
    """Return lines as a text to send along with a page, so that what is taken is what was shown."""
    told = [[line.line, line.key, dict(line.values)] for line in lines]
    return signing.dumps([_about(page), told], salt=SALT, compress=True)


@transaction.atomic
def take_lines(*, page: CentresPage, packed: str) -> int:
    """Keep the answers of a file that was shown; return for how many centres.

    :raises AnswerRefusedError: the text is not one of ours, of another page, or a day old.
    :raises FrozenError: the wave takes no answers any more.
    """
    try:
        about, told = signing.loads(packed, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        about, told = None, ()
    if about != _about(page):
        raise AnswerRefusedError(_("Ce fichier n’est plus là : choisissez-le de nouveau."), "file")
    centres = {one.response.unit_key: one for one in page.centres}
    for _line, key, values in told:
        _keep(centres[key], values)
    return len(told)


def send_centres(*, page: CentresPage) -> tuple[int, int]:
    """Send each centre with nothing left to mend; return how many went and how many wait."""
    sent = 0
    for one in page.centres:
        if not one.can_be_sent:
            continue
        try:
            send_response(response_id=one.response.id, explanations={})
        except BarometerError:
            continue
        sent += 1
    waiting = sum(not one.response.is_sent for one in page.centres) - sent
    return sent, waiting


def _keep(centre: CentreRow, values: Mapping[str, Answer]) -> None:
    said = Said(values, origin=AnswerOrigin.UPLOADED)
    save_values(response_id=centre.response.id, said=said)


def _about(page: CentresPage) -> list[int]:
    return [page.contact_id, page.wave.id]
