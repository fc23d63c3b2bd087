"""Registering a number, changing it, publishing it, closing it: never against the law."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.enums import OrganisationKind
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.law import Finding
from boutdufil.rooms.illico.errors import NumberError, NumberRefusedError
from boutdufil.rooms.illico.models import Number
from boutdufil.rooms.illico.rules.codes import RESERVED
from boutdufil.rooms.illico.rules.drafts import LISTS, LegalCase, NumberDraft
from boutdufil.rooms.illico.rules.number_law import check_number
from boutdufil.rooms.illico.selectors.drafts import draft_of
from boutdufil.rooms.illico.selectors.hours import weekly_hours
from boutdufil.rooms.illico.services.hours import publish_days


@transaction.atomic
def register_number(*, organisation_id: int, draft: NumberDraft, actor_id: int | None) -> Number:
    """Write a number down, as a candidate and not published yet.

    :raises NumberRefusedError: the law or the charter is against it.
    :raises NumberError: its address is taken.
    """
    _refuse(check_number(_case(organisation_id, draft), language=_language()))
    if draft.code in RESERVED or Number.objects.filter(code=draft.code).exists():
        raise NumberError(_("Cette adresse est déjà prise. Choisissez-en une autre."))
    try:
        with transaction.atomic():
            number = Number.objects.create(organisation_id=organisation_id, **_fields(draft))
    except IntegrityError as error:
        raise NumberError(_("Cette adresse est déjà prise. Choisissez-en une autre.")) from error
    _record(actor_id, "number_registered", number)
    return number


@transaction.atomic
def change_number(*, number_id: int, draft: NumberDraft, actor_id: int | None) -> Number:
    """Change what is said of a number; its address stays.

    :raises NumberRefusedError: the law or the charter is against it.
    """
    number = Number.objects.select_for_update().get(pk=number_id)
    case = _case(number.organisation_id, draft)
    if number.published_at:
        case = LegalCase(draft, case.is_public_body, weekly_hours(number_id))
    _refuse(check_number(case, language=_language()))
    fields = _fields(draft)
    del fields["code"]
    changed = sorted(name for name, value in fields.items() if getattr(number, name) != value)
    Number.objects.filter(pk=number_id).update(**fields)
    number.refresh_from_db()
    _record(actor_id, "number_changed", number, fields=changed)
    return number


@transaction.atomic
def publish_number(*, number_id: int, actor_id: int | None, now: datetime | None = None) -> Number:
    """Put a number into the directory, and its hours of the week to come with it.

    ``now`` is another moment for the demo world alone.

    :raises NumberRefusedError: the law or the charter is against it, its hours included.
    """
    number = Number.objects.select_for_update().get(pk=number_id)
    if number.closed_at:
        raise NumberError(_("Ce numéro est fermé."))
    case = _case(number.organisation_id, draft_of(number))
    hours = weekly_hours(number_id)
    _refuse(check_number(LegalCase(case.draft, case.is_public_body, hours), language=_language()))
    if number.published_at is None:
        number.published_at = now or timezone.now()
        number.save(update_fields=["published_at"])
        publish_days(now=timezone.now(), number_ids=[number_id])
        _record(actor_id, "number_published", number)
    return number


@transaction.atomic
def close_number(*, number_id: int, actor_id: int | None) -> None:
    """Close a number for good; what happened on it stays readable."""
    number = Number.objects.select_for_update().get(pk=number_id)
    if number.closed_at is None:
        number.closed_at = timezone.now()
        number.save(update_fields=["closed_at"])
        _record(actor_id, "number_closed", number)


def _fields(draft: NumberDraft) -> dict[str, object]:
    fields: dict[str, object] = asdict(draft)
    return fields | {name: list(getattr(draft, name)) for name in LISTS}


def _case(organisation_id: int, draft: NumberDraft) -> LegalCase:
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=organisation_id)
    return LegalCase(draft, is_public_body=kind == OrganisationKind.PUBLIC_BODY)


def _refuse(findings: tuple[Finding, ...]) -> None:
    against = tuple(finding for finding in findings if finding.is_blocking)
    if against:
        raise NumberRefusedError(against)


def _language() -> str:
    return (get_language() or "fr")[:2]


def _record(actor_id: int | None, verb: str, number: Number, **facts: object) -> None:
    audit.record(
        actor_id=actor_id, verb=f"illico.{verb}", subject=f"number:{number.pk}", facts=facts
    )
