"""A bare page of a conversation, for browsers in tests: no room around it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from boutdufil.config import urls

PAGE = """{% extends "ui/base.html" %}{% load static %}
{% block head %}<link rel="stylesheet" href="{% static "calls/calls.css" %}">{% endblock %}
{% block heading %}Un appel{% endblock %}
{% block main %}{% include part %}{% endblock %}
{% block scripts %}<script type="module" src="{% static script %}"></script>{% endblock %}
"""


@login_not_required
def conversation(request):
    values = {
        "part": "calls/_conversation.html",
        "script": "calls/room.js",
        "leg_url": f"/appels/voie/?jeton={request.GET.get('jeton', '')}",
        "channel": request.GET.get("canal", "video"),
        "may_hold": True,
        "starts_alone": "seul" in request.GET,
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(values, request))


@login_not_required
def device_check(request):
    values = {"part": "calls/_device_check.html", "script": "calls/device_check.js"}
    values["channel"] = request.GET.get("canal", "video")
    return HttpResponse(engines["django"].from_string(PAGE).render(values, request))


urlpatterns = [
    path("salle-nue/", conversation),
    path("salle-nue/materiel/", device_check),
    *urls.urlpatterns,
]
