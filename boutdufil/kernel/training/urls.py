"""Addresses of trainings (namespace `training`), under /formations/."""

from django.urls import path

from boutdufil.kernel.training.views import (
    accreditations,
    bodies,
    certificates,
    enrolments,
    public,
    seats,
)

app_name = "training"

urlpatterns = [
    path("", public.start, name="start"),
    path("certifications/nouvelle/", certificates.create, name="new_certificate"),
    path(
        "certifications/<int:certificate_id>/reconnaitre/",
        certificates.recognise,
        name="recognise",
    ),
    path(
        "certifications/<int:certificate_id>/retirer/",
        certificates.withdraw_recognition,
        name="withdraw_recognition",
    ),
    path("certifications/<int:certificate_id>/", public.certificate, name="certificate"),
    path("programmes/<int:programme_id>/", public.programme, name="programme"),
    path("sessions/<int:session_id>/demander/", seats.ask, name="ask_seat"),
    path("mes-inscriptions/", seats.my_seats, name="my_seats"),
    path("mes-inscriptions/<int:enrolment_id>/annuler/", seats.cancel, name="cancel_seat"),
    path("organisme/", bodies.seat, name="seat"),
    path("organisme/declarer/<int:organisation_id>/", bodies.declare, name="declare_body"),
    path("organisme/<int:body_id>/programmes/nouveau/", bodies.new_programme, name="new_programme"),
    path(
        "organisme/programmes/<int:programme_id>/sessions/nouvelle/",
        bodies.new_session,
        name="new_session",
    ),
    path(
        "organisme/programmes/<int:programme_id>/arreter/",
        bodies.close_programme,
        name="close_programme",
    ),
    path("organisme/sessions/<int:session_id>/", enrolments.session_seat, name="session_seat"),
    path(
        "organisme/sessions/<int:session_id>/annuler/", bodies.cancel_session, name="cancel_session"
    ),
    path("organisme/inscriptions/<int:enrolment_id>/", enrolments.decide, name="decide_seat"),
    path(
        "organisme/inscriptions/<int:enrolment_id>/resultats/",
        enrolments.record_results,
        name="record_results",
    ),
    path("habilitations/", accreditations.accreditations, name="accreditations"),
    path("habilitations/accorder/", accreditations.grant, name="grant_accreditation"),
    path(
        "habilitations/<int:accreditation_id>/renouveler/",
        accreditations.renew,
        name="renew_accreditation",
    ),
    path(
        "habilitations/<int:accreditation_id>/retirer/",
        accreditations.withdraw,
        name="withdraw_accreditation",
    ),
]
