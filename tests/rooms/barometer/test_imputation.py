"""Missing answers: likely, traced, refused where they contradict, and taken out again."""

from dataclasses import replace

import pytest

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.rooms.barometer.enums import AnswerOrigin, ResponseState, WaveState
from boutdufil.rooms.barometer.errors import BarometerError, RevisionError
from boutdufil.rooms.barometer.models import Response, Value, ValueEdit
from boutdufil.rooms.barometer.rules.imputation import (
    Candidate,
    Method,
    Proposal,
    plan,
    propose,
    settle,
    unknown_of,
    write_reason,
)
from boutdufil.rooms.barometer.rules.trail import is_confirmation
from boutdufil.rooms.barometer.selectors.imputation import form_of_wave, imputation_preview
from boutdufil.rooms.barometer.selectors.questionnaires import form_of
from boutdufil.rooms.barometer.selectors.responses import prior_values, response_row, values_of
from boutdufil.rooms.barometer.services.imputation import confirm_value, impute, undo_imputation
from boutdufil.rooms.barometer.services.microdata import take_microdata
from tests.rooms.barometer.respondents import WHOLE, answered, drawn
from tests.rooms.barometer.respondents import wave as asked_wave
from tests.rooms.barometer.test_microdata import files_of, table

pytestmark = pytest.mark.django_db
RATIO = dict.fromkeys(("vacancies", "women"), Method.RATIO)


@pytest.fixture
def form():
    return form_of(asked_wave().questionnaire_id)


