"""What one takes away from a public page."""

from django.urls import path

from boutdufil.rooms.campaigns.views import papers

urlpatterns = [
    path("c/<slug:slug>/agenda.ics", papers.calendar, name="calendar"),
    path("c/<slug:slug>/affiche-<slug:paper>.pdf", papers.poster, name="poster"),
    path("c/<slug:slug>/presse/", papers.press, name="press"),
    path("c/<slug:slug>/presse/faits.<slug:form>", papers.press_facts, name="press_facts"),
]
