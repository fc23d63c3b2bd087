"""Addresses of the room, by noun."""

from boutdufil.rooms.mobility.urls import (
    applications,
    branches,
    path,
    plans,
    search,
    training_paths,
    vacancies,
)

app_name = "mobility"

urlpatterns = [
    *applications.urlpatterns,
    *branches.urlpatterns,
    *path.urlpatterns,
    *plans.urlpatterns,
    *search.urlpatterns,
    *training_paths.urlpatterns,
    *vacancies.urlpatterns,
]
