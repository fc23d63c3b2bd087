"""Addresses of applications: the person's, then the employer's."""

from django.urls import path

from boutdufil.rooms.mobility.views import applications, applying, candidates

OWN = "candidatures/<int:application_id>/"
EMPLOYER = "employeur/candidatures/<int:application_id>/"
VACANCY = "employeur/offres/<int:vacancy_id>/candidatures/"

urlpatterns = [
    path("offres/<int:vacancy_id>/postuler/", applying.apply, name="apply"),
    path("candidatures/", applications.applications_list, name="applications"),
    path(OWN, applications.application, name="application"),
    path(f"{OWN}retirer/", applications.withdraw, name="withdraw_application"),
    path(f"{OWN}message/", applications.message, name="application_message"),
    path(f"{OWN}documents/", applications.add_document, name="add_document"),
    path(
        f"{OWN}documents/<int:document_id>/",
        applications.document,
        name="application_document",
    ),
    path(f"{OWN}entretiens/", applications.choose_slot, name="choose_slot"),
    path(f"{OWN}entretiens/<int:slot_id>/annuler/", applications.cancel_slot, name="cancel_slot"),
    path(
        f"{OWN}entretiens/<int:slot_id>/entretien.ics",
        applications.interview_file,
        name="interview_file",
    ),
    path(VACANCY, candidates.candidates_list, name="candidates"),
    path(f"{VACANCY}reponse/", candidates.answer_remaining, name="answer_remaining"),
    path(EMPLOYER, candidates.candidate, name="candidate"),
    path(f"{EMPLOYER}ouvrir/", candidates.open_candidate, name="open_candidate"),
    path(f"{EMPLOYER}etape/", candidates.move_candidate, name="move_candidate"),
    path(f"{EMPLOYER}refuser/", candidates.refuse_candidate, name="refuse_candidate"),
    path(f"{EMPLOYER}entretiens/", candidates.propose_slots, name="propose_slots"),
    path(f"{EMPLOYER}embaucher/", candidates.hire_candidate, name="hire_candidate"),
    path(f"{EMPLOYER}annuler-embauche/", candidates.undo_hire, name="undo_hire"),
]
