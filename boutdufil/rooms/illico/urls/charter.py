"""Addresses of the charter: its words, its committee, a number's place in it."""

from django.urls import path

from boutdufil.rooms.illico.views import charter, committee

urlpatterns = [
    path("charte/", charter.charter, name="charter"),
    path("charte/comite/", committee.committee, name="committee"),
    path("charte/comite/etapes/<int:decision_id>/", committee.decision, name="decision"),
    path("charte/comite/numeros/<slug:code>/", committee.propose, name="propose_step"),
    path("numeros/<slug:code>/charte/", charter.number_charter, name="number_charter"),
]
