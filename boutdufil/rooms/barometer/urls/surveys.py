"""The statistician's desk: surveys and their frames."""

from django.urls import path

from boutdufil.rooms.barometer.views import contacts, frame, surveys

SEAT = "barometre/atelier/<slug:survey>/"
FRAME = f"{SEAT}base/"

urlpatterns = [
    path("barometre/atelier/", surveys.workshop, name="workshop"),
    path(
        "barometre/atelier/nouvelle/<int:organisation_id>/", surveys.new_survey, name="new_survey"
    ),
    path(SEAT, surveys.survey, name="survey"),
    path(f"{SEAT}modifier/", surveys.edit_survey, name="edit_survey"),
    path(f"{SEAT}contacts/", contacts.contacts, name="contacts"),
    path(f"{SEAT}contacts/liste/", contacts.contact_table, name="contact_table"),
    path(f"{SEAT}contacts/<int:contact_id>/fin/", contacts.end_contact, name="end_contact"),
    path(FRAME, frame.units, name="units"),
    path(f"{FRAME}liste/", frame.new_list, name="new_list"),
    path(f"{FRAME}<int:unit_id>/", frame.unit, name="unit"),
    path(f"{FRAME}doublons/", frame.duplicates, name="duplicates"),
    path(f"{FRAME}doublons/<int:pair_id>/", frame.decide_duplicate, name="decide_duplicate"),
]
