"""Entries: entering, one's own candidacy, its team, its employer, its file."""

from django.urls import path

from boutdufil.rooms.contests.views import (
    accommodations,
    blinding,
    cases,
    entries,
    entry_lists,
    submissions,
)

ENTRY = "concours/ma-candidature/<int:entry_id>/"
FILE = f"{ENTRY}dossier/<int:stage_id>/"
SEAT = "concours/organiser/<int:edition_id>/"
CASE = f"{SEAT}epreuves/<int:stage_id>/cas/"
BLIND = f"{SEAT}dossiers/<int:submission_id>/"

urlpatterns = [
    path("k/<slug:slug>/inscription/", entries.enter, name="enter"),
    path(ENTRY, entries.entry, name="entry"),
    path(f"{ENTRY}retirer/", entries.withdraw, name="withdraw_entry"),
    path(f"{ENTRY}equipe/inviter/", entries.invite_member, name="invite_member"),
    path(
        f"{ENTRY}equipe/<int:member_id>/retirer/",
        entries.withdraw_invitation,
        name="withdraw_team_invitation",
    ),
    path(f"{ENTRY}equipe/quitter/", entries.leave_team, name="leave_team"),
    path(f"{ENTRY}employeur/", entries.ask_employer, name="ask_employer"),
    path("concours/equipe/<str:token>/", entries.team_invitation, name="team_invitation"),
    path("concours/employeur/<str:token>/", entries.employer_consent, name="employer_consent"),
    path("concours/amenagement/", accommodations.accommodation, name="accommodation"),
    path(
        "concours/amenagement/retirer/",
        accommodations.withdraw_accommodation,
        name="withdraw_accommodation",
    ),
    path(f"{SEAT}candidatures/", entry_lists.entries_list, name="entries"),
    path(f"{SEAT}candidatures.csv", entry_lists.entries_csv, name="entries_file"),
    path(f"{SEAT}amenagements/", accommodations.accommodations, name="accommodations"),
    path(
        f"{SEAT}amenagements/<int:accommodation_id>/",
        accommodations.decide_accommodation,
        name="decide_accommodation",
    ),
    path(CASE, cases.case, name="case"),
    path(f"{CASE}enonce.pdf", cases.case_paper, name="case_paper"),
    path(f"{CASE}questions/nouvelle/", cases.case_question, name="new_case_question"),
    path(f"{CASE}questions/<int:number>/", cases.case_question, name="case_question"),
    path(
        f"{CASE}questions/<int:number>/retirer/",
        cases.remove_case_question,
        name="remove_case_question",
    ),
    path(FILE, submissions.submission, name="submission"),
    path(f"{FILE}enregistrer/", submissions.save_answer, name="save_answer"),
    path(f"{FILE}rendre/", submissions.hand_in, name="hand_in"),
    path(f"{FILE}recu/", submissions.receipt, name="receipt"),
    path(f"{FILE}recu.<slug:form>", submissions.receipt_file, name="receipt_file"),
    path(f"{FILE}joint.pdf", submissions.submission_paper, name="submission_paper"),
    path(f"{FILE}enonce.pdf", submissions.case_text, name="case_text"),
    path(f"{SEAT}epreuves/<int:stage_id>/dossiers/", blinding.blind_files, name="blind_files"),
    path(BLIND, blinding.blind_file, name="blind_file"),
    path(f"{BLIND}<slug:which>.pdf", blinding.blind_file_paper, name="blind_file_paper"),
]
