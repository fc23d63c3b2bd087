"""Which files make a release, with the columns that are read in each."""

import re
from pathlib import Path

from django.utils.translation import gettext as _

from boutdufil.adapters.rome.errors import RomeFileError

REQUIRED: dict[str, tuple[str, ...]] = {
    "referentiel_code_rome": (
        "code_rome", "libelle_rome", "emploi_reglemente", "emploi_cadre", "code_rome_parent",
    ),
    "referentiel_appellation": (
        "code_ogr", "libelle_appellation_long", "code_rome", "peu_usite",
    ),
    "item": ("code_ogr", "libelle", "code_rubrique"),
    "referentiel_competence": ("code_ogr", "libelle_competence", "sous_cat_comp"),
    "referentiel_savoir": ("code_ogr_savoir", "libelle_savoir", "categorie_savoir"),
    "referentiel_contexte_travail": (
        "code_ogr", "libelle_cont_travail", "libelle_type_cont_trav",
    ),
    "coherence_item": ("code_rome", "code_ogr", "coeur_metier"),
    "rubrique_mobilite": ("code_rome", "code_rome_cible", "numero_ordre"),
    "texte": ("code_rome", "libelle_type_texte", "position_phrase", "libelle_texte"),
}  # fmt: skip
OPTIONAL: dict[str, tuple[str, ...]] = {
    "liens_rome_referentiels": ("code_rome", "code_compo_bloc", "code_ogr"),
    "centre_interet": ("code_centre_interet", "libelle_centre_interet"),
    "arborescence_centre_interet": ("code_centre_interet", "code_rome", "principal"),
}
FORM_ONLY = (
    "arborescence_secteur_activite", "arborescence_secteur_naf", "arborescence_thematique",
    "composition_bloc", "cr_gd_dp", "cr_gd_dp_appellations", "descriptif_rubrique",
    "domaine_professionnel", "grand_domaine", "referentiel_code_rome_riasec",
    "referentiel_macro_competence_riasec", "secteur_activite", "secteur_naf",
    "sous_secteur_activite", "themes", "type_referentiel",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = REQUIRED | OPTIONAL | dict.fromkeys(FORM_ONLY, ())
NOTE = "version.txt"

_NAME = re.compile(r"unix_(?P<name>[a-z_]+)_v(?P<edition>\d+)(?:_utf8)?\.csv", re.IGNORECASE)


def known_files(folder: Path) -> dict[str, Path]:
    """Return the release's files by their bare name; other files are left alone.

    Raises ``RomeFileError`` when the folder is no release, misses a file that is needed
    or mixes two editions.
    """
    if not folder.is_dir():
        problem = _("Ce dossier n’existe pas.")
        raise RomeFileError(str(folder), 0, 0, problem, _("Vérifiez le chemin."))
    found: dict[str, Path] = {}
    editions: dict[str, str] = {}
    for path in sorted(folder.iterdir()):
        match = _NAME.fullmatch(path.name)
        if match and match["name"].lower() in COLUMNS:
            found[match["name"].lower()] = path
            editions[match["edition"]] = path.name
    check_complete(folder, found)
    check_one_edition(editions)
    return found


def check_complete(folder: Path, found: dict[str, Path]) -> None:
    """Raise when a needed file is missing."""
    missing = [name for name in REQUIRED if name not in found]
    if missing:
        problem = _("Fichiers absents : %(files)s.") % {
            "files": ", ".join(f"unix_{name}_v*_utf8.csv" for name in missing)
        }
        remedy = _("Indiquez le dossier complet du ROME 4.0 en CSV.")
        raise RomeFileError(folder.name or str(folder), 0, 0, problem, remedy)


def check_one_edition(editions: dict[str, str]) -> None:
    """Raise when files of two editions lie together."""
    if len(editions) > 1:
        file = editions[max(editions)]
        raise RomeFileError(file, 0, 0, _("Deux versions du ROME sont mêlées dans ce dossier."))


def edition_of(path: Path) -> str:
    """Return the digits after ``v`` in a file's name ("460" is ROME 4, version 60)."""
    match = _NAME.fullmatch(path.name)
    return match["edition"] if match else ""
