"""Addresses of the quiz day: the invigilator's, and the organiser's sessions."""

from django.urls import path

from boutdufil.rooms.contests.views import rooms, sittings

SITTING = "concours/seance/<int:sitting_id>/"
SEAT = "concours/organiser/<int:edition_id>/seances/"

urlpatterns = [
    path(SITTING, sittings.sitting, name="sitting"),
    path(f"{SITTING}appel/", sittings.call_roll, name="call_roll"),
    path(f"{SITTING}faire/", sittings.sitting_act, name="sitting_act"),
    path(f"{SITTING}cahier/", sittings.incident, name="incident"),
    path(SEAT, rooms.rooms, name="rooms"),
    path(f"{SEAT}questionnaire/<int:quiz_id>/nouvelle/", rooms.new_room, name="new_room"),
    path(f"{SEAT}questionnaire/<int:quiz_id>/placer/", rooms.fill_rooms, name="fill_rooms"),
    path(f"{SEAT}<int:sitting_id>/", rooms.edit_room, name="edit_room"),
    path(f"{SEAT}<int:sitting_id>/retirer/", rooms.remove_room, name="remove_room"),
    path(f"{SEAT}<int:sitting_id>/deplacer/", rooms.move_person, name="move_person"),
]
