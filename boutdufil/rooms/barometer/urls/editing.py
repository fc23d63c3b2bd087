"""The statistician's desk: answers read one by one, and what is changed in them."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
