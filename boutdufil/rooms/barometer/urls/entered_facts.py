"""The statistician's desk: figures of other sources, entered or withdrawn."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
