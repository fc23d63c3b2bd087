"""What went out: releases, their calendar, indicators side by side. Addresses stay."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
