"""Figures from elsewhere: entered or withdrawn at the desk, and claims beside what was counted."""

from django.urls import path

from boutdufil.rooms.barometer.views import claims

urlpatterns = [
    path("barometre/promesses/", claims.claims, name="claims"),
]
