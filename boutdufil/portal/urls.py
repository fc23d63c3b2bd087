"""Addresses of the portal."""

from django.urls import path

from boutdufil.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("sources/", views.sources, name="sources"),
    path("sceaux/", views.seals, name="seals"),
    path("sceaux/cles.json", views.seal_keys, name="seal_keys"),
    path("demonstration/", views.demonstration, name="demonstration"),
]
