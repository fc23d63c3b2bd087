"""Addresses of the person's path."""

from django.urls import path

from boutdufil.rooms.mobility.views import start

app_name = "mobility"

urlpatterns = [
    path("", start.start, name="start"),
]
