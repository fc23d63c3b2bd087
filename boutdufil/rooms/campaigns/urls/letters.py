"""Letters to those who registered, and the way out of them."""

from django.urls import path

from boutdufil.rooms.campaigns.views import letters as views

SEAT = "campagnes/organiser/<int:node_id>/"

urlpatterns = [
    path(f"{SEAT}lettres/", views.letters, name="letters"),
    path(f"{SEAT}lettres/<int:letter_id>/", views.letter, name="letter"),
    path("campagnes/lettres/stop/<str:token>/", views.stop_letters, name="stop_letters"),
]
