"""Passages before a jury."""

from django.urls import path

from boutdufil.rooms.contests.urls.editions import STAGE
from boutdufil.rooms.contests.urls.entries import ENTRY
from boutdufil.rooms.contests.views import passage_desk, passage_moves, passages

urlpatterns = [
    path(f"{STAGE}passages/", passages.passages, name="passages"),
    path(f"{STAGE}passages/<int:passage_id>/", passage_moves.move, name="move_passage"),
    path("concours/jury/passages/<int:jury_id>/", passage_desk.passage_desk, name="passage_desk"),
    path(f"{ENTRY}passages.ics", passage_desk.passage_calendar, name="passage_calendar"),
]
