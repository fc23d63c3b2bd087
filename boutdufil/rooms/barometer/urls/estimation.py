"""The statistician's desk: margins and estimation runs."""

from django.urls import path

from boutdufil.rooms.barometer.urls.waves import WAVE
from boutdufil.rooms.barometer.views import estimation

MARGINS = f"{WAVE}marges/"
RUNS = f"{WAVE}estimations/"

urlpatterns = [
    path(MARGINS, estimation.margins, name="margins"),
    path(f"{MARGINS}base/", estimation.frame_margins, name="frame_margins"),
    path(f"{WAVE}marges.csv", estimation.margins_file, name="margins_file"),
    path(RUNS, estimation.runs, name="runs"),
    path(f"{RUNS}nouvelle/", estimation.new_run, name="new_run"),
    path(f"{RUNS}<int:run>/", estimation.run, name="run"),
]
