"""Questionnaires of the package, put into the tables after every migrate."""

from __future__ import annotations

import hashlib
import json
import logging
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from boutdufil.rooms.barometer.models import Questionnaire, Variable
from boutdufil.rooms.barometer.rules.questionnaires import Form, parse

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "questionnaires"

logger = logging.getLogger(__name__)


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a questionnaire's canonical JSON."""
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def load_shipped() -> int:
    """Put the package's questionnaires in the tables; return how many were new or changed.

    One that a wave uses, or that somebody answers, stays as it is: a change is a new version.

    :raises FormError: a file that is no questionnaire; nothing is loaded.
    """
    return sum(_load(path) for path in sorted(SHIPPED.glob("*.toml")))


def _load(path: Path) -> bool:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    form, told = parse(content), content_hash(content)
    held = Questionnaire.objects.filter(kind=form.kind, version=form.version).first()
    if held is not None and held.content_hash == told:
        return False
    if held is not None and _is_used(held):
        logger.warning("%s differs from what waves use: give it the next version", path.name)
        return False
    Questionnaire.objects.update_or_create(
        kind=form.kind,
        version=form.version,
        defaults={"name": form.name.fr, "content": content, "content_hash": told},
    )
    _load_variables(form)
    return True


def _is_used(one: Questionnaire) -> bool:
    return one.waves.exists() or one.company_waves.exists() or one.responses.exists()


def _load_variables(form: Form) -> None:
    for one in form.questions:
        options = [{"key": o.key, "fr": o.label.fr, "en": o.label.en} for o in one.options]
        Variable.objects.update_or_create(
            code=one.code,
            version=one.version,
            defaults={
                "kind": one.kind,
                "label": one.label.fr,
                "definition": one.definition.fr,
                "unit": one.unit.fr,
                "options": options,
            },
        )
