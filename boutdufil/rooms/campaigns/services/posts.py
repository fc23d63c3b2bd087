"""A campaign has no posts of its own: it shows vacancies of the ledger, and answers needs."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.enums import AnswerKind
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.posts import is_shown, may_be_shown, open_need_choices
from boutdufil.rooms.campaigns.services.trail import record


@transaction.atomic
def show_vacancy(*, node: NodeRow, vacancy_id: int, person: Person) -> None:
    """Show a vacancy at a node; a second time changes nothing.

    :raises CampaignError: its employer takes no part in the campaign, or it is not open.
    """
    if not may_be_shown(node, vacancy_id, person):
        raise CampaignError(_("Cette offre ne peut pas être montrée ici."), "vacancy")
    ledger.attach(vacancy_id=vacancy_id, to=node.reference)
    record(person.pk, "show_vacancy", node.id, vacancy=vacancy_id)


@transaction.atomic
def hide_vacancy(*, node: NodeRow, vacancy_id: int, actor_id: int | None) -> None:
    """Stop showing a vacancy at a node; what happened until now still counts.

    :raises CampaignError: it is not shown there.
    """
    if not is_shown(node, vacancy_id):
        raise CampaignError(_("Cette offre n’est pas montrée ici."))
    ledger.detach(vacancy_id=vacancy_id, to=node.reference)
    record(actor_id, "hide_vacancy", node.id, vacancy=vacancy_id)


@transaction.atomic
def answer_need(*, node: NodeRow, need_id: int, places: int, person: Person) -> None:
    """Say that a need became this stop, for so many people; once more corrects the number.

    :raises CampaignError: it is no open need of an employer the person acts for.
    """
    if not open_need_choices(person).filter(pk=need_id).exists():
        raise CampaignError(_("Ce besoin n’est pas de ceux que vous tenez."), "need")
    ledger.answer_need(
        need_id=need_id, kind=AnswerKind.CAMPAIGN_STOP, ref=node.reference, places=places
    )
    record(person.pk, "answer_need", node.id, need=need_id, places=places)
