"""Addresses of the territories module (namespace `territories`)."""

from django.urls import path

from boutdufil.kernel.territories import views

app_name = "territories"

urlpatterns = [path("recherche/", views.search, name="search")]
