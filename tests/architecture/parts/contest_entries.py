"""Candidates of the inhabited site: the person enters, writes a file, hands one in, checks one."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.kernel.files.services import store_file
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.contests.enums import EmployerWord, EntryStatus
from boutdufil.rooms.contests.models import Submission
from boutdufil.rooms.contests.services import employers, submissions, teams
from boutdufil.rooms.contests.services.submissions import Paper, Whose
from tests.factories.contests import (
    AccommodationFactory,
    EntryFactory,
    MemberFactory,
    OtherTextFactory,
)
from tests.rooms.contests.entry_world import case_stage, said, team_edition, team_of
from tests.rooms.contests.papers import pdf

OF_AN_ENTRY = ("entry", "withdraw_entry", "leave_team", "invite_member", "ask_employer")
OF_A_FILE = ("submission", "save_answer", "hand_in", "submission_paper", "case_text")
SPOKEN = "Ma réponse inventée : rappeler, écrire à ines@exemple.test."


def inhabit_entries(person: Person, firm: Organisation) -> dict[str, dict[str, object]]:
    """Give the person a team with a file being written, one handed in, and files to check."""
    AccommodationFactory(person=person, time_factor="1.334", granted_at=None)
    return {
        "contests:enter": {"slug": _open(slug="inscription-de-la-page").slug},
        "contests:team_invitation": {"token": _invitation(person)},
        "contests:employer_consent": {"token": _question()},
        **_written(person),
        **_handed_in(person),
        **_checked(firm),
    }


def _open(**told: object) -> object:
    return team_edition(name="Concours étudiant de la page", needs_school=True, **told)


def _invitation(person: Person) -> str:
    entry, _people = team_of(_open(), size=1, status=EntryStatus.FORMING)
    nonce = "invitation-de-la-page"
    token = teams.token_of(nonce)
    MemberFactory(
        entry=entry,
        person=None,
        name="",
        email=person.email,
        is_captain=False,
        joined_at=None,
        nonce=nonce,
        token_hash=hash_token(token),
    )
    return token


def _question() -> str:
    nonce = "employeur-de-la-page"
    token = employers.token_of(nonce)
    edition = team_edition(needs_employer_consent=True)
    team_of(
        edition,
        size=1,
        status=EntryStatus.WAITING,
        employer_word=EmployerWord.ASKED,
        employer_nonce=nonce,
        employer_token_hash=hash_token(token),
    )
    return token


def _team(person: Person, edition: object) -> tuple[object, Person]:
    entry = EntryFactory(edition=edition, team_name="Équipe de la page", school="École inventée")
    MemberFactory(entry=entry, person=person, name=person.name)
    friend = MemberFactory(entry=entry, is_captain=False, name="Malik Inventé").person
    return entry, friend


def _written(person: Person) -> dict[str, dict[str, object]]:
    case = case_stage(_open(), takes_film=True)
    case.paper = store_file(content=pdf("Cas"), name="enonce.pdf", purpose="contests.case")
    case.save()
    entry, friend = _team(person, case.stage.edition)
    invited = MemberFactory(
        entry=entry, person=None, name="", email="j@exemple.test", is_captain=False, joined_at=None
    )
    mine = Whose(entry.pk, case.stage_id, person.pk)
    submissions.save_answers(whose=mine, said=[said(case, SPOKEN)])
    submissions.attach_paper(whose=mine, paper=Paper(pdf("Projet"), "projet.pdf"))
    answer = Submission.objects.get(entry=entry).answers.get()
    OtherTextFactory(answer=answer, written_by=friend, text="Texte inventé d’à côté.")
    file = {"entry_id": entry.pk, "stage_id": case.stage_id}
    return {
        **{f"contests:{name}": {"entry_id": entry.pk} for name in OF_AN_ENTRY},
        "contests:withdraw_team_invitation": {"entry_id": entry.pk, "member_id": invited.pk},
        **{f"contests:{name}": file for name in OF_A_FILE},
    }


def _handed_in(person: Person) -> dict[str, dict[str, object]]:
    case = case_stage(_open())
    entry, _friend = _team(person, case.stage.edition)
    mine = Whose(entry.pk, case.stage_id, person.pk)
    submissions.save_answers(whose=mine, said=[said(case, SPOKEN)])
    submissions.hand_in(whose=mine)
    file = {"entry_id": entry.pk, "stage_id": case.stage_id}
    return {"contests:receipt": file, "contests:receipt_file": {**file, "form": "json"}}


def _checked(firm: Organisation) -> dict[str, dict[str, object]]:
    """Give what the organiser of an edition sees: its case, its entries, a file with names."""
    now = timezone.now()
    case = case_stage(_open(organiser=firm), released_at=now - timedelta(minutes=5))
    case.paper = store_file(content=pdf("Cas"), name="enonce.pdf", purpose="contests.case")
    case.save()
    entry, (ines, malik) = team_of(case.stage.edition, school="École inventée")
    asked = AccommodationFactory(person=malik, granted_at=None)
    mine = Whose(entry.pk, case.stage_id, ines.pk)
    submissions.save_answers(whose=mine, said=[said(case, "Inès Fontaine propose de rappeler.")])
    paper = Paper(pdf("Projet de Malik", author="Malik Roussel"), "projet.pdf")
    submissions.attach_paper(whose=mine, paper=paper)
    one = submissions.hand_in(whose=mine)
    edition_id, stage = case.stage.edition_id, {"stage_id": case.stage_id}
    question = {"edition_id": edition_id, **stage, "number": 1}
    checked = {"edition_id": edition_id, "submission_id": one.pk}
    return {
        "contests:entries": {"edition_id": edition_id},
        "contests:entries_file": {"edition_id": edition_id},
        "contests:accommodations": {"edition_id": edition_id},
        "contests:decide_accommodation": {
            "edition_id": edition_id,
            "accommodation_id": asked.pk,
        },
        **{
            f"contests:{name}": {"edition_id": edition_id, **stage}
            for name in ("case", "case_paper", "new_case_question", "blind_files")
        },
        "contests:case_question": question,
        "contests:remove_case_question": question,
        "contests:blind_file": checked,
        "contests:blind_file_paper": {**checked, "which": "equipe"},
    }
