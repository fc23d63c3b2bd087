"""Banks of questions and their themes."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Bank, Theme


@transaction.atomic
def begin_bank(*, organisation_id: int, name: str, actor_id: int) -> Bank:
    """Begin a bank of an organisation's questions."""
    bank = Bank.objects.create(organisation_id=organisation_id, name=name)
    audit.record(actor_id=actor_id, verb="contests.begin_bank", subject=f"bank:{bank.pk}", facts={})
    return bank


def add_theme(*, bank_id: int, name: str, is_trade: bool) -> Theme:
    """Add a theme to a bank.

    :raises ContestError: it has one of this name.
    """
    try:
        with transaction.atomic():
            return Theme.objects.create(bank_id=bank_id, name=name, is_trade=is_trade)
    except IntegrityError as error:
        told = _("Ce thème existe déjà dans cette banque : choisissez un autre nom.")
        raise ContestError(told, "name") from error


@transaction.atomic
def remove_theme(*, bank_id: int, theme_id: int) -> None:
    """Take a theme off a bank.

    :raises ContestError: questions are about it.
    """
    theme = Theme.objects.select_for_update().filter(bank_id=bank_id, pk=theme_id).first()
    if theme is None:
        return
    if theme.items.exists():
        raise ContestError(_("Des questions portent sur ce thème : il reste."))
    theme.delete()
