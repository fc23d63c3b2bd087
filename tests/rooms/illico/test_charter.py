"""The steps of the charter: the rule proposes, people decide after a hearing, others judge."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.illico.enums import CharterAct, CharterState, DecisionState, Outcome
from boutdufil.rooms.illico.errors import CharterError
from boutdufil.rooms.illico.models import CharterDecision
from boutdufil.rooms.illico.permissions.charter import can_appoint, can_decide, can_sit
from boutdufil.rooms.illico.rules.charter import (
    HEARING_NOTICE,
    PASSAGES,
    WATCHED_FOR,
    acts_from,
    can_pass,
    ruled,
)
from boutdufil.rooms.illico.rules.promise import PromiseFigure
from boutdufil.rooms.illico.selectors.charter import steps_of
from boutdufil.rooms.illico.services import charter, charter_privacy
from boutdufil.rooms.illico.services.invented_calls import InventedCall, record_invented_calls
from tests.factories.illico import (
    CharterDecisionFactory,
    CommitteeSeatFactory,
    NumberFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

GOOD = {"voice": PromiseFigure("voice", counted=200, kept=198)}
BAD = {"voice": PromiseFigure("voice", counted=200, kept=150)}
FEW = {"voice": PromiseFigure("voice", counted=20, kept=0)}
NOW = timezone.now()
LONG_AGO = NOW - WATCHED_FOR


@pytest.mark.parametrize(
    ("state", "figures", "since", "act"),
    [
        (CharterState.MEMBER, GOOD, None, None),
        (CharterState.MEMBER, FEW, None, None),
        (CharterState.MEMBER, BAD, None, CharterAct.WATCH),
        (CharterState.UNDER_WATCH, GOOD, NOW, CharterAct.UNWATCH),
        (CharterState.UNDER_WATCH, BAD, NOW, None),
        (CharterState.UNDER_WATCH, BAD, LONG_AGO, CharterAct.SUSPEND),
        (CharterState.UNDER_WATCH, FEW, LONG_AGO, None),
        (CharterState.CANDIDATE, BAD, None, None),
        (CharterState.SUSPENDED, GOOD, None, None),
        (CharterState.WITHDRAWN, BAD, None, None),
    ],
)
def test_what_the_rule_asks(state, figures, since, act):
    assert ruled(state, figures, since, NOW) == act


@pytest.mark.parametrize("state", list(CharterState))
@pytest.mark.parametrize("act", list(CharterAct))
def test_passages_lead_from_named_states_alone(state, act):
    allowed = {
        CharterAct.ADMIT: {CharterState.CANDIDATE, CharterState.WITHDRAWN},
        CharterAct.WATCH: {CharterState.MEMBER},
        CharterAct.UNWATCH: {CharterState.UNDER_WATCH},
        CharterAct.SUSPEND: {CharterState.MEMBER, CharterState.UNDER_WATCH},
        CharterAct.LIFT: {CharterState.SUSPENDED},
        CharterAct.WITHDRAW: {
            CharterState.MEMBER,
            CharterState.UNDER_WATCH,
            CharterState.SUSPENDED,
        },
    }

    assert can_pass(state, act) is (state in allowed[act])


def test_what_takes_something_away_is_heard_first():
    heard = {act for act, passage in PASSAGES.items() if passage.heard}

    assert heard == {CharterAct.SUSPEND, CharterAct.WITHDRAW}
    assert CharterAct.WATCH not in acts_from(CharterState.MEMBER)


def fail(number, count=150, kept=75):
    record_invented_calls(
        number_id=number.pk,
        calls=[
            InventedCall("voice", NOW - timedelta(days=2), 10.0, 60, Outcome.ANSWERED, one < kept)
            for one in range(count)
        ],
    )


@pytest.fixture
def number(db):
    return NumberFactory(charter_state=CharterState.MEMBER, published_at=NOW)


@pytest.fixture
def committee(db):
    return [CommitteeSeatFactory().person for _ in range(4)]


def sign(step, members, *, accepted=True, now=NOW):
    for place, member in enumerate(members):
        charter.sign_verdict(
            decision_id=step.pk,
            accepted=accepted,
            reason="" if place else "Parce que.",
            member_id=member.pk,
            now=now,
        )


def state_of(number):
    number.refresh_from_db()
    return number.charter_state


def test_the_rule_watches_then_only_proposes(number):
    fail(number)

    assert charter.apply_rule(now=NOW) == {CharterAct.WATCH: 1}
    assert state_of(number) == CharterState.UNDER_WATCH
    assert charter.apply_rule(now=NOW) == {}
    watch = CharterDecision.objects.get()
    watch.decided_at = NOW - WATCHED_FOR
    watch.save()

    assert charter.apply_rule(now=NOW) == {CharterAct.SUSPEND: 1}

    assert state_of(number) == CharterState.UNDER_WATCH
    assert steps_of(number.pk)[0].is_open
    assert charter.apply_rule(now=NOW) == {}


def test_the_figures_of_the_day_are_kept(number):
    fail(number, count=120, kept=60)
    charter.apply_rule(now=NOW)
    fail(number, count=50, kept=50)

    (then,) = steps_of(number.pk)[0].figures
    assert (then.figure.counted, then.figure.kept) == (120, 60)


@pytest.fixture
def suspension(number):
    number.charter_state = CharterState.UNDER_WATCH
    number.save()
    return CharterDecisionFactory(number=number)


def hear(step, now=NOW):
    charter.set_hearing(
        decision_id=step.pk,
        hearing_at=now - timedelta(days=1),
        actor_id=PersonFactory().pk,
        now=now - timedelta(days=1) - HEARING_NOTICE,
    )


def test_nobody_is_suspended_unheard(suspension, committee):
    with pytest.raises(CharterError, match="entendu"):
        sign(suspension, committee[:2])


def test_a_hearing_leaves_a_week(suspension):
    with pytest.raises(CharterError, match="sept jours"):
        charter.set_hearing(
            decision_id=suspension.pk,
            hearing_at=NOW + timedelta(days=6),
            actor_id=PersonFactory().pk,
            now=NOW,
        )


def test_one_signature_decides_nothing(suspension, committee):
    hear(suspension)
    sign(suspension, committee[:1])
    assert state_of(suspension.number) == CharterState.UNDER_WATCH

    sign(suspension, committee[:1])
    assert state_of(suspension.number) == CharterState.UNDER_WATCH


def test_two_signatures_under_the_same_verdict_decide(suspension, committee):
    hear(suspension)
    sign(suspension, committee[:2])

    assert state_of(suspension.number) == CharterState.SUSPENDED
    step = steps_of(suspension.number_id)[0]
    assert step.state == DecisionState.DECIDED
    assert step.deciders == tuple(person.name for person in committee[:2])
    assert AuditEntry.objects.filter(verb="illico.charter_decided").exists()


def test_another_verdict_needs_its_own_signatures(suspension, committee):
    hear(suspension)
    sign(suspension, committee[:1])
    sign(suspension, committee[1:2], accepted=False)
    assert steps_of(suspension.number_id)[0].is_open

    charter.sign_verdict(
        decision_id=suspension.pk, accepted=True, reason="", member_id=committee[2].pk, now=NOW
    )

    assert steps_of(suspension.number_id)[0].state == DecisionState.REFUSED
    assert state_of(suspension.number) == CharterState.UNDER_WATCH


def test_a_signature_without_reasons_needs_some_to_sign(suspension, committee):
    hear(suspension)
    with pytest.raises(CharterError, match="motifs"):
        charter.sign_verdict(
            decision_id=suspension.pk, accepted=True, reason="", member_id=committee[0].pk, now=NOW
        )


def test_neither_strangers_nor_those_tied_to_the_holder_decide(suspension, committee):
    hear(suspension)
    MembershipFactory(
        organisation=suspension.number.organisation, person=committee[0], role=Role.READER
    )

    with pytest.raises(CharterError, match="lien"):
        sign(suspension, committee[:1])
    with pytest.raises(CharterError, match="comité"):
        sign(suspension, [PersonFactory()])


def suspended(suspension, committee):
    hear(suspension)
    sign(suspension, committee[:2])
    return suspension


def test_an_appeal_is_judged_by_others(suspension, committee):
    decided = suspended(suspension, committee)
    appeal = charter.appeal(
        decision_id=decided.pk,
        grounds="Les chiffres sont faux.",
        actor_id=PersonFactory().pk,
        now=NOW,
    )
    hear(appeal, now=NOW + timedelta(days=9))
    later = NOW + timedelta(days=9)

    with pytest.raises(CharterError, match="d’autres"):
        sign(appeal, committee[:1], now=later)
    sign(appeal, committee[2:], now=later)

    assert state_of(decided.number) == CharterState.UNDER_WATCH


def test_an_appeal_ends_the_matter(suspension, committee):
    decided = suspended(suspension, committee)
    appeal = charter.appeal(
        decision_id=decided.pk, grounds="Non.", actor_id=PersonFactory().pk, now=NOW
    )
    later = NOW + timedelta(days=9)
    hear(appeal, now=later)
    sign(appeal, committee[2:], accepted=False, now=later)

    assert state_of(decided.number) == CharterState.SUSPENDED
    for step in steps_of(decided.number_id):
        assert not step.can_be_appealed(later)


def test_an_appeal_comes_within_thirty_days(suspension, committee):
    decided = suspended(suspension, committee)

    with pytest.raises(CharterError):
        charter.appeal(
            decision_id=decided.pk,
            grounds="Trop tard.",
            actor_id=PersonFactory().pk,
            now=NOW + timedelta(days=31),
        )


@pytest.fixture
def candidate(db):
    return NumberFactory(published_at=NOW)


def apply(number):
    return charter.propose(
        number_id=number.pk,
        act=CharterAct.ADMIT,
        grounds="Nous sommes prêts.",
        actor_id=PersonFactory().pk,
        now=NOW,
    )


def test_a_candidate_enters_by_the_committee(candidate, committee):
    sign(apply(candidate), committee[:2])

    assert state_of(candidate) == CharterState.MEMBER


def test_a_refused_candidate_may_appeal_and_an_admitted_one_not(candidate, committee):
    step = apply(candidate)
    sign(step, committee[:2], accepted=False)
    assert steps_of(candidate.pk)[0].can_be_appealed(NOW)

    appeal = charter.appeal(
        decision_id=step.pk, grounds="Si.", actor_id=PersonFactory().pk, now=NOW
    )
    later = NOW + timedelta(days=9)
    hear(appeal, now=later)
    sign(appeal, committee[2:], now=later)

    assert state_of(candidate) == CharterState.MEMBER
    assert not steps_of(candidate.pk)[0].can_be_appealed(later)


def test_one_step_at_a_time(candidate):
    apply(candidate)

    with pytest.raises(CharterError, match="attend déjà"):
        apply(candidate)


def test_a_holder_leaves_when_it_likes(number):
    charter.withdraw_from_charter(
        number_id=number.pk, reason="Fin.", actor_id=PersonFactory().pk, now=NOW
    )

    assert state_of(number) == CharterState.WITHDRAWN
    with pytest.raises(CharterError):
        charter.withdraw_from_charter(
            number_id=number.pk, reason="Fin.", actor_id=PersonFactory().pk, now=NOW
        )


def test_leaving_ends_what_waited(suspension):
    charter.withdraw_from_charter(
        number_id=suspension.number_id, reason="Fin.", actor_id=PersonFactory().pk, now=NOW
    )

    assert not any(step.is_open for step in steps_of(suspension.number_id))


@pytest.mark.django_db
def test_who_may_sit_appoint_and_decide():
    member, stranger = CommitteeSeatFactory().person, PersonFactory()
    administrator = PersonFactory(is_staff=True, is_superuser=True)
    left = CommitteeSeatFactory(ended_at=NOW).person
    tied = CommitteeSeatFactory().person
    organisation_id = MembershipFactory(person=tied, role=Role.MANAGER).organisation_id

    assert [can_sit(one) for one in (member, stranger, administrator, left)] == [
        True,
        False,
        False,
        False,
    ]
    assert [can_appoint(one) for one in (member, stranger, administrator)] == [False, False, True]
    assert can_decide(member, organisation_id, ())
    assert not can_decide(member, organisation_id, {member.pk})
    assert not can_decide(tied, organisation_id, ())
    assert not can_decide(administrator, organisation_id, ())


def test_a_member_s_data_is_theirs_and_decisions_stay(suspension, committee):
    decided = suspended(suspension, committee)

    told = charter_privacy.export_charter(committee[0])
    charter_privacy.erase_charter(committee[0])

    assert len(told["seats"]) == len(told["signed"]) == 1
    assert not can_sit(committee[0])
    assert decided.deciders.count() == 2
