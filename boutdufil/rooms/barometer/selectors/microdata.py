"""What leaves of a wave for R: no name, no SIRET, no place beyond the stratum."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Mapping

from django.utils.translation import gettext as _

from boutdufil.lib.tables import write_csv
from boutdufil.rooms.barometer.enums import AnswerOrigin, RunState, UnitKind
from boutdufil.rooms.barometer.models import EstimationRun, Response, UnitWeight, Wave
from boutdufil.rooms.barometer.rules.microdata import (
    CODEBOOK_HEADER,
    SURVEY_R,
    Answered,
    codebook,
    header,
    lines,
)
from boutdufil.rooms.barometer.selectors.questionnaires import form_of
from boutdufil.rooms.barometer.selectors.responses import COUNTED


def microdata(wave_id: int) -> bytes | None:
    """Return the ZIP of a wave (data, codebook, R script, README); None without questionnaire.

    The order of the lines, hence their numbers, is drawn anew each time.
    """
    wave = Wave.objects.select_related("survey").get(pk=wave_id)
    if wave.questionnaire_id is None:
        return None
    form = form_of(wave.questionnaire_id)
    run = EstimationRun.objects.filter(wave_id=wave_id, state=RunState.DONE).first()
    rows, left_out = _answered(wave_id, _weights(run))
    secrets.SystemRandom().shuffle(rows)
    origins = [(one.value, str(one.label)) for one in AnswerOrigin]
    files = {
        "data.csv": write_csv(header(form), lines(form, rows)),
        "codebook.csv": write_csv(CODEBOOK_HEADER, codebook(form, origins)),
        "survey.R": SURVEY_R.encode(),
        "LISEZMOI.txt": _readme(wave, run, len(rows), left_out).encode(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _weights(run: EstimationRun | None) -> Mapping[int, float] | None:
    if run is None:
        return None
    return dict(UnitWeight.objects.filter(run=run).values_list("drawn_id", "calibrated"))


def _answered(wave_id: int, weights: Mapping[int, float] | None) -> tuple[list[Answered], int]:
    found = Response.objects.filter(
        drawn__wave_id=wave_id, drawn__unit__kind=UnitKind.CENTRE, state__in=COUNTED
    )
    rows, left_out = [], 0
    for one in found.select_related("drawn__stratum").prefetch_related("values"):
        drawn = one.drawn
        plain = drawn.population_then / drawn.allocated_then
        weight = plain if weights is None else weights.get(drawn.pk)
        if not weight:
            left_out += 1
            continue
        values = list(one.values.all())
        rows.append(
            Answered(
                stratum=drawn.stratum.key,
                population=drawn.stratum.population,
                sample=drawn.stratum.allocated,
                weight=weight,
                values={value.code: value.value for value in values},
                origins={value.code: value.origin for value in values},
            )
        )
    return rows, left_out


def _readme(wave: Wave, run: EstimationRun | None, rows: int, left_out: int) -> str:
    weights = (
        _("Poids : après calage, estimation %(number)s.") % {"number": run.number}
        if run
        else _("Poids : du tirage seul. Aucune estimation n’est faite : rien n’est redressé.")
    )
    told = [
        f"{wave.survey.name} · {wave.name}",
        _("Centres qui ont répondu : %(rows)s.") % {"rows": rows},
        weights,
        _("Réponses sans poids dans cette estimation, laissées de côté : %(count)s.")
        % {"count": left_out},
        _("Une case vide avec une origine : la personne a dit ne pas savoir."),
        _("Une case vide sans origine : la question n’a pas été posée."),
        _("Aucun nom ici, mais un grand centre se reconnaît : ne diffusez pas ces lignes."),
    ]
    if wave.survey.invented:
        told.insert(1, _("Démonstration : données simulées."))
    return "\n".join(told) + "\n"
