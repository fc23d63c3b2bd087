"""What went out: releases, their calendar, indicators side by side. Addresses stay."""

from django.urls import path

from boutdufil.rooms.barometer.views import published

RELEASE = "barometre/publications/<slug:survey>/<int:number>/"

urlpatterns = [
    path("barometre/publications/", published.releases, name="releases"),
    path(RELEASE, published.release, name="release"),
    path(f"{RELEASE}archive.zip", published.release_archive, name="release_archive"),
    path("barometre/cote-a-cote/", published.side_by_side, name="side_by_side"),
]
