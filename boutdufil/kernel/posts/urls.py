"""Addresses of the ledger."""

from django.urls import path

from boutdufil.kernel.posts.views import counted

app_name = "posts"

urlpatterns = [
    path("comptage/", counted.counted, name="counted"),
    path("comptage/fichier.csv", counted.counted_file, name="counted_file"),
]
