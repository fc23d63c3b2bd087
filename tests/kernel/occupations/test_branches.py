"""What a branch owns: its cards, its word on doors, codes read from a list."""

import pytest
from django.utils import timezone, translation

from boutdufil.kernel.occupations import selectors, services
from boutdufil.kernel.occupations.enums import DoorState
from boutdufil.kernel.occupations.errors import NoDoorError
from boutdufil.kernel.occupations.models import BranchCard, DoorDeclaration
from tests.factories.occupations import BranchCardFactory, DoorDeclarationFactory
from tests.factories.organisations import BranchFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ADVISER, PICKER = "D1408", "N1103"


@pytest.fixture
def branch():
    branch = BranchFactory(name="Relation inventée", slug="relation-inventee")
    BranchCardFactory(branch=branch, code=ADVISER)
    return branch


@pytest.fixture
def officer():
    return PersonFactory()


def door(code=ADVISER):
    return next((one for one in selectors.open_doors() if one.code == code), None)


def test_a_confirmed_door_bears_the_name_of_its_branch_and_the_day(branch, officer):
    assert not door().confirmed
    before = door()

    services.confirm_door(branch_id=branch.pk, code=ADVISER, actor_id=officer.pk)

    assert door().confirmed
    assert door().branch == "Relation inventée"
    assert door().branch_slug == "relation-inventee"
    assert door().declared_on == timezone.localdate()
    assert door().aptitudes == before.aptitudes
    with translation.override("en"):
        assert door().lang == "en"


def test_a_corrected_door_says_what_the_branch_says(branch, officer):
    text = services.DoorText(aptitudes=["Parler"], first_steps=["Venir"], payer="Nous", entrants=12)

    services.declare_door(branch_id=branch.pk, code=ADVISER, text=text, actor_id=officer.pk)

    assert door().aptitudes == ("Parler",)
    assert [step.text for step in door().first_steps] == ["Venir"]
    assert (door().payer, door().entrants) == ("Nous", 12)
    with translation.override("en"):
        assert door().payer == "Nous"


def test_what_a_branch_leaves_as_it_was_keeps_its_kind_and_its_translation(branch, officer):
    told = door()
    steps = [step.text for step in told.first_steps]
    text = services.DoorText(aptitudes=list(told.aptitudes), first_steps=[*steps, "Venir"])

    services.declare_door(branch_id=branch.pk, code=ADVISER, text=text, actor_id=officer.pk)

    assert [step.kind for step in door().first_steps[:-1]] == [s.kind for s in told.first_steps]
    with translation.override("en"):
        assert door().first_steps[0].text != steps[0]
        assert door().aptitudes != told.aptitudes
        known = selectors.door_in_french(branch.pk, ADVISER)
    assert known.door.aptitudes == told.aptitudes


def test_a_door_the_guide_does_not_know_can_be_declared(branch, officer):
    code = "M1704"
    BranchCardFactory(branch=branch, code=code)
    assert door(code) is None
    with pytest.raises(NoDoorError):
        services.confirm_door(branch_id=branch.pk, code=code, actor_id=officer.pk)

    text = services.DoorText(aptitudes=["Écouter"], first_steps=[])
    services.declare_door(branch_id=branch.pk, code=code, text=text, actor_id=officer.pk)

    assert door(code).confirmed


def test_a_withdrawn_door_is_gone_unless_another_branch_opens_it(branch, officer):
    services.close_door(branch_id=branch.pk, code=ADVISER, actor_id=officer.pk)
    assert door() is None

    other = BranchFactory()
    BranchCardFactory(branch=other, code=ADVISER)
    services.confirm_door(branch_id=other.pk, code=ADVISER, actor_id=officer.pk)
    assert door().branch == other.name


def test_every_word_is_kept_and_the_last_one_counts(branch, officer):
    services.confirm_door(branch_id=branch.pk, code=ADVISER, actor_id=officer.pk)
    services.close_door(branch_id=branch.pk, code=ADVISER, actor_id=officer.pk)
    services.confirm_door(branch_id=branch.pk, code=ADVISER, actor_id=officer.pk)

    assert DoorDeclaration.objects.count() == 3
    assert door().confirmed


def test_a_branch_speaks_of_its_own_jobs_only(branch, officer):
    for act in (services.confirm_door, services.close_door):
        with pytest.raises(NoDoorError):
            act(branch_id=branch.pk, code=PICKER, actor_id=officer.pk)


def test_a_removed_job_takes_the_word_on_its_door_along(branch, officer):
    services.close_door(branch_id=branch.pk, code=ADVISER, actor_id=officer.pk)

    services.remove_card(branch_id=branch.pk, code=ADVISER, actor_id=officer.pk)

    assert not door().confirmed
    assert selectors.branch_cards(branch.pk) == []


def test_the_doors_of_a_branch_say_their_state(branch, officer):
    for code in (PICKER, "N1105", "M1704"):
        BranchCardFactory(branch=branch, code=code)
    services.confirm_door(branch_id=branch.pk, code=ADVISER, actor_id=officer.pk)
    services.close_door(branch_id=branch.pk, code=PICKER, actor_id=officer.pk)

    states = {one.code: one.state for one in selectors.branch_doors(branch.pk)}

    assert states[ADVISER] == DoorState.CONFIRMED
    assert states[PICKER] == DoorState.CLOSED
    assert states["M1704"] == DoorState.UNKNOWN
    assert selectors.branch_door(branch.pk, "K2111") is None


def test_codes_are_read_line_by_line_and_each_bad_one_is_named(branch):
    lines = [
        (1, "n1103 Préparateur"),
        (2, ""),
        (3, "K9999"),
        (4, "bonjour"),
        (5, "D1408"),
        (6, "N1103"),
    ]

    read = selectors.read_codes(lines, branch_id=branch.pk)

    assert [card.code for card in read.cards] == [PICKER]
    assert read.held == 1
    assert [(problem.line, problem.written) for problem in read.problems] == [
        (3, "K9999"),
        (4, "bonjour"),
    ]
    assert "K9999" in read.problems[0].what


def test_importing_twice_changes_nothing(branch, officer):
    first = services.import_cards(branch_id=branch.pk, codes=[PICKER], actor_id=officer.pk)
    again = services.import_cards(branch_id=branch.pk, codes=[PICKER], actor_id=officer.pk)

    assert (first, again) == (1, 0)
    assert BranchCard.objects.filter(branch=branch).count() == 2


@pytest.mark.parametrize("count", [1, 30])
def test_doors_cost_the_same_queries_few_or_many(branch, count, django_assert_num_queries):
    for number in range(count):
        DoorDeclarationFactory(branch=branch, code=f"Z{number:04d}")

    with django_assert_num_queries(3):
        selectors.open_doors()
