"""The statistician's desk: outliers, imputation, quality."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
