"""What owners tell those who answer their numbers, and whom they let answer them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.rooms.illico.errors import NumberError
from boutdufil.rooms.illico.models import EntrustedNumber, Number
from boutdufil.rooms.illico.services.agents import entrust_number
from boutdufil.rooms.illico.services.desk import move_agent


@transaction.atomic
def write_guidance(
    *, number_id: int, procedure: str, may_decide: str, actor_id: int | None
) -> None:
    """Write down what is asked of those who answer; a call that is up shows it at the next look."""
    Number.objects.filter(pk=number_id).update(procedure=procedure, may_decide=may_decide)
    audit.record(actor_id=actor_id, verb="illico.write_guidance", subject=f"number:{number_id}")


def entrust_to_siret(*, number_id: int, siret: str, actor_id: int | None) -> None:
    """Let the organisation with this SIRET answer a number.

    :raises NumberError: no open organisation here has it.
    """
    digits = "".join(siret.split())
    found = Organisation.objects.filter(siret=digits, closed_on=None).exclude(siret="").first()
    if found is None:
        raise NumberError(_("Aucune organisation inscrite ici n’a ce SIRET."))
    entrust_number(number_id=number_id, organisation_id=found.pk, actor_id=actor_id)


def take_number_back(*, number_id: int, entrusted_id: int, actor_id: int | None) -> None:
    """Let a provider answer no longer; its people finish the calls they have in hand."""
    for agent_id in _end_entrusting(number_id, entrusted_id, actor_id):
        move_agent(agent_id=agent_id)


@transaction.atomic
def _end_entrusting(number_id: int, entrusted_id: int, actor_id: int | None) -> list[int]:
    """Write it down; return whose seats lost the number."""
    held = EntrustedNumber.objects.filter(pk=entrusted_id, number_id=number_id, ended_at=None)
    one = held.first()
    if one is None:
        return []
    held.update(ended_at=timezone.now())
    number = Number.objects.get(pk=number_id)
    agents = list(number.agents.filter(organisation_id=one.organisation_id))
    number.agents.remove(*agents)
    audit.record(
        actor_id=actor_id,
        verb="illico.take_number_back",
        subject=f"number:{number_id}",
        facts={"organisation": one.organisation_id},
    )
    return [agent.pk for agent in agents]
