"""What a form without JavaScript answers to a question, as it is kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import ItemKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.rules.quiz_words import LONGEST_TEXT, Value, read_value
from boutdufil.rooms.contests.rules.shown import Form, ShownItem, answer_in


def sent_answer(form: Form, item: ShownItem) -> Value:
    """Return what was sent in answer to a question; None takes an answer back.

    :raises ContestError: an order whose places are missing, or given twice.
    """
    said = answer_in(form, item)
    if isinstance(said, str):
        return read_value(said[:LONGEST_TEXT])
    keys = {one.key for one in item.options}
    chosen = [key for key in said or [] if key in keys]
    if not chosen and item.kind == ItemKind.ORDER and _is_begun(form, item):
        raise ContestError(
            _("Donnez une place à chaque ligne, et chaque place une seule fois : rien n’est gardé.")
        )
    return read_value(chosen)


def _is_begun(form: Form, item: ShownItem) -> bool:
    return any(form.get(f"{item.name}-{one.key}", "") for one in item.options)
