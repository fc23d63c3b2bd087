"""Questionnaires as forms."""

from __future__ import annotations

from functools import lru_cache

from boutdufil.rooms.barometer.enums import UnitKind
from boutdufil.rooms.barometer.models import Questionnaire
from boutdufil.rooms.barometer.rules.questionnaires import Form, parse

KEPT = 16


def form_of(questionnaire_id: int) -> Form:
    """Return the form of a questionnaire; parsed once for each content."""
    told = Questionnaire.objects.values_list("content_hash", flat=True).get(pk=questionnaire_id)
    return _form(questionnaire_id, told)


def latest_questionnaire(kind: UnitKind) -> int | None:
    """Return the newest questionnaire for centres or for companies."""
    found = Questionnaire.objects.filter(kind=kind).order_by("-version")
    return found.values_list("pk", flat=True).first()


@lru_cache(maxsize=KEPT)
def _form(questionnaire_id: int, _content_hash: str) -> Form:
    content = Questionnaire.objects.values_list("content", flat=True).get(pk=questionnaire_id)
    return parse(content)
