"""The steps of the charter: asked for, ruled, heard, decided, appealed against."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.models import Membership
from boutdufil.kernel.organisations.permissions import ANY_ROLE, reaching
from boutdufil.rooms.illico.enums import CharterAct, CharterState, DecisionState
from boutdufil.rooms.illico.errors import CharterError
from boutdufil.rooms.illico.models import CharterDecision, Number
from boutdufil.rooms.illico.permissions.charter import seated
from boutdufil.rooms.illico.rules.charter import (
    FEWEST_DECIDERS,
    PASSAGES,
    UNDONE_BY,
    can_hear,
    can_pass,
    ruled,
)
from boutdufil.rooms.illico.rules.promise import PromiseFigure
from boutdufil.rooms.illico.selectors import charter as selectors
from boutdufil.rooms.illico.selectors.promises import figures_of, number_figures

# States in which the daily rule looks at a number.
RULED = (CharterState.MEMBER, CharterState.UNDER_WATCH)


@transaction.atomic
def propose(
    *, number_id: int, act: CharterAct, grounds: str, actor_id: int | None, now: datetime
) -> CharterDecision:
    """Open a step for a number; its figures of the moment are kept with it.

    :raises CharterError: its state does not allow it, or another step waits to be decided.
    """
    number = _locked(number_id)
    if not can_pass(number.charter_state, act):
        raise CharterError(_("L’état du numéro dans la charte ne le permet pas."))
    _refuse_second(number)
    return _open(number, act, grounds=grounds, actor_id=actor_id, now=now)


@transaction.atomic
def withdraw_from_charter(*, number_id: int, reason: str, actor_id: int, now: datetime) -> None:
    """Let the holder leave the charter at once; what it promised until then stays counted.

    :raises CharterError: it is not in the charter.
    """
    number = _locked(number_id)
    if not can_pass(number.charter_state, CharterAct.WITHDRAW):
        raise CharterError(_("Ce numéro n’est pas dans la charte."))
    number.charter_decisions.filter(state__in=selectors.OPEN).update(
        state=DecisionState.REFUSED, decided_at=now, reason=_("Le titulaire a quitté la charte.")
    )
    decision = _open(number, CharterAct.WITHDRAW, grounds=reason, actor_id=actor_id, now=now)
    _settle(decision, number, accepted=True, now=now)


@transaction.atomic
def apply_rule(*, now: datetime) -> dict[str, int]:
    """Look at every number of the charter, once a day; count what the rule asked, by act.

    Coming under watch and leaving it follow from the figures. A suspension is only proposed.
    """
    done: dict[str, int] = {}
    numbers = Number.objects.filter(charter_state__in=RULED, closed_at=None)
    rows = list(numbers.select_related("organisation"))
    figures = {
        invented: figures_of(
            [row.pk for row in rows if row.organisation.invented is invented],
            now,
            invented=invented,
        )
        for invented in (False, True)
    }
    for row in rows:
        act = _rule(row, figures[row.organisation.invented][row.pk], now)
        if act:
            done[act] = done.get(act, 0) + 1
    return done


@transaction.atomic
def set_hearing(*, decision_id: int, hearing_at: datetime, actor_id: int, now: datetime) -> None:
    """Say when the holder is heard, a week ahead at least.

    :raises CharterError: too soon, or nothing waits to be heard.
    """
    decision = _waiting(decision_id)
    if not can_hear(hearing_at, now):
        raise CharterError(_("Laissez au moins sept jours au titulaire pour se préparer."))
    decision.state, decision.hearing_at = DecisionState.HEARING, hearing_at
    decision.save(update_fields=["state", "hearing_at"])
    _record(actor_id, "charter_hearing_set", decision)


@transaction.atomic
def answer_step(*, decision_id: int, text: str, actor_id: int, now: datetime) -> None:
    """Write down what the holder answers, before the decision.

    :raises CharterError: it is decided already.
    """
    decision = _waiting(decision_id)
    decision.answer, decision.answered_at = text, now
    decision.save(update_fields=["answer", "answered_at"])
    _record(actor_id, "charter_answered", decision)


@transaction.atomic
def sign_verdict(
    *, decision_id: int, accepted: bool, reason: str, member_id: int, now: datetime
) -> CharterDecision:
    """Sign a verdict as a member; it is decided once enough members signed the same.

    Without a reason one signs what stands there; with one, one writes a verdict anew.
    :raises CharterError: a member who may not decide this, or nobody was heard.
    """
    decision = _waiting(decision_id)
    number = _locked(decision.number_id)
    _check_member(decision, number, member_id)
    heard = PASSAGES[CharterAct(decision.act)].heard or decision.appeal_of_id is not None
    if heard and (decision.hearing_at is None or decision.hearing_at > now):
        raise CharterError(_("Le titulaire n’a pas encore été entendu."))
    if reason:
        decision.verdict, decision.reason = accepted, reason
        decision.deciders.clear()
    elif decision.verdict is None:
        raise CharterError(_("Écrivez d’abord les motifs."))
    decision.save(update_fields=["verdict", "reason"])
    decision.deciders.add(member_id)
    _record(member_id, "charter_signed", decision, accepted=decision.verdict)
    if decision.deciders.count() >= FEWEST_DECIDERS:
        _settle(decision, number, accepted=bool(decision.verdict), now=now)
    return decision


@transaction.atomic
def appeal(*, decision_id: int, grounds: str, actor_id: int, now: datetime) -> CharterDecision:
    """Ask others than those who decided to undo a decision.

    :raises CharterError: too late, not against the holder, or appealed against already.
    """
    step = selectors.step(decision_id)
    if step is None or not step.can_be_appealed(now):
        raise CharterError(_("Cette décision ne peut plus être contestée ici."))
    number = _locked(step.number_id)
    _refuse_second(number)
    decision = _open(number, UNDONE_BY[step.act], grounds=grounds, actor_id=actor_id, now=now)
    decision.appeal_of_id = decision_id
    # What is undone gives back the state before it; a refused entry lets in.
    decision.to_state = CharterState.MEMBER if step.act == CharterAct.ADMIT else step.before
    decision.save(update_fields=["appeal_of", "to_state"])
    return decision


def _rule(number: Number, figures: Mapping[str, PromiseFigure], now: datetime) -> CharterAct | None:
    steps = number.charter_decisions
    last = steps.filter(act=CharterAct.WATCH, state=DecisionState.DECIDED).first()
    act = ruled(number.charter_state, figures, last.decided_at if last else None, now)
    if act is None or steps.filter(state__in=selectors.OPEN).exists():
        return None
    number = _locked(number.pk)
    if not can_pass(number.charter_state, act):
        # Its holder has left meanwhile.
        return None
    decision = _open(number, act, grounds="", actor_id=None, now=now)
    if not PASSAGES[act].heard:
        _settle(decision, number, accepted=True, now=now)
    return act


def _open(
    number: Number,
    act: CharterAct,
    *,
    grounds: str,
    actor_id: int | None,
    now: datetime,
) -> CharterDecision:
    figures = number_figures(number.pk, now, invented=number.organisation.invented)
    decision = CharterDecision.objects.create(
        number=number,
        act=act,
        from_state=number.charter_state,
        to_state=PASSAGES[act].after,
        figures={channel: _kept(figure) for channel, figure in figures.items()},
        proposed_by_id=actor_id,
        proposed_at=now,
        grounds=grounds,
    )
    _record(actor_id, "charter_proposed", decision, act=act)
    return decision


def _kept(figure: PromiseFigure) -> dict[str, object]:
    return {name: value for name, value in asdict(figure).items() if name != "channel"}


def _settle(decision: CharterDecision, number: Number, *, accepted: bool, now: datetime) -> None:
    decision.state = DecisionState.DECIDED if accepted else DecisionState.REFUSED
    decision.decided_at = now
    decision.save(update_fields=["state", "decided_at"])
    if accepted:
        number.charter_state = decision.to_state
        number.save(update_fields=["charter_state"])
    _record(None, "charter_decided", decision, accepted=accepted, act=decision.act)


def _check_member(decision: CharterDecision, number: Number, member_id: int) -> None:
    if member_id not in seated():
        raise CharterError(_("Seuls les membres du comité décident."))
    ties = Membership.objects.filter(
        reaching(number.organisation_id), person_id=member_id, role__in=ANY_ROLE, ended_at=None
    )
    if ties.exists():
        raise CharterError(_("Qui a un lien avec le titulaire ne décide pas de son numéro."))
    before = decision.appeal_of
    if before and before.deciders.filter(pk=member_id).exists():
        raise CharterError(_("Un recours est jugé par d’autres que les personnes qui ont décidé."))


def _waiting(decision_id: int) -> CharterDecision:
    found = CharterDecision.objects.select_for_update().filter(
        pk=decision_id, state__in=selectors.OPEN
    )
    decision = found.first()
    if decision is None:
        raise CharterError(_("Cette étape est déjà décidée."))
    return decision


def _locked(number_id: int) -> Number:
    # The organisation may be shared with others who lock it: only the number is held.
    rows = Number.objects.select_related("organisation").select_for_update(of=("self",))
    return rows.get(pk=number_id)


def _refuse_second(number: Number) -> None:
    if number.charter_decisions.filter(state__in=selectors.OPEN).exists():
        raise CharterError(_("Une étape attend déjà d’être décidée pour ce numéro."))


def _record(actor_id: int | None, verb: str, decision: CharterDecision, **facts: object) -> None:
    audit.record(
        actor_id=actor_id,
        verb=f"illico.{verb}",
        subject=f"number:{decision.number_id}",
        facts={"decision": decision.pk, **facts},
    )
