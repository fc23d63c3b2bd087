"""Addresses of the door: the telephone's, and the organiser's under the event's seat."""

from django.urls import path

from boutdufil.rooms.campaigns.views import door

SEAT = "campagnes/organiser/<int:node_id>/accueil/"

urlpatterns = [
    path("campagnes/accueil/", door.door, name="door"),
    path("campagnes/accueil/travailleur.js", door.door_worker, name="door_worker"),
    path("campagnes/accueil/manifeste.webmanifest", door.door_manifest, name="door_manifest"),
    path(SEAT, door.door_desk, name="door_desk"),
    path(f"{SEAT}appareils/<int:device_id>/retirer/", door.revoke_device, name="revoke_device"),
    path(f"{SEAT}badges/", door.badges, name="badges"),
]
