"""Addresses of branches, their words and their agreements."""

from django.urls import path

from boutdufil.rooms.mobility.urls.codes import JOB
from boutdufil.rooms.mobility.views import branch_doors, branches, branches_opening

urlpatterns = [
    path("branches/", branches.branches, name="branches"),
    path("branches/ouvrir/", branches_opening.open_branch, name="open_branch"),
    path("branches/<slug:slug>/", branches.branch, name="branch"),
    path("branches/<slug:slug>/presentation/", branches.presentation, name="branch_presentation"),
    path("branches/<slug:slug>/metiers/", branches_opening.cards, name="branch_cards"),
    path(
        f"branches/<slug:slug>/metiers/{JOB}/retirer/",
        branches_opening.remove_card,
        name="remove_branch_card",
    ),
    path("branches/<slug:slug>/employeurs/", branches_opening.employers, name="branch_employers"),
    path(
        "branches/<slug:slug>/employeurs/<int:organisation_id>/retirer/",
        branches_opening.remove_employer,
        name="remove_branch_employer",
    ),
    path(f"branches/<slug:slug>/portes/{JOB}/", branch_doors.door, name="branch_door"),
    path("branches/<slug:slug>/accords/nouveau/", branches.new_agreement, name="new_agreement"),
    path("accords/<int:agreement_id>/", branches.agreement, name="agreement"),
    path(
        "branches/<slug:slug>/accords/<int:agreement_id>/confirmer/",
        branches.confirm_agreement,
        name="confirm_agreement",
    ),
]
