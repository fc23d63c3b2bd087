"""The room's addresses: short ones for everybody, the organisers' under `/concours/organiser/`."""

from boutdufil.rooms.contests.urls import (
    editions,
    entries,
    items,
    juries,
    papers,
    passage_calls,
    passages,
    results,
    sittings,
)

app_name = "contests"

urlpatterns = [
    *items.urlpatterns,
    *editions.urlpatterns,
    *entries.urlpatterns,
    *papers.urlpatterns,
    *sittings.urlpatterns,
    *juries.urlpatterns,
    *passages.urlpatterns,
    *passage_calls.urlpatterns,
    *results.urlpatterns,
]
