"""Answering without an account: the link is the key."""

from django.urls import path

from boutdufil.rooms.barometer.views import centres, responses

CENTRES = "barometre/repondre/centres/<str:token>/"
RESPONSE = "barometre/repondre/<str:token>/"

urlpatterns = [
    path(CENTRES, centres.centres, name="centres"),
    path(f"{CENTRES}envoyer/", centres.send_centres, name="send_centres"),
    path(f"{CENTRES}fichier/", centres.upload_answers, name="upload_answers"),
    path(f"{CENTRES}modele.<slug:form>", centres.answers_template, name="answers_template"),
    path(RESPONSE, responses.response, name="response"),
    path(f"{RESPONSE}partie/<slug:group>/", responses.response_group, name="response_group"),
    path(f"{RESPONSE}relire/", responses.response_summary, name="response_summary"),
    path(f"{RESPONSE}recu/", responses.response_receipt, name="response_receipt"),
    path(f"{RESPONSE}reponse.pdf", responses.response_receipt_file, name="response_receipt_file"),
    path(f"{RESPONSE}retirer/", responses.withdraw_response, name="withdraw_response"),
]
