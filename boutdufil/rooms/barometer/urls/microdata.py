"""The statistician's desk: the answers of a wave, taken away."""

from django.urls import path

from boutdufil.rooms.barometer.urls.waves import WAVE
from boutdufil.rooms.barometer.views import microdata

urlpatterns = [path(f"{WAVE}microdonnees/", microdata.microdata, name="microdata")]
