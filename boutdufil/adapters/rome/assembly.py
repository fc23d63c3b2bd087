"""The sheets put together: each file checked against the others, then typed rows."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from boutdufil.adapters.rome import cells
from boutdufil.adapters.rome.rows import (
    RomeCard,
    RomeCondition,
    RomeInterest,
    RomeInterestUse,
    RomeLink,
    RomeRelease,
    RomeSkill,
    RomeTitle,
    RomeUse,
    SkillKind,
)
from boutdufil.adapters.rome.sheets import Sheet

KINDS: dict[str, SkillKind] = {"1": "know_how", "2": "behaviour", "3": "knowledge"}
CORE = {"": (False, False), "Principale": (True, False), "Émergente": (False, True)}
DEFINITION, ACCESS = "definition", "acces_metier"
YES = {"oui": True, "non": False}

Sheets = Mapping[str, Sheet]


def assemble(version: str, published_on: date | None, sheets: Sheets) -> RomeRelease:
    """Return the release, its rows sorted by their keys.

    Raises ``RomeFileError`` for an unknown code, a repeated key, a missing row or an
    unexpected value, at its file, line and column.
    """
    cards = read_cards(sheets)
    codes = {card.code for card in cards}
    kinds = read_kinds(sheets)
    uses, conditions = read_uses(sheets, codes, kinds)
    check_manifest(sheets)
    return RomeRelease(
        version=version,
        published_on=published_on,
        cards=cards,
        titles=read_titles(sheets["referentiel_appellation"], codes),
        skills=read_skills(sheets, kinds),
        uses=uses,
        conditions=conditions,
        links=read_links(sheets["rubrique_mobilite"], codes),
        interests=read_interests(sheets),
        interest_uses=read_interest_uses(sheets, codes),
    )


def read_cards(sheets: Sheets) -> tuple[RomeCard, ...]:
    """Return the job cards with their texts."""
    sheet = sheets["referentiel_code_rome"]
    if not sheet.rows:
        cells.fail_at_end(sheet, _("Aucune fiche métier dans ce fichier."))
    cells.check_codes(sheet, "code_rome", cells.CARD_CODE)
    cells.check_unique(sheet, "code_rome")
    cells.check_labels(sheet, "libelle_rome", cells.LONGEST_TITLE)
    cells.check_values(sheet, "emploi_reglemente", cells.FLAGS)
    cells.check_values(sheet, "emploi_cadre", cells.FLAGS)
    codes = {row[0] for _line, row in sheet.rows}
    cells.check_known(sheet, "code_rome_parent", codes | {""})
    texts = read_texts(sheets["texte"], codes)
    return tuple(
        RomeCard(code, label, parent, cells.FLAGS[regulated], cells.FLAGS[executive],
                 texts[code, DEFINITION], texts[code, ACCESS])
        for _line, (code, label, regulated, executive, parent) in sorted(
            sheet.rows, key=lambda row: row[1]
        )
    )  # fmt: skip


def read_texts(sheet: Sheet, codes: set[str]) -> dict[tuple[str, ...], str]:
    """Return the texts of each (card, type), one sentence a line.

    The release doubles its apostrophes as SQL does; here they are single again.
    """
    cells.check_known(sheet, "code_rome", codes)
    cells.check_values(sheet, "libelle_type_texte", (DEFINITION, ACCESS))
    grouped = cells.check_numbered(sheet, "position_phrase", lambda row: (row[0], row[1]))
    for kind in (DEFINITION, ACCESS):
        missing = sorted(code for code in codes if (code, kind) not in grouped)
        if missing:
            problem = _("Il manque des lignes : rien pour %(codes)s.")
            cells.fail_at_end(sheet, problem % {"codes": f"{missing[0]} ({kind})"})
    return {
        key: "\n".join(row[3].replace("''", "'").strip() for _number, row in rows)
        for key, rows in grouped.items()
    }


def read_titles(sheet: Sheet, codes: set[str]) -> tuple[RomeTitle, ...]:
    """Return the official titles; every card has at least one."""
    cells.check_codes(sheet, "code_ogr", cells.OGR_CODE)
    cells.check_unique(sheet, "code_ogr")
    cells.check_labels(sheet, "libelle_appellation_long", cells.LONGEST_TITLE)
    cells.check_known(sheet, "code_rome", codes)
    cells.check_values(sheet, "peu_usite", cells.FLAGS)
    cells.check_everyone(sheet, "code_rome", codes)
    rows = sorted(row for _line, row in sheet.rows)
    return tuple(RomeTitle(ogr, card, label, rare == "O") for ogr, label, card, rare in rows)


def read_kinds(sheets: Sheets) -> dict[str, str]:
    """Return the rubric of every item ("" for a working condition)."""
    sheet = sheets["item"]
    cells.check_codes(sheet, "code_ogr", cells.OGR_CODE)
    cells.check_unique(sheet, "code_ogr")
    cells.check_labels(sheet, "libelle")
    cells.check_values(sheet, "code_rubrique", {*KINDS, ""})
    kinds = {row[0]: row[2] for _line, row in sheet.rows}
    check_reference(sheets["referentiel_competence"], kinds, {"1", "2"})
    check_reference(sheets["referentiel_savoir"], kinds, {"3"})
    check_reference(sheets["referentiel_contexte_travail"], kinds, {""})
    return kinds


def check_reference(sheet: Sheet, kinds: dict[str, str], rubrics: set[str]) -> None:
    """Raise unless the file holds exactly the items of these rubrics."""
    column = sheet.columns[0]
    expected = {code for code, rubric in kinds.items() if rubric in rubrics}
    cells.check_unique(sheet, column)
    cells.check_labels(sheet, sheet.columns[1])
    cells.check_known(sheet, column, expected)
    cells.check_everyone(sheet, column, expected)


def read_skills(sheets: Sheets, kinds: dict[str, str]) -> tuple[RomeSkill, ...]:
    """Return the skills, each with the heading of its own referential."""
    groups = {
        row[0]: row[2]
        for name in ("referentiel_competence", "referentiel_savoir")
        for _line, row in sheets[name].rows
    }
    return tuple(
        RomeSkill(code, label, KINDS[kinds[code]], groups[code])
        for code, label, rubric in sorted(row for _line, row in sheets["item"].rows)
        if rubric
    )


def read_uses(
    sheets: Sheets, codes: set[str], kinds: dict[str, str]
) -> tuple[tuple[RomeUse, ...], tuple[RomeCondition, ...]]:
    """Return the skills asked and the working conditions of every card."""
    sheet = sheets["coherence_item"]
    cells.check_known(sheet, "code_rome", codes)
    cells.check_known(sheet, "code_ogr", kinds)
    cells.check_values(sheet, "coeur_metier", CORE)
    cells.check_unique(sheet, "code_rome", "code_ogr")
    cells.check_everyone(sheet, "code_rome", codes)
    places = {row[0]: row for _line, row in sheets["referentiel_contexte_travail"].rows}
    rows = sorted(row for _line, row in sheet.rows)
    uses = tuple(RomeUse(card, ogr, *CORE[core]) for card, ogr, core in rows if kinds[ogr])
    conditions = tuple(
        RomeCondition(card, places[ogr][2], places[ogr][1])
        for card, ogr, _core in rows
        if not kinds[ogr]
    )
    return uses, conditions


def read_links(sheet: Sheet, codes: set[str]) -> tuple[RomeLink, ...]:
    """Return the official mobilities in their order of display."""
    cells.check_known(sheet, "code_rome", codes)
    cells.check_known(sheet, "code_rome_cible", codes)
    cells.check_unique(sheet, "code_rome", "code_rome_cible")
    cells.check_everyone(sheet, "code_rome", codes)
    grouped = cells.check_numbered(sheet, "numero_ordre", lambda row: (row[0],))
    return tuple(
        RomeLink(row[0], row[1], number)
        for _key, rows in sorted(grouped.items())
        for number, row in rows
    )


def read_interests(sheets: Sheets) -> tuple[RomeInterest, ...]:
    """Return the centres of interest, none where the release has no such file."""
    sheet = sheets.get("centre_interet")
    if sheet is None:
        return ()
    cells.check_unique(sheet, "code_centre_interet")
    cells.check_labels(sheet, "libelle_centre_interet", cells.LONGEST_TITLE)
    return tuple(RomeInterest(*row) for row in sorted(row for _line, row in sheet.rows))


def read_interest_uses(sheets: Sheets, codes: set[str]) -> tuple[RomeInterestUse, ...]:
    """Return which card serves which interest."""
    sheet = sheets.get("arborescence_centre_interet")
    if sheet is None or "centre_interet" not in sheets:
        return ()
    known = {row[0] for _line, row in sheets["centre_interet"].rows}
    cells.check_known(sheet, "code_centre_interet", known)
    cells.check_known(sheet, "code_rome", codes)
    cells.check_values(sheet, "principal", YES)
    cells.check_unique(sheet, "code_centre_interet", "code_rome")
    rows = sorted(row for _line, row in sheet.rows)
    return tuple(RomeInterestUse(card, interest, YES[main]) for interest, card, main in rows)


def check_manifest(sheets: Sheets) -> None:
    """Raise when the table of all links tells more, or less, than the files themselves.

    It is the only way to notice a file cut off exactly between two rows.
    """
    manifest = sheets.get("liens_rome_referentiels")
    if manifest is None:
        return
    compare(manifest, sheets["coherence_item"], {"5", "6"}, ("code_rome", "code_ogr"))
    compare(manifest, sheets["referentiel_appellation"], {"2"}, ("code_rome", "code_ogr"))


def compare(manifest: Sheet, sheet: Sheet, blocks: set[str], columns: tuple[str, str]) -> None:
    """Raise unless both sheets hold the same (card, item) pairs for these blocks."""
    card, ogr = (sheet.columns.index(column) for column in columns)
    pairs = {(row[card], row[ogr]) for _line, row in sheet.rows}
    listed = {(row[0], row[2]) for _line, row in manifest.rows if row[1] in blocks}
    lost, unlisted = sorted(listed - pairs), sorted(pairs - listed)
    problem = _("Ligne attendue et absente : %(pair)s.")
    if lost:
        cells.fail_at_end(sheet, problem % {"pair": ", ".join(lost[0])})
    if unlisted:
        cells.fail_at_end(manifest, problem % {"pair": ", ".join(unlisted[0])})
