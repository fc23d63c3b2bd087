"""Figures, for everybody; an address here stays."""

from django.urls import path

from boutdufil.rooms.barometer.views import figures

INDICATOR = "barometre/indicateurs/<slug:slug>"

urlpatterns = [
    path("barometre/", figures.directory, name="directory"),
    path("barometre/comparaison/", figures.comparison, name="comparison"),
    path(f"{INDICATOR}/", figures.indicator, name="indicator"),
    path(f"{INDICATOR}.csv", figures.indicator_csv, name="indicator_csv"),
    path(f"{INDICATOR}.json", figures.indicator_json, name="indicator_json"),
]
