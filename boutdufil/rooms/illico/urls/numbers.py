"""Addresses of numbers: their owners' seat, and the page of each for everybody."""

from django.urls import path

from boutdufil.rooms.illico.views import answers, hours, numbers, own_numbers, relief

SEAT = "numeros/<slug:code>/"

urlpatterns = [
    path("numeros/", own_numbers.own_numbers, name="own_numbers"),
    path("numeros/nouveau/<int:organisation_id>/", own_numbers.new_number, name="new_number"),
    path(SEAT, own_numbers.seat, name="own_number"),
    path(f"{SEAT}modifier/", own_numbers.edit_number, name="edit_number"),
    path(f"{SEAT}publier/", own_numbers.publish, name="publish_number"),
    path(f"{SEAT}fermer/", own_numbers.close, name="close_number"),
    path(f"{SEAT}horaires/", hours.hours, name="hours"),
    path(f"{SEAT}fermetures/", hours.closing, name="closing"),
    path(f"{SEAT}fermetures/<int:closing_id>/lever/", hours.reopen, name="reopen"),
    path(f"{SEAT}renfort/", relief.relief, name="relief"),
    path(f"{SEAT}questions/", answers.answers, name="answers"),
    path(f"{SEAT}questions/<int:answer_id>/", answers.edit_answer, name="edit_answer"),
    path(f"{SEAT}questions/<int:answer_id>/deplacer/", answers.move_answer, name="move_answer"),
    path(f"{SEAT}questions/<int:answer_id>/retirer/", answers.remove_answer, name="remove_answer"),
    path("<slug:code>/", numbers.number, name="number"),
    path("<slug:code>/questions/", numbers.find_answers, name="find_answers"),
]
