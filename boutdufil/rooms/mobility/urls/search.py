"""Addresses of the list of vacancies."""

from django.urls import path

from boutdufil.rooms.mobility.views import search

urlpatterns = [
    path("offres/", search.vacancies, name="vacancies"),
]
