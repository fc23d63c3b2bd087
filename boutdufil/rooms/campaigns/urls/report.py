"""The final report of a campaign, for its organisers and partners."""

from django.urls import path

from boutdufil.rooms.campaigns.views import report

OWN = "c/<slug:slug>/bilan/"

urlpatterns = [
    path(OWN, report.report, name="report"),
    path(f"{OWN}<str:name>", report.report_file, name="report_file"),
]
