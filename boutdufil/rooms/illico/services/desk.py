"""Asking the dispatcher on behalf of an agent, and telling its refusals in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import realtime
from boutdufil.rooms.illico.errors import ConsoleError
from boutdufil.rooms.illico.selectors.agents import numbers_by_skill, profile_of

AWAY = gettext_lazy(
    "Le répartiteur ne répond pas. Les conversations en cours continuent. Réessayez dans un "
    "instant."
)
WORDS = {
    "unknown_agent": gettext_lazy("Votre poste n’est pas ouvert. Prenez votre poste d’abord."),
    "unknown_call": gettext_lazy("Cet appel n’est plus là."),
    "over": gettext_lazy("Cet appel est terminé."),
    "wrong_state": gettext_lazy("Cet appel ou ce poste n’est plus dans cet état."),
    "unknown_line": gettext_lazy("Ce numéro n’est pas ouvert."),
    "busy": AWAY,
}


def ask(op: str, **body: Any) -> Mapping[str, Any]:
    """Return the dispatcher's answer.

    :raises ConsoleError: it refuses, or does not answer.
    """
    try:
        return realtime.ask(op, **body)
    except realtime.RefusedError as error:
        words = str(WORDS.get(error.code, _("Le répartiteur a refusé.")))
        raise ConsoleError(words, error.code) from error
    except realtime.ExchangeAwayError as error:
        raise ConsoleError(str(AWAY), "away") from error


def ask_quietly(op: str, **body: Any) -> bool:
    """Ask for what need not succeed; tell whether it did."""
    try:
        realtime.ask(op, **body)
    except realtime.RealtimeError:
        return False
    return True


def move_agent(*, agent_id: int) -> None:
    """Tell the dispatcher what an agent may answer now, if they are at their post."""
    ask_quietly("move", agent=f"a{agent_id}", profile=profile_of(agent_id))


def refresh_agent(*, agent_id: int) -> None:
    """Tell the dispatcher anew what an agent may answer; what they chose for now stays.

    Who is not at their post is told when they next take it.
    """
    try:
        now = realtime.ask("state", agent=f"a{agent_id}").get("may_answer")
    except realtime.RealtimeError:
        return
    if not now:
        return
    numbers = numbers_by_skill(agent_id)
    answered = {numbers[skill] for skill in now["skills"] if skill in numbers}
    profile = profile_of(agent_id, channels=tuple(now["channels"]), numbers=frozenset(answered))
    ask_quietly("move", agent=f"a{agent_id}", profile=profile)
