"""What the press was promised for the trade: who said it, when, and what is counted beside it.

The quoted words are those of the article and are not translated. A claim and a count never mix.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from boutdufil.rooms.barometer.enums import RoomFactKind

GRAND_EST = "44"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim; ``source`` is the key of who printed it, ``beside`` what is counted here.

    ``region`` (Insee) narrows the count to where the claim is about, "" for the whole country;
    ``blind`` is what this site cannot see of it.
    """

    slug: str
    title: str
    said_by: str
    words: str
    promised: str
    source: str
    indicator: str
    beside: tuple[RoomFactKind, ...]
    blind: str
    region: str = ""


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "postes-en-lorraine",
        _("500 postes en Lorraine"),
        _("Le club Viatis, des professionnels de la relation client"),
        "Ainsi, quelque 500 postes sont à pourvoir dans les semaines qui viennent.",
        _("Quelque 500 postes à pourvoir, avec un bus dans cinq villes, en octobre 2009."),
        "press-bus-moselle",
        "postes-a-pourvoir",
        (RoomFactKind.POST_FILLED,),
        _(
            "Le compte est celui du Grand Est, dont la Lorraine fait partie. Une embauche faite "
            "sans passer par ce site n’y est pas."
        ),
        GRAND_EST,
    ),
    Claim(
        "postes-en-deux-ans",
        _("20 000 postes en deux ans"),
        _("La Mission nationale de la relation client"),
        "la courbe de croissance, qui fait état de 20 000 créations de postes en l’espace de deux "
        "ans",
        _("20 000 postes créés de 2009 à 2011, dit en décembre 2011."),
        "press-semaine",
        "postes-crees",
        (RoomFactKind.POST_FILLED,),
        _(
            "Ce site voit des postes pourvus, jamais ceux qui disparaissent ailleurs : il ne peut "
            "pas dire combien il y en a de plus."
        ),
    ),
    Claim(
        "emplois-nets-2009",
        _("Plus de 4 000 emplois nets en un an"),
        _("L’article sur l’accord entre la vente à distance et la relation client"),
        "Le secteur de la relation client a créé en 2009 plus de 4 000 emplois nets en France.",
        _("Plus de 4 000 emplois nets créés en 2009."),
        "press-mobilite",
        "postes-crees",
        (RoomFactKind.POST_FILLED,),
        _(
            "Ce site voit des postes pourvus, jamais ceux qui disparaissent ailleurs : il ne peut "
            "pas dire combien il y en a de plus."
        ),
    ),
    Claim(
        "continuite-par-l-emploi",
        _("Passer d’un métier à l’autre sans perdre son emploi"),
        _("Les syndicats d’employeurs de la vente à distance et de la relation client"),
        "une “plateforme de mobilité” va être créée à partir de ces travaux, afin de proposer des "
        "“solutions de continuité par l’emploi”",
        _("Une plateforme de mobilité entre deux secteurs. Aucun nombre n’est promis."),
        "press-mobilite",
        "",
        (RoomFactKind.MOVE,),
        _(
            "Ce site ne voit ni les passages faits sans lui, ni ce que la plateforme de 2009 est "
            "devenue."
        ),
    ),
    Claim(
        "emplois-illico",
        _("15 000 emplois dans les centres d’appels"),
        _("Manuel Jacquinet, rédacteur en chef d’En-Contact"),
        "Créer 15000 emplois dans les services clients et centres d’appels francophones, c’est "
        "possible.",
        _(
            "12 000 emplois par les numéros Illico et 3 000 par la visio en langue des signes, « "
            "dans les années à venir »."
        ),
        "press-illico",
        "emplois-creables",
        (RoomFactKind.AGENT, RoomFactKind.CALL),
        _(
            "Une personne qui répond n’est pas un emploi créé : elle répondait peut-être déjà "
            "ailleurs. Ce site ne voit que les numéros ouverts ici."
        ),
    ),
)
# Whoever answers in two months is one person: these months are never added up.
ADDED_UP = frozenset({RoomFactKind.POST_FILLED, RoomFactKind.MOVE, RoomFactKind.CALL})
HOW: dict[RoomFactKind, str] = {
    RoomFactKind.POST_FILLED: _(
        "Un poste compte le jour où l’employeur inscrit l’embauche, si une étape d’une campagne a "
        "mené la personne à cette offre. Une embauche annulée ne compte plus."
    ),
    RoomFactKind.MOVE: _(
        "Une embauche compte quand son métier n’est aucun de ceux que la personne a mis dans son "
        "parcours. Qui n’y a rien mis n’est pas compté ; une embauche annulée ne compte plus."
    ),
    RoomFactKind.AGENT: _(
        "Les personnes qui ont répondu à au moins un appel dans le mois, chacune une fois. Les "
        "mois ne s’additionnent pas."
    ),
    RoomFactKind.CALL: _(
        "Les appels auxquels quelqu’un a répondu, comptés chaque nuit pour les jours finis."
    ),
}
