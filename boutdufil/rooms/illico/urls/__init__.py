"""The room's addresses, by noun.

``numbers`` stands last: its public pages answer to any short address (`codes.RESERVED` keeps the
first words of the others free).
"""

from boutdufil.rooms.illico.urls import (
    agents,
    calls,
    charter,
    directory,
    evidence,
    numbers,
    statements,
    supervision,
)

app_name = "illico"

urlpatterns = [
    *directory.urlpatterns,
    *charter.urlpatterns,
    *agents.urlpatterns,
    *supervision.urlpatterns,
    *calls.urlpatterns,
    *statements.urlpatterns,
    *evidence.urlpatterns,
    *numbers.urlpatterns,
]
