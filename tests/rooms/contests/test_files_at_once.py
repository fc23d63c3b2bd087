"""Two members in the same second: both texts are kept, and a file is handed in once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from boutdufil.rooms.contests.models import LogLine, OtherText, SubmissionAnswer
from boutdufil.rooms.contests.services.submissions import hand_in, save_answers
from tests.rooms.contests.entry_world import case_stage, said, team_of, whose


def at_once(*acts):
    """Do several things in threads that start together, and return what came of each."""
    together = Barrier(len(acts))

    def one(act):
        try:
            together.wait(timeout=30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as members:
        return list(members.map(one, acts))


@pytest.mark.django_db(transaction=True)
def test_two_members_at_once_lose_nothing_and_hand_in_once():
    case = case_stage()
    entry, (ines, malik) = team_of(case.stage.edition)
    mine, his = whose(entry, case, ines), whose(entry, case, malik)

    at_once(
        lambda: save_answers(whose=mine, said=[said(case, "Le texte d’Inès")]),
        lambda: save_answers(whose=his, said=[said(case, "Le texte de Malik")]),
    )
    kept = {SubmissionAnswer.objects.get().text, OtherText.objects.get().text}
    assert kept == {"Le texte d’Inès", "Le texte de Malik"}

    first, second = at_once(lambda: hand_in(whose=mine), lambda: hand_in(whose=his))
    assert first.sha256 == second.sha256
    assert LogLine.objects.filter(kind="file_handed_in").count() == 1
