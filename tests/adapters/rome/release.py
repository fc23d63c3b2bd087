"""A small made release with the shapes and the traps of the official one.

Invented texts under a few real codes: D1408, N1103, M1602 and, unknown to the guide, Z9901.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

Rows = list[dict[str, str]]

CARDS = {
    "D1408": "Conseiller / Conseillère clientèle à distance",
    "M1602": "Agent administratif / Agente administrative",
    "N1103": "Préparateur / Préparatrice de commandes",
    "Z9901": "Inventeur / Inventrice de métiers",
}
SKILLS = {
    "100001": ("Gérer les appels téléphoniques", "1", "Technique"),
    "100002": ("Traiter une demande client", "1", "Transverse"),
    "100003": ("Techniques de vente par téléphone", "3", "Domaines d'expertise"),
    "100004": ("Préparer les commandes", "1", "Technique"),
    "100005": ("Saisir, classer\n(sur deux lignes)", "1", "Technique expert"),
    "100006": ("Faire preuve d'autonomie", "2", "Transverse"),
    "100007": ("Gestes et postures", "3", "Normes et procédés"),
}
CONTEXTS = {"200001": ("Travail le samedi", "Horaires"), "200002": ("En entrepôt", "Lieux")}
ASKED = {
    "D1408": {"100001": "Principale", "100002": "Émergente", "100003": "", "100006": "",
              "200001": ""},
    "M1602": {"100002": "", "100005": "Principale"},
    "N1103": {"100004": "Principale", "100007": "", "100006": "", "200002": ""},
    "Z9901": {"100001": "", "100004": ""},
}  # fmt: skip
TITLES = {
    "300001": ("Conseiller / Conseillère clientèle à distance", "D1408", "N"),
    "300002": ("Télévendeur / Télévendeuse", "D1408", "N"),
    "300003": ("Agent administratif / Agente administrative", "M1602", "N"),
    "300004": ("Préparateur / Préparatrice de commandes", "N1103", "N"),
    "300005": ("Inventeur / Inventrice de métiers", "Z9901", "O"),
}
LINKS = {"D1408": ["M1602"], "M1602": ["Z9901", "D1408"], "N1103": ["Z9901"], "Z9901": ["D1408"]}
INTERESTS = {"1": "J'ai envie de parler", "2": "J'aime ranger"}


def made_tables() -> dict[str, Rows]:
    """Return the rows of every file by its bare name."""
    rubric = {code: kind for code, (_label, kind, _group) in SKILLS.items()}
    return {
        "referentiel_code_rome": card_rows(),
        "referentiel_appellation": title_rows(),
        "item": item_rows(),
        "referentiel_competence": [
            {"code_ogr": code, "libelle_competence": label, "sous_cat_comp": group}
            for code, (label, kind, group) in SKILLS.items()
            if kind != "3"
        ],
        "referentiel_savoir": [
            {"code_ogr_savoir": code, "libelle_savoir": label, "categorie_savoir": group}
            for code, (label, kind, group) in SKILLS.items()
            if kind == "3"
        ],
        "referentiel_contexte_travail": [
            {"code_ogr": code, "libelle_cont_travail": label, "libelle_type_cont_trav": kind}
            for code, (label, kind) in CONTEXTS.items()
        ],
        "coherence_item": [
            {"code_rome": card, "code_ogr": code, "coeur_metier": core}
            for card, asked in ASKED.items()
            for code, core in asked.items()
        ],
        "rubrique_mobilite": [
            {"code_rome": card, "code_rome_cible": target, "numero_ordre": str(rank)}
            for card, targets in LINKS.items()
            for rank, target in enumerate(targets, start=1)
        ],
        "texte": text_rows(),
        "liens_rome_referentiels": manifest_rows(rubric),
        "centre_interet": [
            {"code_centre_interet": code, "libelle_centre_interet": label}
            for code, label in INTERESTS.items()
        ],
        "arborescence_centre_interet": [
            {"code_centre_interet": "1", "code_rome": "D1408", "principal": "oui"},
            {"code_centre_interet": "2", "code_rome": "N1103", "principal": "non"},
        ],
        "arborescence_secteur_naf": [
            {"code_secteur_naf": "1", "libelle_secteur_naf": "Élevage", "code_rome": "Z9901"}
        ],
    }


def card_rows() -> Rows:
    return [
        {
            "code_rome": code,
            "code_fiche_metier": "1",
            "libelle_rome": label,
            "emploi_reglemente": "N",
            "emploi_cadre": "",
            "code_rome_parent": code,
        }
        for code, label in CARDS.items()
    ]


def title_rows() -> Rows:
    return [
        {
            "code_ogr": code,
            "libelle_appellation_long": label,
            "code_rome": card,
            "peu_usite": rare,
        }
        for code, (label, card, rare) in TITLES.items()
    ]


def item_rows() -> Rows:
    skills = [
        {"code_ogr": code, "libelle": label, "code_rubrique": kind}
        for code, (label, kind, _group) in SKILLS.items()
    ]
    return skills + [
        {"code_ogr": code, "libelle": label, "code_rubrique": ""}
        for code, (label, _kind) in CONTEXTS.items()
    ]


def text_rows() -> Rows:
    def text(code: str, kind: str, position: int, sentence: str) -> dict[str, str]:
        return {
            "code_rome": code,
            "libelle_type_texte": kind,
            "position_phrase": str(position),
            "libelle_texte": sentence,
        }

    rows: Rows = []
    for code in CARDS:
        rows.append(text(code, "definition", 1, f"Fait le métier d''essai {code}."))
        rows.append(text(code, "definition", 2, 'Dit "bonjour",\nsouvent.'))
        rows.append(text(code, "acces_metier", 1, "Accessible sans diplôme."))
    return rows


def manifest_rows(rubric: dict[str, str]) -> Rows:
    skills = [
        {
            "code_rome": card,
            "code_compo_bloc": "5" if code in rubric else "6",
            "code_rubrique": rubric.get(code, ""),
            "code_ogr": code,
        }
        for card, asked in ASKED.items()
        for code in asked
    ]
    return skills + [
        {"code_rome": card, "code_compo_bloc": "2", "code_rubrique": "", "code_ogr": code}
        for code, (_label, card, _rare) in TITLES.items()
    ]


def csv_bytes(rows: Rows, columns: Iterable[str] | None = None, encoding: str = "utf-8") -> bytes:
    """Return a file as France Travail writes it: every cell quoted, lines ended by LF."""
    text = io.StringIO()
    names = list(columns or rows[0])
    writer = csv.DictWriter(text, names, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def file_name(name: str) -> str:
    """Return the official name of a file of this release."""
    return f"unix_{name}_v499_utf8.csv"


def made_files(tables: dict[str, Rows] | None = None) -> dict[str, bytes]:
    """Return the files of the release by name."""
    files = {
        file_name(name): csv_bytes(
            rows, encoding="latin-1" if name == "arborescence_secteur_naf" else "utf-8"
        )
        for name, rows in (tables or made_tables()).items()
    }
    files[file_name("type_referentiel")] = b'"code","libelle"\n'
    files["version.txt"] = (
        "Numero de version : 99\n\nDate de publication : 01/02/2026\n\nÉvolutions.\n".encode()
    )
    return files


def write_release(folder: Path, tables: dict[str, Rows] | None = None) -> Path:
    """Write the release into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in made_files(tables).items():
        (folder / name).write_bytes(data)
    return folder
