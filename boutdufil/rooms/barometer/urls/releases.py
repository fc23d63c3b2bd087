"""The statistician's desk: releases, their checks and their hour."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
