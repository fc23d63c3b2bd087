"""Juries: prepared by their organiser, held by their jurors."""

from django.urls import path

from boutdufil.rooms.contests.urls.editions import SEAT, STAGE
from boutdufil.rooms.contests.views import judging, juries

urlpatterns = [
    path(f"{SEAT}jures/", juries.jurors, name="jurors"),
    path(f"{SEAT}jures/reprendre/", juries.juror_table, name="juror_table"),
    path(f"{SEAT}jures/<int:juror_id>/", juries.juror, name="juror"),
    path(f"{STAGE}grille/", juries.rubric, name="rubric"),
    path(f"{STAGE}grille/<int:criterion_id>/", juries.criterion, name="criterion"),
    path(f"{STAGE}jurys/", juries.juries, name="juries"),
    path(f"{STAGE}jurys/<int:jury_id>/", juries.jury, name="jury"),
    path(f"{STAGE}repartition/", juries.distribution, name="distribution"),
    path("concours/jury/", judging.jury_desk, name="jury_desk"),
    path(
        "concours/jury/invitation/<str:token>/", judging.juror_invitation, name="juror_invitation"
    ),
    path("concours/jury/liens/<int:juror_id>/", judging.ties, name="ties"),
    path("concours/jury/lecture/<int:reading_id>/", judging.reading, name="reading"),
    path(
        "concours/jury/lecture/<int:reading_id>/pdf/", judging.reading_paper, name="reading_paper"
    ),
    path(
        "concours/jury/lecture/<int:reading_id>/recuser/",
        judging.recuse_reading,
        name="recuse_reading",
    ),
    path("concours/jury/reunion/<int:jury_id>/", judging.meeting, name="meeting"),
    path("concours/jury/reunion/<int:jury_id>/acte/", judging.meeting_act, name="meeting_act"),
    path("concours/jury/severite/<int:jury_id>/", judging.severity, name="severity"),
]
