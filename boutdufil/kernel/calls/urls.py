"""Addresses of the practice line."""

from django.urls import path

from boutdufil.kernel.calls.views import practice, sheets, together

app_name = "calls"

LEG = "appel/<str:token>/"
urlpatterns = [
    path("", practice.practice, name="practice"),
    path("code/", together.enter_code, name="enter_code"),
    path("invitation/<str:code>/", together.invitation, name="invitation"),
    path(LEG, together.conversation, name="conversation"),
    path(f"{LEG}observation/", together.observation, name="observation"),
    path(f"{LEG}raccrocher/", together.hang_up, name="hang_up"),
    path("fiches/<uuid:call_id>/ecrire/", sheets.write_sheet, name="write_sheet"),
    path("fiches/<int:sheet_id>/", sheets.sheet, name="sheet"),
    path("fiches/<int:sheet_id>/decider/", sheets.change_sheet, name="change_sheet"),
    path("mes-essais/", practice.mine, name="mine"),
    path("mes-essais/<uuid:participant_id>/retirer/", practice.forget, name="forget"),
    path("<slug:slug>/", practice.scenario, name="scenario"),
    path("<slug:slug>/appel/", practice.turn, name="turn"),
    path("<slug:slug>/garder/", practice.keep, name="keep"),
    path("<slug:slug>/a-deux/", together.open_together, name="open_together"),
]
