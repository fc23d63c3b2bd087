"""The statistician's desk: releases, their checks and their hour."""

from django.urls import path

from boutdufil.rooms.barometer.views import releases

RELEASES = "barometre/atelier/<slug:survey>/publications/"
RELEASE = f"{RELEASES}<int:number>/"

urlpatterns = [
    path(RELEASES, releases.release_list, name="release_list"),
    path(f"{RELEASES}nouvelle/", releases.make_release, name="make_release"),
    path(RELEASE, releases.release_desk, name="release_desk"),
    path(f"{RELEASE}annoncer/", releases.plan_release, name="plan_release"),
    path(f"{RELEASE}retirer-l-annonce/", releases.unplan_release, name="unplan_release"),
    path(f"{RELEASE}publier/", releases.publish_release, name="publish_release"),
    path(f"{RELEASE}abandonner/", releases.drop_release, name="drop_release"),
    path(f"{RELEASE}archive.zip", releases.desk_archive, name="desk_archive"),
]
