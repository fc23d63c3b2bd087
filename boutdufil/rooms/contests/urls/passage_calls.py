"""The call of a passage."""

from django.urls import path

from boutdufil.rooms.contests.urls.editions import STAGE
from boutdufil.rooms.contests.views import passage_calls

urlpatterns = [
    path(f"{STAGE}appel/", passage_calls.stage_call, name="stage_call"),
    path(
        "concours/passages/<int:passage_id>/appel/",
        passage_calls.passage_call,
        name="passage_call",
    ),
]
