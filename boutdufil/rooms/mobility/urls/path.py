"""Addresses of the person's path."""

from django.urls import path

from boutdufil.rooms.mobility.urls.codes import JOB
from boutdufil.rooms.mobility.views import (
    awards,
    cards,
    comparison,
    keeping,
    past_jobs,
    paths,
    sharing,
    skills,
    start,
    tastes,
)

urlpatterns = [
    path("", start.start, name="start"),
    path("metiers/", past_jobs.past_jobs, name="past_jobs"),
    path("metiers/ajouter/", past_jobs.add, name="add_past_job"),
    path(f"metiers/{JOB}/", cards.card, name="card"),
    path("competences/", skills.skills, name="skills"),
    path("competences/niveaux/", skills.levels, name="levels"),
    path("gouts/", tastes.tastes, name="tastes"),
    path("chemins/", paths.paths, name="paths"),
    path("chemins/pourquoi/", paths.why, name="why"),
    path(f"chemins/{JOB}/", paths.reasons, name="reasons"),
    path("comparer/", comparison.compare, name="compare"),
    path("garder/", keeping.keep, name="keep"),
    path("reprendre/<str:token>/", keeping.resume, name="resume"),
    path("effacer/", keeping.erase, name="erase"),
    path("laureats/<int:award_id>/", awards.show_award, name="show_award"),
    path("partage/", sharing.shares, name="shares"),
    path("partage/<int:link_id>/retirer/", sharing.withdraw, name="withdraw_share"),
    path("partage/<str:token>/", sharing.shared, name="shared"),
]
