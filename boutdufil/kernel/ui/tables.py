"""Why a file that somebody brought is no table, in their language, with what to do."""

from django.utils.translation import gettext as _

from boutdufil.kernel.ui.numbers import format_number
from boutdufil.lib.tables import Reason, TableError


def table_refusal(error: TableError) -> str:
    """Return a sentence that names the line and the column, and a remedy."""
    facts = {
        "line": format_number(error.line),
        "column": error.column,
        "limit": format_number(error.limit),
    }
    return _sentences()[error.reason] % facts


def _sentences() -> dict[Reason, str]:
    return {
        Reason.EMPTY: _("Ce fichier est vide : choisissez-en un autre."),
        Reason.HEADER_ONLY: _("Ce fichier n’a que des en-têtes : ajoutez-y au moins une ligne."),
        Reason.TOO_LARGE: _("Ce fichier est trop lourd : coupez-le en plusieurs."),
        Reason.TOO_MANY_ROWS: _(
            "Ce fichier a plus de %(limit)s lignes (ligne %(line)s) : coupez-le en plusieurs."
        ),
        Reason.TOO_MANY_COLUMNS: _(
            "Ce fichier a plus de %(limit)s colonnes (ligne %(line)s) : retirez les autres."
        ),
        Reason.LONG_CELL: _(
            "Ligne %(line)s, colonne « %(column)s » : une cellule a plus de %(limit)s caractères. "
            "Raccourcissez-la."
        ),
        Reason.ENCODING: _(
            "Nous ne lisons pas les lettres de ce fichier : enregistrez-le en CSV UTF-8 ou en XLSX."
        ),
        Reason.QUOTES: _(
            "Ligne %(line)s : des guillemets ne se referment pas. Refermez-les, ou doublez-les "
            "dans le texte."
        ),
        Reason.NOT_A_TABLE: _(
            "Ce fichier n’est pas un tableau : enregistrez-le en CSV ou en XLSX."
        ),
        Reason.LOCKED: _("Ce classeur a un mot de passe : retirez-le, puis recommencez."),
        Reason.SHEET: _("Ce classeur n’a pas de feuille « %(column)s »."),
    }
