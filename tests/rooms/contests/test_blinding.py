"""A jury reads a file without names: a machine proposes, a person decides, never the original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.kernel.files.selectors import read_file
from boutdufil.rooms.contests.enums import BlindState
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Submission
from boutdufil.rooms.contests.rules.blinding import HIDDEN, Kind, find_names, hide, known_names
from boutdufil.rooms.contests.selectors.blinding import blind_check, blind_list
from boutdufil.rooms.contests.selectors.submissions import blind_paper, blind_submission
from boutdufil.rooms.contests.services.blinding import BlindVerdict, decide_blind
from boutdufil.rooms.contests.services.submissions import (
    Paper,
    attach_paper,
    hand_in,
    save_answers,
    set_film,
)
from tests.rooms.contests.entry_world import case_stage, organiser_of, said, team_of, whose
from tests.rooms.contests.papers import pdf

KNOWN = known_names(["Inès Fontaine"], "Lycée Hélène-Inventée de Metz", "Standard de l’Est")
TEXT = "Moi, INES, du lycée Helene Inventée : ines@exemple.test, 06 12 34 56 78, www.exemple.test."


def test_names_and_addresses_are_found_however_they_are_written():
    found = [(one.kind, one.words) for one in find_names(TEXT, KNOWN)]
    assert found == [
        (Kind.PERSON, "INES"),
        (Kind.SCHOOL, "Helene Inventée"),
        (Kind.EMAIL, "ines@exemple.test"),
        (Kind.PHONE, "06 12 34 56 78"),
        (Kind.LINK, "www.exemple.test."),
    ]


def test_a_common_word_and_a_part_of_a_word_are_no_name():
    assert find_names("Le service client du lycée a une fontainerie.", KNOWN) == ()


def test_every_occurrence_is_hidden_and_nothing_else():
    assert hide("Inès, ines et Inessa", ["inès"]) == f"{HIDDEN}, {HIDDEN} et Inessa"
    assert hide("Inès Fontaine", ["Inès", "Inès Fontaine"]) == HIDDEN


@settings(max_examples=25)
@given(st.text(alphabet="abéÉœ -’.\n", max_size=60), st.sampled_from(["ab", "é", "œ a", "b-a"]))
def test_what_is_hidden_is_found_no_more(text, words):
    known = known_names([words * 3])
    assert not find_names(hide(text, [one.words for one in known]), known)


@pytest.fixture
def world(db):
    case = case_stage(takes_film=True)
    entry, people = team_of(case.stage.edition, school="Lycée Hélène-Inventée")
    mine = whose(entry, case, people[0])
    save_answers(whose=mine, said=[said(case, "Inès propose de rappeler.")])
    set_film(whose=mine, address="https://films.exemple.test/1")
    attach_paper(
        whose=mine, paper=Paper(pdf("Projet de Malik", author="Malik Roussel"), "projet.pdf")
    )
    return case, entry, mine


def decide(case, **told):
    one, edition = Submission.objects.get(), case.stage.edition
    organiser = organiser_of(edition)
    decide_blind(
        submission_id=one.pk,
        edition_id=edition.pk,
        verdict=BlindVerdict(**told),
        actor_id=organiser.pk,
    )


def test_a_jury_reads_nothing_before_it_is_handed_in_and_checked(world):
    case, entry, mine = world
    with pytest.raises(ContestError):
        decide(case, shows_paper=True)
    hand_in(whose=mine)
    assert blind_submission(entry.pk, case.stage_id) is None
    assert blind_paper(entry.pk, case.stage_id) is None


def test_a_machine_finds_names_in_answers_and_in_the_pdf(world):
    case, _entry, mine = world
    hand_in(whose=mine)
    check = blind_check(case.stage.edition_id, Submission.objects.get().pk)
    assert check.words == ("Inès",)
    assert [(one.page, one.words) for one in check.paper.findings] == [(1, "Malik")]
    assert check.paper.about == (("Author", "Malik Roussel"),)
    assert check.read_by_jury is None
    assert blind_check(case.stage.edition_id + 1, check.submission_id) is None


def test_hidden_words_and_no_pdf_nor_film_unless_allowed(world):
    case, entry, mine = world
    hand_in(whose=mine)
    decide(case, words=["Inès", " ", "Inès"])
    read = blind_submission(entry.pk, case.stage_id)
    assert [one.text for one in read.answers] == [f"{HIDDEN} propose de rappeler.", ""]
    assert (read.film, read.has_paper, read.number) == ("", False, entry.number)
    assert blind_paper(entry.pk, case.stage_id) is None
    assert Submission.objects.get().blind == BlindState.REDACTED


def test_a_pdf_without_names_takes_the_place_of_the_teams(world):
    case, entry, mine = world
    hand_in(whose=mine)
    decide(case, paper=Paper(pdf("Projet"), "sans-nom.pdf"), shows_film=True)
    assert read_file(blind_paper(entry.pk, case.stage_id)) == pdf("Projet")
    assert blind_submission(entry.pk, case.stage_id).film == "https://films.exemple.test/1"
    first = Submission.objects.get().blind_paper
    decide(case, shows_paper=True)
    first.refresh_from_db()
    assert first.shredded_at is not None
    assert Submission.objects.get().blind == BlindState.CLEAR
    assert read_file(blind_paper(entry.pk, case.stage_id)) == read_file(
        Submission.objects.get().paper
    )


def test_the_list_says_how_far_the_check_is(world):
    case, _entry, mine = world
    other, people = team_of(case.stage.edition)
    save_answers(whose=whose(other, case, people[0]), said=[said(case, "Prévenir.")])
    assert blind_list(case.stage.edition_id, case.stage_id).rows == ()
    hand_in(whose=mine)
    hand_in(whose=whose(other, case, people[0]))
    assert blind_list(case.stage.edition_id, case.stage_id).checked == 0
    one = Submission.objects.get(entry=other)
    decide_blind(
        submission_id=one.pk,
        edition_id=case.stage.edition_id,
        verdict=BlindVerdict(),
        actor_id=organiser_of(case.stage.edition).pk,
    )
    listed = blind_list(case.stage.edition_id, case.stage_id)
    assert (listed.checked, [row.number for row in listed.rows][-1]) == (1, other.number)
    assert Submission.objects.get(entry=other).blind == BlindState.CLEAR
