"""Connections are cut at random while answers come in: none that was acknowledged is lost."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections

from boutdufil.rooms.contests.models import AnswerEvent
from boutdufil.rooms.contests.rules.quiz_words import GivenAnswer, QuizWords
from boutdufil.rooms.contests.services.answers import save_answers
from tests.rooms.contests.quiz_world import LEASE, kept, paper_of, person_of

PAPERS, ANSWERS, CUTS = 4, 125, 20
CUT = """
select pg_terminate_backend(pid) from pg_stat_activity
where pid <> pg_backend_pid() and datname = current_database() and usename = current_user
"""


def answer_all(paper_id, person_id):
    """Send answers one after the other, each again until it is acknowledged; count the breaks."""
    acknowledged, breaks = set(), 0
    try:
        while len(acknowledged) < ANSWERS:
            number = len(acknowledged) + 1
            given = GivenAnswer(number, number % 4, "abc"[number % 3], 0)
            try:
                words = QuizWords(LEASE, (given,), ())
                saved = save_answers(attempt_id=paper_id, person_id=person_id, words=words)
                acknowledged |= set(saved.kept)
            except DatabaseError:
                breaks += 1
                connection.close()
    finally:
        connections.close_all()
    return acknowledged, breaks


@pytest.mark.django_db(transaction=True)
def test_cut_connections_lose_no_acknowledged_answer():
    papers = [paper_of() for _number in range(PAPERS)]
    whose = [(paper.pk, person_of(paper).pk) for paper in papers]
    chance = random.Random(20261122)
    with ThreadPoolExecutor(PAPERS) as pool:
        answering = [pool.submit(answer_all, *one) for one in whose]
        cuts = 0
        while cuts < CUTS or not all(one.done() for one in answering):
            with connection.cursor() as cursor:
                if chance.random() < 0.5 and cuts < CUTS:
                    cursor.execute(CUT)
                    cuts += 1
                cursor.execute("select pg_sleep(0.01)")
        told = [one.result() for one in answering]
    for paper, (acknowledged, _breaks) in zip(papers, told, strict=True):
        events = AnswerEvent.objects.filter(attempt=paper).order_by("sequence")
        assert [one.sequence for one in events] == sorted(acknowledged)
        assert {one.position: one.value for one in events} == kept(paper)
    assert sum(breaks for _acknowledged, breaks in told) > 0
