"""Addresses of people."""

from django.urls import path

from boutdufil.kernel.people.views import door, links, my_page, privacy

app_name = "people"

urlpatterns = [
    path("connexion/", door.sign_in, name="sign_in"),
    path("connexion/mot-de-passe/", door.sign_in_password, name="sign_in_password"),
    path("connexion/mot-de-passe/oublie/", door.forgot_password, name="forgot_password"),
    path("connexion/messages/", links.link_sent, name="link_sent"),
    path("connexion/lien/<str:token>/", links.open_link, name="open_link"),
    path("connexion/demonstration/", door.demo_sign_in, name="demo_sign_in"),
    path("inscription/", door.sign_up, name="sign_up"),
    path("deconnexion/", door.sign_out, name="sign_out"),
    path("moi/", my_page.my_page, name="my_page"),
    path("moi/donnees.json", my_page.export_data, name="export_data"),
    path("moi/corriger/", my_page.correct, name="correct"),
    path("moi/adresse/", my_page.change_email, name="change_email"),
    path("moi/mot-de-passe/", my_page.ask_password_link, name="ask_password_link"),
    path("moi/sessions/", my_page.sessions, name="sessions"),
    path("moi/sessions/autres/", my_page.revoke_other_sessions, name="revoke_other_sessions"),
    path("moi/sessions/<int:session_id>/", my_page.revoke_session, name="revoke_session"),
    path("moi/effacer/", my_page.erase, name="erase"),
    path("vie-privee/", privacy.privacy, name="privacy"),
]
