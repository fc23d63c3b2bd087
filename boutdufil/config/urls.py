"""Every address of the site, by floor."""

from django.contrib import admin
from django.urls import include, path

from boutdufil.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("boutdufil.portal.urls")),
    path("", include("boutdufil.kernel.ui.urls")),
    path("", include("boutdufil.kernel.people.urls")),
    path("", include("boutdufil.kernel.occupations.urls")),
    path("organisations/", include("boutdufil.kernel.organisations.urls")),
    path("territoires/", include("boutdufil.kernel.territories.urls")),
    path("postes/", include("boutdufil.kernel.posts.urls")),
    path("formations/", include("boutdufil.kernel.training.urls")),
    path("essai/", include("boutdufil.kernel.calls.urls")),
    path("mobilite/", include("boutdufil.rooms.mobility.urls")),
    path("", include("boutdufil.rooms.campaigns.urls")),
    path("", include("boutdufil.rooms.contests.urls")),
    path("", include("boutdufil.rooms.barometer.urls")),
    path("illico/", include("boutdufil.rooms.illico.urls")),
]
