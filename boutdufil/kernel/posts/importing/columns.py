"""The columns of a table of vacancies; exports bear the same headings and can be read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.lib.tables import match_columns


@dataclass(frozen=True, slots=True)
class Column:
    """One field: the heading we write (always French), what it is called here, other headings."""

    field: str
    heading: str
    label: Promise
    aliases: tuple[str, ...]
    example: str
    required: bool = False


COLUMNS = (
    Column("reference", "Référence", _("Référence"), ("ref", "réf", "n°", "numéro", "id"), "TC-01"),
    Column(
        "title",
        "Intitulé",
        _("Intitulé"),
        ("intitulé du poste", "titre", "poste", "title", "libellé"),
        "Téléconseiller / Téléconseillère",
        required=True,
    ),
    Column("code", "Code ROME", _("Code ROME"), ("rome", "métier", "code métier"), "D1408"),
    Column(
        "posts",
        "Postes",
        _("Nombre de postes"),
        ("nombre de postes", "nb postes", "nb de postes", "effectif", "posts"),
        "3",
    ),
    Column(
        "contract",
        "Contrat",
        _("Contrat"),
        ("type de contrat", "contract", "nature du contrat"),
        "CDI",
        required=True,
    ),
    Column(
        "contract_months",
        "Durée (mois)",
        _("Durée en mois"),
        ("durée", "mois", "durée du contrat"),
        "",
    ),
    Column(
        "weekly_hours",
        "Heures par semaine",
        _("Heures par semaine"),
        ("heures", "durée hebdomadaire", "temps de travail", "heures hebdo"),
        "35",
    ),
    Column(
        "pay_min",
        "Salaire minimum",
        _("Salaire brut minimum"),
        ("salaire", "salaire mini", "salaire min", "salaire brut", "rémunération", "pay min"),
        "1 900",
    ),
    Column(
        "pay_max",
        "Salaire maximum",
        _("Salaire brut maximum"),
        ("salaire maxi", "salaire max", "pay max"),
        "2 100",
    ),
    Column(
        "pay_period",
        "Période du salaire",
        _("Période du salaire"),
        ("période", "unité", "salaire par"),
        "par mois",
    ),
    Column(
        "commune",
        "Commune",
        _("Commune ou code postal"),
        ("lieu", "ville", "lieu de travail", "code postal", "cp", "localité", "place"),
        "59000 Lille",
        required=True,
    ),
    Column("insee", "Code Insee", _("Code Insee de la commune"), ("insee", "code commune"), ""),
    Column(
        "home_days",
        "Jours à domicile",
        _("Jours à domicile par semaine"),
        ("télétravail", "jours de télétravail", "domicile"),
        "2",
    ),
    Column("works_sundays", "Dimanche", _("Dimanche"), ("dimanches", "travail le dimanche"), "non"),
    Column("works_nights", "Nuit", _("Nuit"), ("nuits", "travail de nuit"), "non"),
    Column(
        "works_shifts", "Horaires décalés", _("Horaires décalés"), ("décalés", "équipes"), "non"
    ),
    Column(
        "pattern", "Horaires", _("Organisation des horaires"), ("horaire", "plages horaires"), ""
    ),
    Column(
        "description",
        "Description",
        _("Description"),
        ("descriptif", "missions", "texte", "contenu"),
        "Vous répondez aux questions de la clientèle par téléphone et par écrit.",
    ),
    Column(
        "required_skills",
        "Compétences indispensables",
        _("Compétences indispensables"),
        ("compétences", "compétences requises"),
        "",
    ),
    Column(
        "wished_skills",
        "Compétences souhaitées",
        _("Compétences souhaitées"),
        ("compétences appréciées",),
        "",
    ),
    Column("languages", "Langues", _("Langues"), ("langue", "langues étrangères"), "anglais B2"),
    Column(
        "sign_language",
        "Langue des signes",
        _("Langue des signes française"),
        ("lsf", "langue des signes française"),
        "",
    ),
    Column("accessibility", "Accessibilité", _("Accessibilité"), ("handicap",), ""),
    Column(
        "starts_on", "Début", _("Début"), ("date de début", "prise de poste", "à partir du"), ""
    ),
    Column(
        "apply_until",
        "Candidatures jusqu’au",
        _("Candidatures jusqu’au"),
        ("date limite", "fin de publication", "jusqu au"),
        "",
    ),
    Column("outbound", "Appels sortants", _("Appels sortants"), ("appels émis", "sortant"), "non"),
)


def missing_columns(mapping: Mapping[str, int]) -> tuple[Column, ...]:
    """Return the required columns nobody pointed at; a code Insee stands for its commune."""
    known = {*mapping, *(["commune"] if "insee" in mapping else [])}
    return tuple(column for column in COLUMNS if column.required and column.field not in known)


def proposed_mapping(header: Sequence[str]) -> dict[str, int]:
    """Return the place of each field in a header, as far as its headings tell."""
    return match_columns(header, {c.field: (c.heading, *c.aliases) for c in COLUMNS})
