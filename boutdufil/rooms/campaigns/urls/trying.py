"""Trying the job, and papers that say somebody came."""

from django.urls import path

from boutdufil.rooms.campaigns.views import certificates, trying

urlpatterns = [
    path("c/<slug:slug>/essayer/", trying.trying, name="trying"),
    path("c/attestation/<str:code>/", certificates.check, name="check_certificate"),
    path("i/<str:token>/attestation/", certificates.certificate, name="certificate"),
]
