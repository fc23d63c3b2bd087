"""The statistician's desk: answers read one by one, and what is changed in them."""

from django.urls import path

from boutdufil.rooms.barometer.urls.waves import WAVE
from boutdufil.rooms.barometer.views import editing

UNITS = f"{WAVE}unites/"
UNIT = f"{UNITS}<int:drawn_id>/"

urlpatterns = [
    path(UNITS, editing.sample, name="sample"),
    path(f"{WAVE}unites.csv", editing.sample_table, name="sample_table"),
    path(f"{UNITS}verifier/", editing.accept_responses, name="accept_responses"),
    path(UNIT, editing.drawn_unit, name="drawn_unit"),
    path(f"{UNIT}etat/", editing.set_standing, name="set_standing"),
    path(f"{UNIT}verifier/", editing.accept_response, name="accept_response"),
    path(f"{UNIT}valeurs/<slug:code>/", editing.edit_value, name="edit_value"),
]
