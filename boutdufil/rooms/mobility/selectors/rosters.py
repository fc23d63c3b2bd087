"""The people of a plan, opened with its key."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from boutdufil.adapters import vault
from boutdufil.rooms.mobility.models import Plan, PlanKey, RosterEntry

PURPOSE = "mobility.plan_key"


@dataclass(frozen=True, slots=True)
class Employee:
    """One person under a pseudonym.

    `code` is a ROME code, `commune` an INSEE code, `pay` gross cents a month, `seniority` years
    at the end of the contract; None is unknown, and no limit where it would be one. `wishes` are
    ROME codes and numbers of vacancies. `name` and `email` are for human resources alone.
    """

    pseudonym: str
    code: str
    title: str
    commune: str
    ends_on: date
    has_car: bool = False
    max_minutes: int | None = None
    weekly_hours: float | None = None
    pay: int | None = None
    seniority: float | None = None
    no_sunday: bool = False
    no_night: bool = False
    home_days: int = 0
    wishes: tuple[str, ...] = ()
    name: str = ""
    email: str = ""
    email_agreed: bool = False
    entry_id: int = field(default=0, compare=False)
    number: int = field(default=0, compare=False)
    person_id: int | None = field(default=None, compare=False)


OUTSIDE = ("entry_id", "number", "person_id")


def plan_key(plan: Plan) -> bytes | None:
    """Return the key of a plan's roster; None once it is shredded.

    :raises VaultClosedError: the secret of the site is not the one it was wrapped with.
    """
    key = PlanKey.objects.filter(plan=plan).first()
    if key is None:
        return None
    return _unwrapped(bytes(key.wrapped), plan.ref)


def wrapping_key() -> bytes:
    """Return the key of the site that wraps the keys of plans."""
    return vault.site_key(settings.SECRET_KEY, PURPOSE)


def _unwrapped(wrapped: bytes, about: str) -> bytes:
    """Open a key with the secret of the site, or with a former one it still knows."""
    *formers, last = settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS
    for secret in formers:
        try:
            return vault.unseal(vault.site_key(secret, PURPOSE), wrapped, about=about)
        except vault.VaultClosedError:
            continue
    return vault.unseal(vault.site_key(last, PURPOSE), wrapped, about=about)


def employees(plan: Plan) -> list[Employee]:
    """Return the roster in its order; empty once it is shredded."""
    key = plan_key(plan)
    return [opened(key, entry) for entry in plan.entries.all()] if key else []


def employee(plan: Plan, entry_id: int) -> Employee | None:
    """Return one person of the roster."""
    key, entry = plan_key(plan), plan.entries.filter(pk=entry_id).first()
    return opened(key, entry) if key and entry else None


def opened(key: bytes, entry: RosterEntry) -> Employee:
    """Return a row unsealed."""
    facts = vault.unseal_facts(key, bytes(entry.sealed), about=row_name(entry.plan_id))
    facts |= {"wishes": tuple(facts["wishes"]), "ends_on": date.fromisoformat(facts["ends_on"])}
    return Employee(**facts, entry_id=entry.pk, number=entry.number, person_id=entry.person_id)


def sealed(key: bytes, plan_id: int, person: Employee) -> bytes:
    """Return a row as it is kept."""
    facts: dict[str, Any] = asdict(person) | {"ends_on": person.ends_on.isoformat()}
    kept = {name: value for name, value in facts.items() if name not in OUTSIDE}
    return vault.seal_facts(key, kept, about=row_name(plan_id))


def row_name(plan_id: int) -> str:
    """What a row's seal is about: a row of one plan never opens as another's."""
    return f"plan:{plan_id}:row"
