"""Addresses of evidence: what is sealed, its leaves, a caller's own proof, who audits."""

from django.urls import path

from boutdufil.rooms.illico.views import audit, evidence

urlpatterns = [
    path("audit/", audit.auditors, name="audit"),
    path("appel/<str:token>/preuve/", evidence.own_proof, name="own_proof"),
    path("<slug:code>/preuves/", evidence.evidence, name="evidence"),
    path("<slug:code>/preuves/feuilles/", evidence.leaves, name="leaves"),
]
