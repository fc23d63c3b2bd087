"""The indicators that the survey itself measures, each with the answers that make it.

French is the text that is kept; English comes through the catalogue. "%" is per cent.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from boutdufil.rooms.barometer.enums import Measure
from boutdufil.rooms.barometer.rules.formulas import Formula, Term

SCOPE = _("Centres de contacts situés en France")
METHOD = _(
    "Enquête auprès d’un échantillon de centres tiré au sort par strate. La non-réponse est "
    "corrigée par groupe, et les poids sont calés sur des totaux connus."
)
ON_HEADS = _("Personnes employées au dernier jour de la période")
ON_MEAN = _("Effectif moyen : demi-somme des effectifs de début et de fin de période")
PERCENT = 100.0
HEADS = (Term("heads_end"),)
MEAN = (Term("heads_start", 0.5), Term("heads_end", 0.5))


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator of the survey; ``denominator`` in words, "" for a total."""

    slug: str
    name: str
    measure: Measure
    unit: str
    definition: str
    denominator: str
    formula: Formula


MEASURED: tuple[Measured, ...] = (
    Measured(
        "effectif",
        _("Personnes employées"),
        Measure.TOTAL,
        _("personnes"),
        _(
            "Personnes qui travaillent au centre au dernier jour de la période, tous contrats ; "
            "une personne compte dès que la moitié de son temps se passe au contact des "
            "clients."
        ),
        "",
        Formula((Term("heads_end"),)),
    ),
    Measured(
        "equivalents-temps-plein",
        _("Équivalents temps plein"),
        Measure.TOTAL,
        _("ETP"),
        _("Temps de travail du dernier jour de la période, ramené au temps plein."),
        "",
        Formula((Term("fte_end"),)),
    ),
    Measured(
        "part-internes",
        _("Part des personnes en centres internes"),
        Measure.SHARE,
        "%",
        _(
            "Personnes des centres qui répondent aux clients de leur propre entreprise ou "
            "groupe, parmi toutes."
        ),
        ON_HEADS,
        Formula((Term("heads_end", PERCENT, "in_house"),), HEADS),
    ),
    Measured(
        "part-prestataires",
        _("Part des personnes chez les prestataires"),
        Measure.SHARE,
        "%",
        _(
            "Personnes des centres qui répondent aux clients d’autres entreprises, parmi "
            "toutes. Ce n’est pas la part de l’activité confiée à l’extérieur."
        ),
        ON_HEADS,
        Formula((Term("heads_end", PERCENT, "provider"),), HEADS),
    ),
    Measured(
        "rotation-departs",
        _("Rotation, par les départs"),
        Measure.RATIO,
        "%",
        _("Départs de la période, hors fermeture ou transfert d’activité, sur l’effectif moyen."),
        ON_MEAN,
        Formula((Term("exits", PERCENT),), MEAN),
    ),
    Measured(
        "rotation-mouvements",
        _("Rotation, par les mouvements"),
        Measure.RATIO,
        "%",
        _("Demi-somme des embauches et des départs de la période, sur l’effectif moyen."),
        ON_MEAN,
        Formula(
            (
                Term("hires", 0.5 * PERCENT),
                Term("exits", 0.5 * PERCENT),
            ),
            MEAN,
        ),
    ),
    Measured(
        "embauches",
        _("Embauches"),
        Measure.TOTAL,
        _("personnes"),
        _(
            "Personnes arrivées dans la période, tous contrats ; une même personne reprise "
            "deux fois compte deux fois."
        ),
        "",
        Formula((Term("hires"),)),
    ),
    Measured(
        "part-dimanche",
        _("Part des personnes qui travaillent le dimanche"),
        Measure.SHARE,
        "%",
        _("Personnes qui travaillent au moins un dimanche par mois, parmi toutes."),
        ON_HEADS,
        Formula((Term("sunday_people", PERCENT),), HEADS),
    ),
    Measured(
        "part-nuit",
        _("Part des personnes qui travaillent la nuit"),
        Measure.SHARE,
        "%",
        _(
            "Personnes qui travaillent entre 21 heures et 6 heures au moins une fois par "
            "mois, parmi toutes."
        ),
        ON_HEADS,
        Formula((Term("night_people", PERCENT),), HEADS),
    ),
    Measured(
        "part-domicile",
        _("Part des personnes qui travaillent de chez elles"),
        Measure.SHARE,
        "%",
        _("Personnes qui travaillent chez elles au moins un jour par semaine, parmi toutes."),
        ON_HEADS,
        Formula((Term("home_people", PERCENT),), HEADS),
    ),
    Measured(
        "part-contrats-permanents",
        _("Part des contrats à durée indéterminée"),
        Measure.SHARE,
        "%",
        _("Personnes en contrat à durée indéterminée, parmi toutes."),
        ON_HEADS,
        Formula((Term("heads_permanent", PERCENT),), HEADS),
    ),
    Measured(
        "part-femmes",
        _("Part des femmes"),
        Measure.SHARE,
        "%",
        _("Femmes parmi toutes les personnes employées."),
        ON_HEADS,
        Formula((Term("women", PERCENT),), HEADS),
    ),
    Measured(
        "postes-vacants",
        _("Postes vacants"),
        Measure.TOTAL,
        _("postes"),
        _("Postes ouverts et non pourvus au dernier jour de la période."),
        "",
        Formula((Term("vacancies"),)),
    ),
    Measured(
        "formation-heures",
        _("Heures de formation par personne"),
        Measure.RATIO,
        _("heures par personne"),
        _("Heures de formation de la période, sur l’effectif moyen."),
        ON_MEAN,
        Formula((Term("training_hours"),), MEAN),
    ),
    Measured(
        "personnes-langue-des-signes",
        _("Personnes qui répondent en langue des signes"),
        Measure.TOTAL,
        _("personnes"),
        _("Personnes qui répondent à des clients en langue des signes."),
        "",
        Formula((Term("signing_agents"),)),
    ),
)
