"""Planned tours."""

from django.urls import path

from boutdufil.rooms.campaigns.views import tours

TOUR = "campagnes/tournees/<int:tour_id>/"

urlpatterns = [
    path("campagnes/tournees/", tours.tours, name="tours"),
    path(TOUR, tours.tour, name="tour"),
    path(f"{TOUR}feuille-de-route.<slug:form>", tours.tour_file, name="tour_file"),
    path(f"{TOUR}etapes/", tours.make_stops, name="make_stops"),
    path(f"{TOUR}effacer/", tours.drop_tour, name="drop_tour"),
]
