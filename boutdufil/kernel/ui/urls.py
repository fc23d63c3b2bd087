"""Addresses of the interface kit: language switch and style guide."""

from django.urls import path

from boutdufil.kernel.ui import views

app_name = "ui"

urlpatterns = [
    path("langue/", views.set_language, name="set_language"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/suggestions/", views.suggestions, name="suggestions"),
]
