"""What whoever leads a team does: move people between queues, note the works council's opinion."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.files.services import store_file
from boutdufil.rooms.illico.models import Agent, WorksCouncilOpinion
from boutdufil.rooms.illico.selectors.agents import profile_of
from boutdufil.rooms.illico.services.desk import ask


def move_to(*, agent_id: int, number_ids: Collection[int], actor_id: int) -> None:
    """Let an agent at their post answer these of their numbers until they next take their post.

    :raises ConsoleError: they are not there, or the dispatcher does not answer.
    """
    agent = Agent.objects.get(pk=agent_id)
    ask("move", agent=agent.name, profile=profile_of(agent_id, numbers=frozenset(number_ids)))
    audit.record(
        actor_id=actor_id,
        verb="illico.move_agent",
        subject=f"agent:{agent_id}",
        facts={"numbers": sorted(number_ids)},
    )


@transaction.atomic
def record_opinion(
    *, organisation_id: int, given_on: date, actor_id: int, document: tuple[str, bytes] | None
) -> WorksCouncilOpinion:
    """Note when the works council gave its opinion; ``document`` is a name and a PDF.

    :raises FileRefused: the document is no PDF, or too heavy.
    """
    name, content = document or ("", b"")
    stored = (
        store_file(content=content, name=name, purpose="illico.works_council") if document else None
    )
    opinion = WorksCouncilOpinion.objects.create(
        organisation_id=organisation_id,
        given_on=given_on,
        document=stored,
        recorded_by_id=actor_id,
    )
    audit.record(
        actor_id=actor_id,
        verb="illico.record_opinion",
        subject=f"organisation:{organisation_id}",
        facts={"given_on": given_on.isoformat()},
    )
    return opinion
