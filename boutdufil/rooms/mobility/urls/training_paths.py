"""Addresses of the way to a job."""

from django.urls import path

from boutdufil.rooms.mobility.views import training_paths

urlpatterns = [
    path("passerelle/<rome:code>/", training_paths.path_to, name="training_path"),
    path("passerelles/comparer/", training_paths.compare, name="compare_training_paths"),
    path("passerelles/cadres/", training_paths.legal_ways, name="legal_ways"),
    path("passerelles/blocs/<int:offer_id>/", training_paths.answer_block, name="answer_block"),
]
