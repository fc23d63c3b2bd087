"""Training bodies: an organisation says what it is declared and certified for."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.training.enums import QualiopiAction
from boutdufil.kernel.training.errors import TrainingError
from boutdufil.kernel.training.models import TrainingBody
from boutdufil.kernel.training.models.bodies import DECLARATION


@dataclass(frozen=True, slots=True)
class BodyDraft:
    """What a body declares of itself; `declaration` has 11 digits, or is empty."""

    declaration: str = ""
    qualiopi_scope: tuple[str, ...] = ()
    qualiopi_until: date | None = None


@transaction.atomic
def declare_body(*, organisation_id: int, draft: BodyDraft, actor_id: int | None) -> TrainingBody:
    """Make an organisation a training body, or correct what it declared.

    :raises TrainingError: when the number of the declaration has not 11 digits.
    """
    try:
        if draft.declaration:
            DECLARATION(draft.declaration)
    except ValidationError as error:
        raise TrainingError(error.messages[0]) from error
    body, _created = TrainingBody.objects.update_or_create(
        organisation_id=organisation_id,
        defaults={
            "declaration": draft.declaration,
            "qualiopi_scope": [QualiopiAction(action).value for action in draft.qualiopi_scope],
            "qualiopi_until": draft.qualiopi_until,
        },
    )
    audit.record(
        actor_id=actor_id, verb="training.declare_body", subject=f"training_body:{body.pk}"
    )
    return body
