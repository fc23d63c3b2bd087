"""Figures from elsewhere: entered or withdrawn at the desk, and claims beside what was counted."""

from django.urls import path

from boutdufil.rooms.barometer.urls.surveys import SEAT
from boutdufil.rooms.barometer.views import claims, entered_facts

FACTS = f"{SEAT}chiffres/"

urlpatterns = [
    path("barometre/promesses/", claims.claims, name="claims"),
    path(FACTS, entered_facts.entered_facts, name="entered_facts"),
    path(f"{FACTS}nouveau/", entered_facts.enter_fact, name="enter_fact"),
    path(f"{FACTS}liste/", entered_facts.fact_table, name="fact_table"),
    path(f"{FACTS}<int:fact_id>/retirer/", entered_facts.withdraw_fact, name="withdraw_fact"),
]
