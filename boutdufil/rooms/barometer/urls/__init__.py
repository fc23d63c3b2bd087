"""The room's addresses: figures under `/barometre/`, the desk under `/barometre/atelier/`."""

from boutdufil.rooms.barometer.urls import figures, microdata, responses, surveys, waves

app_name = "barometer"

urlpatterns = [
    *figures.urlpatterns,
    *microdata.urlpatterns,
    *responses.urlpatterns,
    *surveys.urlpatterns,
    *waves.urlpatterns,
]
