"""Addresses of those who lead a team: the wall and what is done from it."""

from django.urls import path

from boutdufil.rooms.illico.views import agent_figures, agents, blocks, slots, supervision

urlpatterns = [
    path("supervision/", supervision.teams, name="supervision"),
    path("supervision/<int:organisation_id>/", supervision.wall, name="wall"),
    path(
        "supervision/<int:organisation_id>/deplacer/<int:agent_id>/",
        supervision.move,
        name="move_agent",
    ),
    path("supervision/aide/<uuid:request_id>/", supervision.help_call, name="help_call"),
    path("supervision/abus/<int:report_id>/", supervision.debrief, name="debrief"),
    path("supervision/<int:organisation_id>/blocages/", blocks.blocks, name="blocks"),
    path("supervision/blocages/<int:block_id>/lever/", blocks.lift, name="lift_block"),
    path("supervision/<int:organisation_id>/postes/", agents.seats, name="team_seats"),
    path(
        "supervision/<int:organisation_id>/postes/proposer/", agents.offer_seat, name="offer_seat"
    ),
    path(
        "supervision/<int:organisation_id>/postes/offres/<int:offer_id>/",
        agents.withdraw_offer,
        name="withdraw_offer",
    ),
    path("supervision/postes/<int:agent_id>/", agents.change_seat, name="change_seat"),
    path("supervision/<int:organisation_id>/creneaux/", slots.team_slots, name="team_slots"),
    path(
        "supervision/<int:organisation_id>/creneaux/suite/", slots.change_team, name="change_team"
    ),
    path("supervision/<int:organisation_id>/equipe/", agent_figures.figures, name="agent_figures"),
    path("supervision/<int:organisation_id>/avis/", agent_figures.opinion, name="opinion"),
]
