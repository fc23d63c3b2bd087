"""Addresses of job datings: the organiser's, the recruiters', those of who comes."""

from django.urls import path

from boutdufil.rooms.campaigns.views import dating, dating_seat, dating_visits

SEAT = "campagnes/organiser/<int:node_id>/rencontres/"
TABLE = "campagnes/tables/<int:table_id>/"

urlpatterns = [
    path(SEAT, dating.dating, name="dating"),
    path(f"{SEAT}heures/", dating.dating_hours, name="dating_hours"),
    path(f"{SEAT}tables/", dating.dating_table, name="new_table"),
    path(f"{SEAT}tables/<int:table_id>/", dating.dating_table, name="edit_table"),
    path(f"{SEAT}faire/", dating.dating_act, name="dating_act"),
    path(f"{SEAT}jour/", dating.dating_day, name="dating_day"),
    path(f"{SEAT}personnes/<int:registration_id>/", dating.dating_person, name="dating_person"),
    path(f"{SEAT}<int:meeting_id>/", dating.dating_meeting, name="dating_meeting"),
    path(TABLE, dating_seat.table, name="table"),
    path(f"{TABLE}<int:meeting_id>/", dating_seat.outcome, name="outcome"),
    path("i/<str:token>/recruteurs/", dating_visits.wishes, name="wishes"),
    path("i/<str:token>/rencontres/", dating_visits.own_meetings, name="own_meetings"),
    path("c/<slug:slug>/ecran/<str:token>/", dating_visits.screen, name="screen"),
]
