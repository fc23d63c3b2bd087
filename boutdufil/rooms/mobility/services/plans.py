"""Beginning a plan, setting it, announcing it, destroying what it knew of people."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.adapters import vault
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.enums import ClosingReason
from boutdufil.rooms.mobility.enums import PlanState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PlanKey, PlanReader
from boutdufil.rooms.mobility.selectors import plans as selectors
from boutdufil.rooms.mobility.selectors.rosters import wrapping_key
from boutdufil.rooms.mobility.services.plan_trail import disclose_acts, record_act

# A reason of one word is none.
SHORTEST_REASON = 10
SHREDDABLE = (PlanState.DRAFT, PlanState.FROZEN)


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """What is said of a plan: `floor` in per cent, `max_minutes` for whoever said nothing."""

    title: str
    closes_on: date
    receivership: bool = False
    floor: int = 30
    max_minutes: int = 45


@transaction.atomic
def create_plan(
    *, organisation_id: int, settings: PlanSettings, actor_id: int | None, confidential: bool = True
) -> Plan:
    """Begin a plan with a key of its own; whoever begins it is its first reader."""
    plan = Plan.objects.create(
        organisation_id=organisation_id,
        confidential=confidential,
        announced_on=None if confidential else timezone.localdate(),
        created_by_id=actor_id,
        **asdict(settings),
    )
    PlanKey.objects.create(
        plan=plan, wrapped=vault.seal(wrapping_key(), vault.new_key(), about=plan.ref)
    )
    if actor_id is not None:
        PlanReader.objects.create(plan=plan, person_id=actor_id, named_by_id=actor_id)
    record(plan, "created", actor_id)
    return plan


@transaction.atomic
def change_plan(*, plan: Plan, settings: PlanSettings, actor_id: int | None) -> Plan:
    """Correct what is said of a plan; what was computed before is then no longer up to date."""
    plan = locked(plan)
    said = asdict(settings)
    former = {name: str(getattr(plan, name)) for name in said}
    for name, value in said.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(said))
    changed = [name for name in former if former[name] != str(getattr(plan, name))]
    record(plan, "changed", actor_id, fields=changed)
    return plan


@transaction.atomic
def announce_plan(*, plan: Plan, announced_on: date, actor_id: int | None) -> Plan:
    """End the confidential time of a plan, on the day it was announced.

    Its vacancies are attached in the ledger from now on, and its need is told.

    :raises PlanError: the day lies ahead, or the plan is not confidential any more.
    """
    plan = locked(plan)
    if not plan.confidential:
        raise PlanError(_("Ce plan est déjà annoncé."))
    if announced_on > timezone.localdate():
        raise PlanError(_("La date d’annonce ne peut pas être dans l’avenir."))
    plan.confidential, plan.announced_on = False, announced_on
    plan.save(update_fields=["confidential", "announced_on"])
    for vacancy_id in plan.vacancies.filter(removed_at=None).values_list("vacancy_id", flat=True):
        ledger.attach(vacancy_id=vacancy_id, to=plan.ref)
    if plan.need_id:
        ledger.publish_need(need_id=plan.need_id, actor_id=actor_id)
    disclose_acts(plan=plan)
    record(plan, "announced", actor_id, announced_on=announced_on.isoformat())
    return plan


@transaction.atomic
def shred_plan(*, plan: Plan, actor_id: int | None, by_time: bool = False) -> Plan:
    """Destroy what a plan knows of people: its key first, then every row.

    Copies of the database that were made before hold rows nobody can open without the key they
    hold as well; they last as long as backups are kept, and the page says so.

    `by_time` says that its time is over, whatever its state.

    :raises PlanError: people were told and the plan is not frozen yet.
    """
    plan = locked(plan, states=tuple(PlanState) if by_time else SHREDDABLE)
    record(plan, "shredded", actor_id)
    PlanKey.objects.filter(plan=plan).delete()
    plan.lists.all().delete()
    plan.openings.all().delete()
    for rows in (plan.entries, plan.imports, plan.readers, plan.sheet_links):
        rows.all().delete()
    if hasattr(plan, "seal"):
        plan.seal.delete()
    plan.versions.all().delete()
    plan.state, plan.shredded_at = PlanState.CLOSED, timezone.now()
    plan.title = _("Plan détruit")
    plan.save(update_fields=["state", "shredded_at", "title"])
    _close_need(plan, actor_id)
    return plan


def locked(plan: Plan, states: tuple[PlanState, ...] = ()) -> Plan:
    """Return the plan as it stands now, locked until the transaction ends.

    :raises PlanError: it is in none of `states`; without any, it is frozen or destroyed.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if states and plan.state not in states:
        raise PlanError(
            _("Un plan « %(state)s » ne le permet pas.") % {"state": plan.get_state_display()}
        )
    if not states and not selectors.is_changing(plan):
        raise PlanError(_("Ce plan est figé : rien n’y change plus."))
    return plan


def record(plan: Plan, act: str, actor_id: int | None, **facts: object) -> None:
    """Note an act on a plan in the audit trail; see `plan_trail`."""
    record_act(plan, act, actor_id, facts)


def _close_need(plan: Plan, actor_id: int | None) -> None:
    if plan.need_id:
        ledger.close_need(need_id=plan.need_id, reason=ClosingReason.CHANGED, actor_id=actor_id)
