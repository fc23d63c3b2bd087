"""Search boxes of occupations: fragments for the autocomplete of the interface kit."""

from django.urls import path

from boutdufil.kernel.occupations import views

app_name = "occupations"

urlpatterns = [
    path("metiers/recherche/", views.suggest_titles, name="title_search"),
    path("competences/recherche/", views.suggest_skills, name="skill_search"),
]
