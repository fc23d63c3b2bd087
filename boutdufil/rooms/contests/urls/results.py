"""Addresses of decisions, results and appeals."""

from django.urls import path

from boutdufil.rooms.contests.views import results

SEAT = "concours/organiser/<int:edition_id>/"
STAGE = f"{SEAT}epreuves/<int:stage_id>/decision/"
ENTRY = "concours/ma-candidature/<int:entry_id>/"

urlpatterns = [
    path(STAGE, results.decision, name="decision"),
    path(f"{STAGE}decider/", results.decide, name="decide"),
    path(f"{STAGE}ecart/", results.depart, name="depart"),
    path(f"{STAGE}publier/", results.publish, name="publish_decision"),
    path(f"{STAGE}proces-verbal.pdf", results.minutes_paper, name="minutes"),
    path(f"{SEAT}sceller/", results.seal, name="seal_edition"),
    path(f"{SEAT}reclamations/", results.appeals_list, name="appeals"),
    path(f"{SEAT}reclamations/<int:appeal_id>/", results.appeal, name="appeal"),
    path(f"{ENTRY}pourquoi/<int:stage_id>/", results.why, name="why"),
    path(f"{ENTRY}nom/", results.name, name="publish_name"),
    path("k/<slug:slug>/resultats/", results.results, name="results"),
    path("k/<slug:slug>/sceau/<int:number>.zip", results.sealed, name="edition_seal"),
]
