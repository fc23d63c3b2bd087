"""Open data: tables, archives, charts and the reading API. Addresses stay."""

from django.urls import path

from boutdufil.rooms.barometer.urls.figures import INDICATOR
from boutdufil.rooms.barometer.views import open_data

RELEASE = "barometre/publications/<slug:survey>/<int:number>"

urlpatterns = [
    path("barometre/donnees/", open_data.open_data, name="open_data"),
    path(f"{RELEASE}/tableaux.zip", open_data.release_zip, name="release_zip"),
    path(f"{INDICATOR}.xlsx", open_data.indicator_xlsx, name="indicator_xlsx"),
    path(f"{INDICATOR}/mesures.csv", open_data.measured_csv, name="measured_csv"),
]
