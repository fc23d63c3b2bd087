"""What may be declared, published and read back."""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel import events
from boutdufil.kernel.events import handlers
from boutdufil.kernel.events.declarations import declared, decode, encode, fields_of
from tests.kernel.events.conftest import PostClosed, PostOpened


class Reason(StrEnum):
    """Why, in a word of the code's own."""

    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Everything:
    """One field of each kind."""

    number: int
    code: str
    day: date
    moment: datetime
    reason: Reason
    flag: bool
    other: int | None = None


def test_every_kind_comes_back():
    events.event("tests.all_told")(Everything)
    moment = datetime(2026, 11, 22, 8, tzinfo=UTC)
    happened = Everything(3, "campaign:12", date(2026, 1, 2), moment, Reason.FILLED, flag=True)

    assert decode("tests.all_told", encode(happened)) == happened


@given(st.integers(), st.none() | st.integers())
def test_numbers_come_back(number, other):
    @dataclass(frozen=True, slots=True)
    class Numbers:
        number: int
        other: int | None = None

    happened = Numbers(number, other)
    assert Numbers(**encode(happened)) == happened


def test_a_name_is_declared_once():
    with pytest.raises(events.EventError, match="declared twice"):
        events.event("tests.post_opened")(PostClosed)


@pytest.mark.parametrize("name", ["opened", "tests.Opened", "tests.", "tests.a.b", ""])
def test_a_name_is_a_module_and_what_happened(name):
    with pytest.raises(events.EventError, match="no name of an event"):
        events.event(name)(PostOpened)


def test_an_event_is_frozen():
    @dataclass
    class Loose:
        number: int

    with pytest.raises(events.EventError, match="frozen dataclass"):
        events.event("tests.loose")(Loose)


@pytest.mark.parametrize("kind", [float, dict, list[int], int | str, bytes, object])
def test_a_field_is_an_id_a_code_a_flag_or_a_date(kind):
    odd = dataclasses.make_dataclass("Odd", [("field", kind)], frozen=True)

    with pytest.raises(events.EventError, match="ids, codes, flags and dates only"):
        events.event("tests.odd_field")(odd)


@pytest.mark.parametrize("words", ["Nadia Inventée", "nadia@example.org", "a b", "é", "x" * 65])
def test_words_are_no_codes(words):
    events.event("tests.all_told")(Everything)
    moment = datetime(2026, 11, 22, 8, tzinfo=UTC)
    happened = Everything(3, words, date(2026, 1, 2), moment, Reason.FILLED, flag=True)

    with pytest.raises(events.EventError, match="codes, never words"):
        encode(happened)


@pytest.mark.parametrize("number", ["3", True, 3.0])
def test_a_value_of_another_type_is_refused(number):
    with pytest.raises(events.EventError, match=r"PostOpened\.post_id"):
        encode(PostOpened(number))


def test_a_field_gone_since_is_left_out():
    assert decode("tests.post_opened", {"post_id": 3, "gone": "x"}) == PostOpened(3)


def test_a_field_come_since_takes_its_default():
    @dataclass(frozen=True, slots=True)
    class Grown:
        number: int
        since: str = "unknown"

    events.event("tests.grown")(Grown)

    assert decode("tests.grown", {"number": 1}) == Grown(1, "unknown")


def test_a_field_come_since_without_default_is_named():
    with pytest.raises(events.EventError, match="post_id"):
        decode("tests.post_opened", {})


@pytest.mark.parametrize("stored", ["3", True, [3], {"a": 1}])
def test_a_stored_value_of_another_type_is_named(stored):
    with pytest.raises(events.EventError, match=r"tests\.post_opened\.post_id holds"):
        decode("tests.post_opened", {"post_id": stored})


@pytest.mark.parametrize("field", ["day", "moment", "reason"])
def test_a_stored_value_that_cannot_be_read_is_named(field):
    events.event("tests.all_told")(Everything)

    with pytest.raises(events.EventError, match=f"{field} holds 'yesterday'"):
        decode("tests.all_told", {field: "yesterday"})


def test_an_undeclared_name_is_named():
    with pytest.raises(events.EventError, match=r"tests\.unheard_of"):
        decode("tests.unheard_of", {})


def test_an_undeclared_class_has_no_handlers():
    with pytest.raises(events.EventError, match="not declared"):
        events.subscribe(Everything, name="tests.note_all", handler=print)


def test_two_handlers_have_two_names(told):
    with pytest.raises(events.EventError, match="two handlers"):
        events.subscribe(PostClosed, name="tests.note_post", handler=told.append)


def test_the_same_subscription_twice_is_one(monkeypatch):
    monkeypatch.setattr(handlers, "_handlers", {})
    for _ in range(2):
        events.subscribe(PostClosed, name="tests.note_post", handler=print)

    assert len(handlers.handlers()) == 1


def test_a_handlers_name_is_a_module_and_what_it_does():
    with pytest.raises(events.EventError, match="no name of a handler"):
        events.subscribe(PostClosed, name="Note", handler=print)


def test_all_events_of_the_site_hold_ids_codes_and_dates():
    spoken = {"name", "email", "phone", "text", "letter", "message", "reason_text", "address"}

    assert [
        (name, field)
        for name, cls in declared().items()
        for field in fields_of(cls)
        if field in spoken
    ] == []