@pytest.fixture
def wave():
    """Seven centres answered, six say their women and vacancies, one leaves both out."""
    made = asked_wave()
    for heads in (40, 50, 60, 70, 80, 90):
        values = WHOLE | {"heads_end": heads, "heads_start": heads, "fte_end": heads - 5}
        answered(drawn(made), values | {"women": heads // 2, "men": heads // 2, "vacancies": 3})
    answered(drawn(made), WHOLE | {"vacancies": None})
    made.state = WaveState.CLOSED
    made.save()
    return made


def last(wave):
    return Response.objects.filter(drawn__wave=wave).order_by("pk").last()


def value_of(wave, code):
    return Value.objects.filter(response=last(wave), code=code).first()


def candidate(key, said, *, blanks=(), before=None, size="50-199", kind="provider", weight=1.0):
    said = {"heads_end": 100, **said}
    return Candidate(key, kind, size, "44", weight, said, before or {}, tuple(blanks))


def givers(count=5, **facts):
    return [candidate(n, {"vacancies": 10 + n}, weight=n + 1.0, **facts) for n in range(count)]


def test_the_ratio_is_the_weighted_one_of_the_finest_class_with_five_donors():
    away = givers(9, size="500+")
    centres = [*givers(), *away, candidate(99, {"heads_end": 50}, blanks=["vacancies"])]
    found = propose(centres, "vacancies", Method.RATIO, "s")[99]

    amounts = sum((n + 1) * (10 + n) for n in range(5))
    people = sum((n + 1) * 100 for n in range(5))
    assert found.value == pytest.approx(50 * amounts / people)
    assert (found.within, found.donors) == (("provider", "50-199"), 5)


@pytest.mark.parametrize(
    ("near", "within"), [(4, ("provider",)), (0, ("provider",)), (5, ("provider", "50-199"))]
)
def test_too_few_donors_make_the_class_coarser(near, within):
    centres = [*givers(near), *[replace(one, key=one.key + 50, size="500+") for one in givers(6)]]
    centres.append(candidate(99, {}, blanks=["vacancies"]))

    assert propose(centres, "vacancies", Method.RATIO, "s")[99].within == within


def test_four_donors_in_all_leave_it_unknown(form):
    centres = [*givers(4), candidate(99, {}, blanks=["vacancies"])]

    assert propose(centres, "vacancies", Method.RATIO, "s") == {}
    made = plan(centres, form, {"vacancies": Method.RATIO}, "s")
    assert (made.kept, made.left) == ((), {"vacancies": 1})


def test_growth_moves_the_last_value_by_the_median_of_the_class():
    centres = [
        candidate(n, {"vacancies": 10 + n}, before={"vacancies": 10}) for n in (0, 1, 2, 3, 9)
    ]
    centres.append(candidate(99, {}, before={"vacancies": 50}, blanks=["vacancies"]))
    centres.append(candidate(98, {}, blanks=["vacancies"]))

    found = propose(centres, "vacancies", Method.GROWTH, "s")
    assert {key: one.value for key, one in found.items()} == {99: pytest.approx(60)}


def test_the_nearest_donor_gives_its_amount_by_head_whatever_the_order():
    centres = [candidate(n, {"heads_end": 100 * n, "vacancies": 10}) for n in range(1, 7)]
    centres.append(candidate(99, {"heads_end": 310}, blanks=["vacancies"]))
    found = propose(centres, "vacancies", Method.DONOR, "s")[99]

    assert found.value == pytest.approx(310 * 10 / 300)
    assert propose(centres[::-1], "vacancies", Method.DONOR, "s")[99] == found


def test_equally_near_donors_are_parted_by_the_seed_alone():
    centres = [*givers(8), candidate(99, {}, blanks=["vacancies"])]
    told = {
        seed: propose(centres, "vacancies", Method.DONOR, seed)[99].value for seed in "abcdefgh"
    }

    assert len(set(told.values())) > 1
    assert told["a"] == propose(centres[::-1], "vacancies", Method.DONOR, "a")[99].value


def test_the_last_blank_of_the_balance_is_what_the_others_leave(form):
    said = {"heads_start": 90, "hires": 30, "moved_in": 0, "moved_out": 5}
    one = candidate(1, said, blanks=["exits"])
    kept, refused = settle(form, one, {"exits": Proposal(1, "exits", 77, Method.RATIO)})

    assert [(each.code, each.value, each.method) for each in kept] == [
        ("exits", 15, Method.BALANCE)
    ]
    assert refused == []


def test_a_value_that_breaks_a_check_is_not_kept_but_named(form):
    one = candidate(1, {}, blanks=["night_people"])
    kept, refused = settle(
        form, one, {"night_people": Proposal(1, "night_people", 140, Method.RATIO)}
    )

    assert kept == []
    assert [each.code for each in refused] == ["night_people"]


@pytest.mark.parametrize("origin", [AnswerOrigin.TYPED, AnswerOrigin.UPLOADED, None])
def test_the_trail_tells_whence_an_unknown_came(origin):
    reason = write_reason(Proposal(1, "hires", 3, Method.RATIO, ("provider",), 8), origin)

    assert unknown_of(reason) == origin
    assert "8 centres" in reason


def test_blanks_are_filled_marked_and_traced(wave):
    told = impute(wave_id=wave.pk, methods=RATIO, actor_id=None)

    assert (told.kept, told.refused, told.left) == (2, 0, 0)
    assert value_of(wave, "women").value == 30
    assert value_of(wave, "women").origin == AnswerOrigin.IMPUTED
    edit = ValueEdit.objects.get(code="women")
    assert (edit.before, edit.after, edit.origin) == (None, 30, AnswerOrigin.IMPUTED)
    for unit in wave.survey.units.all():
        assert unit.name not in edit.reason
        assert unit.source_key not in edit.reason
    assert AuditEntry.objects.filter(verb="barometer.impute").count() == 1
    rows = table(files_of(take_microdata(wave_id=wave.pk, actor_id=None))["data.csv"])
    assert sorted(one["women_origin"] for one in rows) == ["imputed"] + ["typed"] * 6


def test_what_we_imputed_is_never_shown_or_carried_as_what_they_said(wave):
    before = values_of(last(wave).pk)
    impute(wave_id=wave.pk, methods=RATIO, actor_id=None)

    assert values_of(last(wave).pk) == before
    assert before["vacancies"] is None
    assert "women" not in before
    following = asked_wave(survey=wave.survey, number=wave.number + 1)
    again = answered(drawn(following, unit=last(wave).drawn.unit))
    assert prior_values([response_row(again.pk)])[again.pk] == before


def test_done_twice_it_changes_nothing_and_undone_nothing_is_left(wave):
    kept = list(Value.objects.order_by("pk").values_list("response", "code", "value", "origin"))
    impute(wave_id=wave.pk, methods=RATIO, actor_id=None)
    first = list(Value.objects.order_by("pk").values())

    assert impute(wave_id=wave.pk, methods=RATIO, actor_id=None).kept == 0
    assert list(Value.objects.order_by("pk").values()) == first
    assert undo_imputation(wave_id=wave.pk, actor_id=None) == 2
    back = Value.objects.order_by("pk").values_list("response", "code", "value", "origin")
    assert list(back) == kept
    assert ValueEdit.objects.count() == 4
    with pytest.raises(BarometerError, match="Rien"):
        undo_imputation(wave_id=wave.pk, actor_id=None)


def test_only_answers_that_count_are_filled(wave):
    Response.objects.filter(pk=last(wave).pk).update(state=ResponseState.STARTED)

    assert impute(wave_id=wave.pk, methods=RATIO, actor_id=None).kept == 0


def test_nothing_is_imputed_while_answers_come_in(wave):
    wave.state = WaveState.OPEN
    wave.save()
    for act in (
        lambda: impute(wave_id=wave.pk, methods=RATIO, actor_id=None),
        lambda: undo_imputation(wave_id=wave.pk, actor_id=None),
    ):
        with pytest.raises(BarometerError, match="Fermez"):
            act()


def test_a_wave_without_questionnaire_says_so(wave):
    wave.questionnaire = None
    wave.save()
    with pytest.raises(BarometerError, match="questionnaire"):
        impute(wave_id=wave.pk, methods=RATIO, actor_id=None)


def test_the_preview_says_what_the_act_would_do(wave):
    rows = imputation_preview(wave.pk, form_of_wave(wave.pk), RATIO)[0]
    women = next(one for one in rows if one.code == "women")
    told = sum(one.value for one in Value.objects.filter(code="women"))

    assert (women.blanks, women.found, women.refused, women.done) == (1, 1, 0, 0)
    assert women.share == pytest.approx(30 / (30 + told))
    impute(wave_id=wave.pk, methods=RATIO, actor_id=None)
    after = next(
        one
        for one in imputation_preview(wave.pk, form_of_wave(wave.pk), RATIO)[0]
        if one.code == "women"
    )
    assert (after.found, after.done, after.share) == (0, 1, women.share)


def test_a_value_is_confirmed_as_it_is_and_only_as_it_was_seen(wave):
    one = last(wave)
    of = {"wave_id": wave.pk, "drawn_id": one.drawn_id, "code": "heads_end", "actor_id": None}
    confirm_value(**of, seen="60", reason="Appelé, c’est juste")
    edit = ValueEdit.objects.get()

    assert (edit.before, edit.after, edit.origin) == (60, 60, AnswerOrigin.TYPED)
    assert is_confirmation(edit.reason)
    assert "c’est juste" in edit.reason
    with pytest.raises(RevisionError):
        confirm_value(**of, seen="59", reason="Oui")
    impute(wave_id=wave.pk, methods=RATIO, actor_id=None)
    with pytest.raises(BarometerError):
        confirm_value(**of | {"code": "women"}, seen="30", reason="Oui")
