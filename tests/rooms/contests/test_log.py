"""The log of an edition: no gap under writers at once, no line changed, none deleted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from boutdufil.engines.sealing import SealError
from boutdufil.rooms.contests.models import AnswerEvent, LogLine
from boutdufil.rooms.contests.services.log import erasing_answers, write_line
from tests.factories.contests import AnswerEventFactory, EditionFactory, LogLineFactory

WRITERS, LINES = 4, 10


def write_many(edition_id, writer):
    """Write lines, every third of which its transaction takes back."""
    try:
        for number in range(LINES):
            with transaction.atomic():
                write_line(edition_id=edition_id, kind="test", facts={"by": writer, "n": number})
                transaction.set_rollback(number % 3 == 2)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_no_gap_and_lose_no_line():
    edition = EditionFactory()
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(lambda writer: write_many(edition.pk, writer), range(WRITERS)))
    lines = list(LogLine.objects.filter(edition=edition))
    kept = [number for number in range(LINES) if number % 3 != 2]
    assert [one.position for one in lines] == list(range(1, WRITERS * len(kept) + 1))
    for writer in range(WRITERS):
        assert [one.facts["n"] for one in lines if one.facts["by"] == writer] == kept
    assert [one.at for one in lines] == sorted(one.at for one in lines)


@pytest.mark.django_db
def test_each_edition_has_a_log_of_its_own():
    editions = EditionFactory.create_batch(2)
    for one in (*editions, *editions):
        with transaction.atomic():
            write_line(edition_id=one.pk, kind="test", facts={})
    assert list(LogLine.objects.order_by("edition_id").values_list("position", flat=True)) == [
        1,
        2,
        1,
        2,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"at": timezone.now()}, {"share": 0.5}], ids=["moment", "float"])
def test_facts_that_could_not_be_sealed_are_refused(facts):
    edition = EditionFactory()
    with pytest.raises(SealError):
        write_line(edition_id=edition.pk, kind="test", facts=facts)
    assert not LogLine.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["update", "delete"])
def test_a_line_is_never_changed_and_never_deleted(act):
    line = LogLineFactory()
    found = LogLine.objects.filter(pk=line.pk)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        found.update(kind="other") if act == "update" else found.delete()
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        erasing_answers(),
    ):
        found.update(kind="other") if act == "update" else found.delete()
    assert found.get().kind == line.kind


@pytest.mark.django_db
def test_an_answer_as_it_came_goes_with_its_candidate_alone():
    event = AnswerEventFactory()
    found = AnswerEvent.objects.filter(pk=event.pk)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        found.update(position=9)
    with pytest.raises(DatabaseError, match="candidate alone"), transaction.atomic():
        found.delete()
    with erasing_answers():
        event.attempt.entry.delete()
    assert not found.exists()
    other = AnswerEventFactory()
    with pytest.raises(DatabaseError, match="candidate alone"), transaction.atomic():
        other.delete()
