"""Addresses of callers: their call, their call-back, their case."""

from django.urls import path

from boutdufil.rooms.illico.views import call_backs, calling, cases

CALL = "appel/<str:token>/"
urlpatterns = [
    path("dossier/", cases.find_case, name="find_case"),
    path("dossier/<str:token>/", cases.case, name="case"),
    path("rappel/<str:token>/", call_backs.call_back_link, name="call_back_link"),
    path(CALL, calling.call, name="call"),
    path(f"{CALL}etat/", calling.call_state, name="call_state"),
    path(f"{CALL}raccrocher/", calling.hang_up, name="hang_up"),
    path(f"{CALL}resolu/", calling.solved, name="solved"),
    path(f"{CALL}rappel/", call_backs.ask_call_back, name="ask_call_back"),
    path(f"{CALL}rappel/fin/", call_backs.leave_call_back, name="leave_call_back"),
    path(f"{CALL}present/", call_backs.come_back, name="come_back"),
    path("<slug:code>/appeler/", calling.call_start, name="call_start"),
]
