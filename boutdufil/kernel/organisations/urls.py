"""Addresses of organisations and of the people who act for them."""

from django.urls import path

from boutdufil.kernel.organisations.views import invitations, members, organisations

app_name = "organisations"

urlpatterns = [
    path("nouvelle/", organisations.create, name="create"),
    path("rejoindre/", invitations.ask_to_join, name="ask_to_join"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path(
        "invitations/<int:invitation_id>/retirer/",
        members.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("roles/<int:membership_id>/terminer/", members.end_membership, name="end_membership"),
    path("<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("<int:organisation_id>/corriger/", organisations.change, name="change"),
    path("<int:organisation_id>/partie/", organisations.add_part, name="add_part"),
    path("<int:organisation_id>/rattacher/", organisations.attach, name="attach"),
    path("<int:organisation_id>/fermer/", organisations.close, name="close"),
    path("<int:organisation_id>/verifier/", organisations.check, name="check"),
    path("<int:organisation_id>/inviter/", members.invite, name="invite"),
]
