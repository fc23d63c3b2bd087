"""What the accounts hold of people: seconds, amounts, an account number, a mandate to audit."""

from typing import Any

from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.illico.models import AgentTime, AuditorSeat, PayAccount
from boutdufil.rooms.illico.services.payments import own_account


def export_money(person: Person) -> dict[str, Any]:
    """Return a person's metered calls, their account number, their mandates."""
    times = AgentTime.objects.filter(agent__person=person).order_by("metered__day", "pk")
    accounts = PayAccount.objects.filter(agent__person=person)
    seats = AuditorSeat.objects.filter(person=person)
    return {
        "times": list(times.values("metered__day", "metered__number__code", "seconds", "amount")),
        "accounts": [own_account(row.agent_id) for row in accounts],
        "audits": [{"began_at": seat.began_at, "ended_at": seat.ended_at} for seat in seats],
    }


def erase_money(person: Person) -> None:
    """Forget the account number and end the mandate; entries stay, under the number of a seat."""
    PayAccount.objects.filter(agent__person=person).delete()
    AuditorSeat.objects.filter(person=person, ended_at=None).update(ended_at=timezone.now())
