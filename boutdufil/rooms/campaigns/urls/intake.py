"""The organiser's desk for registrations: how they are taken, who comes, what falls away."""

from django.urls import path

from boutdufil.rooms.campaigns.views import attendance, imports, intake, records

SEAT = "campagnes/organiser/<int:node_id>/"

urlpatterns = [
    path(f"{SEAT}inscriptions/", intake.intake, name="intake"),
    path(f"{SEAT}creneaux/", intake.add_slots, name="add_slots"),
    path(f"{SEAT}creneaux/<int:slot_id>/", intake.slot, name="slot"),
    path(f"{SEAT}questions/", intake.questions, name="questions"),
    path(f"{SEAT}questions/<int:question_id>/", intake.question, name="question"),
    path(f"{SEAT}personnes/", attendance.attendance, name="attendance"),
    path(f"{SEAT}personnes/reprendre/", imports.import_registrations, name="import_registrations"),
    path(f"{SEAT}programme/reprendre/", imports.import_programme, name="import_programme"),
    path(f"{SEAT}annuler/", records.call_off, name="call_off"),
    path(f"{SEAT}retablir/", records.take_back, name="take_back"),
    path(f"{SEAT}journal/", records.activity, name="activity"),
    path(f"{SEAT}conservation/", records.clock, name="clock"),
    path(f"{SEAT}emporter/", records.archive, name="archive"),
]
