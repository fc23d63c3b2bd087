"""Open data: tables, archives, charts and the reading API. Addresses stay."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
