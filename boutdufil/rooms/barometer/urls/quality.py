"""The statistician's desk: outliers, imputation, quality."""

from django.urls import path

from boutdufil.rooms.barometer.urls.waves import WAVE
from boutdufil.rooms.barometer.views import quality

OUTLIERS = f"{WAVE}valeurs-a-regarder/"
IMPUTATION = f"{WAVE}imputation/"

urlpatterns = [
    path(OUTLIERS, quality.outliers, name="outliers"),
    path(f"{OUTLIERS}<int:drawn_id>/<slug:code>/", quality.confirm_outlier, name="confirm_outlier"),
    path(IMPUTATION, quality.imputation, name="imputation"),
    path(f"{IMPUTATION}faire/", quality.impute, name="impute"),
    path(f"{IMPUTATION}defaire/", quality.undo_imputation, name="undo_imputation"),
    path(f"{WAVE}qualite/", quality.quality_report, name="quality_report"),
    path(f"{WAVE}qualite.json", quality.quality_data, name="quality_data"),
]
