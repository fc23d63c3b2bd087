"""Addresses of agents: their console, their seat, what owners tell them."""

from django.urls import path

from boutdufil.rooms.illico.views import agents, console, console_help, guidance, slots
from boutdufil.rooms.illico.views import console_cases as cases

urlpatterns = [
    path("poste/", console.console, name="console"),
    path("poste/<int:agent_id>/prendre/", console.take_post, name="take_post"),
    path("poste/<int:agent_id>/etat/", console.change_state, name="change_state"),
    path("poste/<int:agent_id>/appels/<uuid:call_id>/", console.act, name="console_call"),
    path("poste/<int:agent_id>/appels/<uuid:call_id>/notes/", cases.note, name="write_note"),
    path("poste/<int:agent_id>/appels/<uuid:call_id>/aide/", console_help.ask, name="console_help"),
    path("poste/<int:agent_id>/appels/<uuid:call_id>/suite/", cases.write_up, name="write_up"),
    path(
        "poste/<int:agent_id>/suites/<int:follow_up_id>/",
        cases.finish_follow_up,
        name="finish_follow_up",
    ),
    path("poste/<int:agent_id>/moi/", agents.own_seat, name="own_seat"),
    path("poste/<int:agent_id>/creneaux/", slots.own_slots, name="own_slots"),
    path("poste/<int:agent_id>/creneaux/<int:slot_id>/", slots.answer_slot, name="answer_slot"),
    path("poste/<int:agent_id>/contester/", slots.contest, name="contest"),
    path("poste/<int:agent_id>/lieu/", slots.attestation, name="attestation"),
    path("numeros/<slug:code>/consignes/", guidance.guidance, name="guidance"),
    path("numeros/<slug:code>/consignes/confier/", guidance.entrust, name="entrust"),
    path("poste/offres/<int:offer_id>/", agents.answer_offer, name="answer_offer"),
]
