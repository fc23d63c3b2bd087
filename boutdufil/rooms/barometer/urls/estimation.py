"""The statistician's desk: margins and estimation runs."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
