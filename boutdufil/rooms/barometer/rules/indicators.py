"""The indicators the project ships: what each means, of what, among whom.

French is the text that is kept; English comes through the catalogue. The unit "%" is per cent.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from boutdufil.rooms.barometer.enums import Measure

FRANCE = _("Centres de contacts situés en France")
PROVIDERS = _("Prestataires, en France")


@dataclass(frozen=True, slots=True)
class Shipped:
    """One indicator; ``beside`` names others that are never added to it.

    ``also`` holds words, in either language, under which people look for it.
    """

    slug: str
    name: str
    measure: Measure
    unit: str
    definition: str
    scope: str
    denominator: str = ""
    beside: tuple[str, ...] = ()
    also: str = ""


SHIPPED: tuple[Shipped, ...] = (
    Shipped(
        "effectif",
        _("Personnes dans les centres de contacts"),
        Measure.TOTAL,
        _("personnes"),
        _(
            "Les personnes dont au moins la moitié du temps de travail se passe en contact avec "
            "des clients, et celles qui les encadrent. Les sources comptent autrement : avec ou "
            "sans les petits centres, en personnes ou en équivalents temps plein."
        ),
        FRANCE,
    ),
    Shipped(
        "effectif-prestataires",
        _("Personnes chez les prestataires"),
        Measure.TOTAL,
        _("personnes"),
        _("Les personnes employées par des entreprises qui répondent aux clients des autres."),
        PROVIDERS,
    ),
    Shipped(
        "part-internes",
        _("Part des salariés dans les centres internes"),
        Measure.SHARE,
        "%",
        _("Les salariés des centres internes, rapportés à tous les salariés des centres."),
        FRANCE,
        _("les salariés"),
        ("part-externalisee",),
    ),
    Shipped(
        "part-externalisee",
        _("Part de l’activité confiée à des prestataires"),
        Measure.SHARE,
        "%",
        _("L’activité traitée par des prestataires, rapportée à toute l’activité."),
        FRANCE,
        _("l’activité"),
        ("part-internes",),
    ),
    Shipped(
        "part-hors-france",
        _("Part faite hors de France"),
        Measure.SHARE,
        "%",
        _(
            "Ce que les prestataires font répondre depuis l’étranger pour des clients de France. "
            "Chaque source a son dénominateur : des cas, du chiffre d’affaires, des personnes."
        ),
        PROVIDERS,
        _("différent selon la source"),
        also="offshore délocalisation étranger abroad",
    ),
    Shipped(
        "part-en-france",
        _("Part faite en France"),
        Measure.SHARE,
        "%",
        _("Ce que les prestataires facturent pour des contacts traités depuis la France."),
        PROVIDERS,
        _("le chiffre d’affaires des prestataires"),
        also="onshore",
    ),
    Shipped(
        "effectif-hors-france",
        _("Personnes qui répondent hors de France"),
        Measure.TOTAL,
        _("personnes"),
        _("Les personnes qui répondent depuis l’étranger pour des clients de France."),
        _("Prestataires, hors de France"),
    ),
    Shipped(
        "rotation",
        _("Rotation du personnel"),
        Measure.RATIO,
        "%",
        _(
            "Deux définitions : les sorties, ou la moitié des entrées et des sorties, rapportées à "
            "l’effectif moyen de l’année. La plupart des sources ne disent pas laquelle."
        ),
        FRANCE,
        _("l’effectif moyen"),
        also="turnover turn-over départs sorties",
    ),
    Shipped(
        "postes-crees",
        _("Postes créés"),
        Measure.TOTAL,
        _("postes"),
        _("Les postes ajoutés sur une période, une fois ôtés ceux qui disparaissent."),
        FRANCE,
    ),
    Shipped(
        "postes-a-pourvoir",
        _("Postes à pourvoir"),
        Measure.TOTAL,
        _("postes"),
        _("Les postes que l’on dit chercher à pourvoir : une annonce, et non des embauches."),
        FRANCE,
        also="recrutement offres vacancies",
    ),
    Shipped(
        "centres",
        _("Centres de contacts"),
        Measure.TOTAL,
        _("centres"),
        _("Les lieux où des personnes répondent aux clients."),
        FRANCE,
    ),
    Shipped(
        "prestataires",
        _("Entreprises prestataires"),
        Measure.TOTAL,
        _("entreprises"),
        _("Les entreprises dont répondre aux clients des autres est le métier."),
        PROVIDERS,
    ),
    Shipped(
        "chiffre-affaires",
        _("Chiffre d’affaires des prestataires"),
        Measure.TOTAL,
        _("millions d’euros"),
        _("Ce que facturent les prestataires sur l’année."),
        PROVIDERS,
        also="CA marché revenue",
    ),
    Shipped(
        "part-cdi",
        _("Part des contrats à durée indéterminée"),
        Measure.SHARE,
        "%",
        _("Les salariés en contrat à durée indéterminée, rapportés à tous les salariés."),
        PROVIDERS,
        _("les salariés"),
        also="CDI permanent",
    ),
    Shipped(
        "part-emploi",
        _("Part dans l’emploi du pays"),
        Measure.SHARE,
        "%",
        _("Les personnes du métier, rapportées à toutes celles qui ont un emploi."),
        FRANCE,
        _("l’emploi total"),
    ),
    Shipped(
        "emplois-creables",
        _("Emplois que l’on pourrait créer"),
        Measure.TOTAL,
        _("emplois"),
        _("Une annonce, et non une mesure : ce que ses auteurs attendent de leurs propositions."),
        _("France"),
    ),
    Shipped(
        "sourds-et-malentendants",
        _("Personnes sourdes et malentendantes"),
        Measure.TOTAL,
        _("personnes"),
        _("Les personnes qui entendent mal ou n’entendent pas, telles que les compte la source."),
        _("France"),
    ),
    Shipped(
        "prets-a-payer",
        _("Personnes prêtes à payer plus un appel rapide et efficace"),
        Measure.SHARE,
        "%",
        _("La part de ceux qui le disent dans une enquête d’opinion."),
        _("France"),
        _("les personnes interrogées"),
    ),
    Shipped(
        "cout-afrique-du-nord",
        _("Coût en Afrique du Nord, rapporté à la France"),
        Measure.RATIO,
        _("fois le coût en France"),
        _("Le coût d’une heure de conseiller, là-bas, divisé par celui d’ici."),
        _("Prestataires, hors de France"),
        _("le coût en France"),
    ),
)

# The same subject counted in several ways: quoted from others, measured here.
KIN: tuple[tuple[str, ...], ...] = (
    ("rotation", "rotation-departs", "rotation-mouvements"),
    ("effectif", "effectif-prestataires", "equivalents-temps-plein"),
    ("part-internes", "part-prestataires", "part-externalisee"),
    ("part-cdi", "part-contrats-permanents"),
)


def kin_of(slug: str) -> tuple[str, ...]:
    """Return the other indicators of the same subject.

    >>> kin_of("rotation")
    ('rotation-departs', 'rotation-mouvements')
    """
    return tuple(one for group in KIN if slug in group for one in group if one != slug)
