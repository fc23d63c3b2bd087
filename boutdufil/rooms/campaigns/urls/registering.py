"""Where one registers, and the page one keeps: short, they are typed and sent."""

from django.urls import path

from boutdufil.rooms.campaigns.views import registering as views

OWN = "i/<str:token>/"

urlpatterns = [
    path("c/<slug:slug>/inscription/", views.register, name="register"),
    path("c/<slug:slug>/inscription/lien/", views.lost_link, name="lost_link"),
    path(OWN, views.registration, name="registration"),
    path(f"{OWN}modifier/", views.change_registration, name="change_registration"),
    path(f"{OWN}annuler/", views.cancel_registration, name="cancel_registration"),
    path(f"{OWN}accepter/", views.accept_place, name="accept_place"),
    path(f"{OWN}garder/", views.claim_registration, name="claim_registration"),
    path(f"{OWN}rendez-vous.ics", views.registration_calendar, name="registration_calendar"),
]
