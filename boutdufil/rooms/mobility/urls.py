"""Addresses of the person's path."""

from django.urls import path, register_converter

from boutdufil.rooms.mobility.views import (
    cards,
    comparison,
    keeping,
    past_jobs,
    paths,
    sharing,
    skills,
    start,
    tastes,
)


class RomeCode:
    """A code of the ROME in an address, in either case: anything else is no address."""

    regex = "[A-Za-z][0-9]{4}"

    def to_python(self, value: str) -> str:
        """Return the code as the referential writes it."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """Return the code as it stands."""
        return value


register_converter(RomeCode, "rome")

app_name = "mobility"

urlpatterns = [
    path("", start.start, name="start"),
    path("metiers/", past_jobs.past_jobs, name="past_jobs"),
    path("metiers/ajouter/", past_jobs.add, name="add_past_job"),
    path("metiers/<rome:code>/", cards.card, name="card"),
    path("competences/", skills.skills, name="skills"),
    path("competences/niveaux/", skills.levels, name="levels"),
    path("gouts/", tastes.tastes, name="tastes"),
    path("chemins/", paths.paths, name="paths"),
    path("chemins/pourquoi/", paths.why, name="why"),
    path("chemins/<rome:code>/", paths.reasons, name="reasons"),
    path("comparer/", comparison.compare, name="compare"),
    path("garder/", keeping.keep, name="keep"),
    path("reprendre/<str:token>/", keeping.resume, name="resume"),
    path("effacer/", keeping.erase, name="erase"),
    path("partage/", sharing.shares, name="shares"),
    path("partage/<int:link_id>/retirer/", sharing.withdraw, name="withdraw_share"),
    path("partage/<str:token>/", sharing.shared, name="shared"),
]
