"""The room's addresses: figures under `/barometre/`, the desk under `/barometre/atelier/`."""

from boutdufil.rooms.barometer.urls import (
    editing,
    entered_facts,
    estimation,
    figures,
    microdata,
    open_data,
    published,
    quality,
    releases,
    responses,
    surveys,
    waves,
)

app_name = "barometer"

urlpatterns = [
    *figures.urlpatterns,
    *published.urlpatterns,
    *open_data.urlpatterns,
    *responses.urlpatterns,
    *microdata.urlpatterns,
    *entered_facts.urlpatterns,
    *surveys.urlpatterns,
    *waves.urlpatterns,
    *editing.urlpatterns,
    *quality.urlpatterns,
    *estimation.urlpatterns,
    *releases.urlpatterns,
]
