"""The statistician's desk: waves and their samples."""

from django.urls import path

from boutdufil.rooms.barometer.views import waves

WAVES = "barometre/atelier/<slug:survey>/vagues/"
WAVE = f"{WAVES}<int:number>/"

urlpatterns = [
    path(f"{WAVES}nouvelle/", waves.new_wave, name="new_wave"),
    path(WAVE, waves.wave, name="wave"),
    path(f"{WAVE}modifier/", waves.edit_wave, name="edit_wave"),
    path(f"{WAVE}tirer/", waves.draw, name="draw"),
    path(f"{WAVE}etape/", waves.move_wave, name="move_wave"),
    path(f"{WAVE}courriers/", waves.mailings, name="mailings"),
    path(f"{WAVE}courriers/<int:mailing_id>/", waves.drop_mailing, name="drop_mailing"),
    path(f"{WAVE}echantillon.csv", waves.sample_file, name="sample_file"),
    path(f"{WAVE}tirage.json", waves.draw_file, name="draw_file"),
]
