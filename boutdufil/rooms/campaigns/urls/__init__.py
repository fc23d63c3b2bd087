"""The room's addresses: short ones for everybody, the organisers' under `/campagnes/`."""

from django.urls import path

from boutdufil.rooms.campaigns.urls import (
    dating,
    door,
    intake,
    letters,
    papers,
    registering,
    report,
    tours,
    trying,
)
from boutdufil.rooms.campaigns.views import desk, invitations, pages, partners

app_name = "campaigns"
SEAT = "campagnes/organiser/<int:node_id>/"

urlpatterns = [
    path("campagnes/", pages.directory, name="directory"),
    path("campagnes/organiser/", desk.desk, name="desk"),
    path(
        "campagnes/organiser/nouvelle/<int:organisation_id>/",
        desk.new_campaign,
        name="new_campaign",
    ),
    path("campagnes/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path(SEAT, desk.seat, name="seat"),
    path(f"{SEAT}modifier/", desk.edit, name="edit"),
    path(f"{SEAT}ajouter/", desk.new_node, name="new_node"),
    path(f"{SEAT}etat/", desk.step, name="step"),
    path(f"{SEAT}verrous/", desk.lock, name="lock"),
    path(f"{SEAT}copier/", desk.duplicate, name="duplicate"),
    path(f"{SEAT}partenaires/", partners.partners, name="partners"),
    path(f"{SEAT}partenaires/<int:partner_id>/", partners.partner, name="partner"),
    path(f"{SEAT}offres/", partners.vacancies, name="vacancies"),
    path(f"{SEAT}offres/retirer/", partners.hide_vacancy, name="hide_vacancy"),
    path(f"{SEAT}besoins/", partners.answer_need, name="answer_need"),
    path(f"{SEAT}invitations/", invitations.invitations, name="invitations"),
    path(
        f"{SEAT}invitations/<int:invitation_id>/retirer/",
        invitations.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("c/<slug:slug>/", pages.node, name="node"),
    path("c/<slug:slug>/logo/<int:partner_id>/", pages.logo, name="logo"),
    *registering.urlpatterns,
    *intake.urlpatterns,
    *letters.urlpatterns,
    *door.urlpatterns,
    *dating.urlpatterns,
    *papers.urlpatterns,
    *tours.urlpatterns,
    *trying.urlpatterns,
    *report.urlpatterns,
]
