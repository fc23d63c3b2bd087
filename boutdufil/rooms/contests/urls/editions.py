"""Editions: read by everybody, run by their organisers."""

from django.urls import path

from boutdufil.rooms.contests.views import desk, pages, prizes, stages

SEAT = "concours/organiser/<int:edition_id>/"
STAGE = f"{SEAT}epreuves/<int:stage_id>/"
PRIZE = f"{SEAT}dotations/<int:prize_id>/"

urlpatterns = [
    path("concours/", pages.directory, name="directory"),
    path("k/<slug:slug>/", pages.edition, name="edition"),
    path("k/<slug:slug>/reglement/", pages.rules, name="rules"),
    path("k/<slug:slug>/reglement/<int:number>/", pages.rules, name="rules_version"),
    path("k/<slug:slug>/reglement/<int:number>.json", pages.rules_data, name="rules_data"),
    path("concours/organiser/", desk.desk, name="desk"),
    path("concours/organiser/nouveau/<int:organisation_id>/", desk.new_edition, name="new_edition"),
    path(SEAT, desk.seat, name="seat"),
    path(f"{SEAT}modifier/", desk.edit, name="edit"),
    path(f"{SEAT}publier/", desk.publish, name="publish"),
    path(f"{SEAT}copier/", desk.duplicate, name="duplicate"),
    path(f"{SEAT}supprimer/", desk.drop, name="drop"),
    path(f"{SEAT}journal/", desk.log, name="log"),
    path(f"{SEAT}epreuves/nouvelle/", stages.new_stage, name="new_stage"),
    path(STAGE, stages.stage, name="stage"),
    path(f"{STAGE}<slug:act>/motif/", stages.stage_act, name="stage_act"),
    path(f"{SEAT}dotations/", prizes.prizes, name="prizes"),
    path(f"{PRIZE}remise/", prizes.hand_over, name="hand_over"),
    path(f"{PRIZE}retirer/", prizes.remove_prize, name="remove_prize"),
    path(f"{PRIZE}recu/", prizes.proof, name="prize_proof"),
    path(f"{SEAT}partenaires/", prizes.partners, name="partners"),
    path(f"{SEAT}partenaires/<int:partner_id>/", prizes.partner, name="partner"),
]
