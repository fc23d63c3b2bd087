"""Open data: tables, archives, charts and the reading API. Addresses stay."""

from django.urls import path

from boutdufil.rooms.barometer.urls.figures import INDICATOR
from boutdufil.rooms.barometer.views import api, open_data

RELEASE = "barometre/publications/<slug:survey>/<int:number>"
API = "barometre/api/v1"

urlpatterns = [
    path("barometre/donnees/", open_data.open_data, name="open_data"),
    path(f"{RELEASE}/tableaux.zip", open_data.release_zip, name="release_zip"),
    path(f"{INDICATOR}.svg", open_data.indicator_svg, name="indicator_svg"),
    path(f"{INDICATOR}.xlsx", open_data.indicator_xlsx, name="indicator_xlsx"),
    path(f"{INDICATOR}/mesures.csv", open_data.measured_csv, name="measured_csv"),
    path(f"{API}/indicators", api.api_indicators, name="api_indicators"),
    path(f"{API}/indicators/<slug:slug>", api.api_indicator, name="api_indicator"),
    path(f"{API}/releases", api.api_releases, name="api_releases"),
    path(f"{API}/releases/<slug:survey>/<int:number>", api.api_release, name="api_release"),
    path(f"{API}/cells", api.api_cells, name="api_cells"),
    path(f"{API}/facts", api.api_facts, name="api_facts"),
    path(f"{API}/openapi.json", api.api_openapi, name="api_openapi"),
]
