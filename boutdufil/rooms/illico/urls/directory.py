"""Address of the directory of numbers."""

from django.urls import path

from boutdufil.rooms.illico.views import directory

urlpatterns = [
    path("", directory.directory, name="directory"),
]
