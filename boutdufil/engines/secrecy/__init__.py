"""Statistical disclosure control: tables from which nobody can work out one contributor's value.

`protect` hides the cells that tell too much by themselves (primary suppression), hides the fewest
others that would give them back (secondary suppression), over all tables of a release and what is
out already, and has an auditor that shares nothing with the search play every reader. `audit` is
that auditor alone. `hide_small_counts` serves one table of counts of people.
"""

from boutdufil.engines.secrecy._audit import audit
from boutdufil.engines.secrecy._budget import Budget
from boutdufil.engines.secrecy._cells import (
    Cell,
    CellTable,
    Contributors,
    Dimension,
    Pattern,
    Place,
    TableRefused,
)
from boutdufil.engines.secrecy._protect import Protected, protect
from boutdufil.engines.secrecy._relations import Relation
from boutdufil.engines.secrecy._releases import UNKNOWN_CHANGE, Published
from boutdufil.engines.secrecy._report import Audit, AuditedCell
from boutdufil.engines.secrecy._rules import Rules, primary_cells
from boutdufil.engines.secrecy._tables import HiddenTable, hide_small_counts

__all__ = [
    "UNKNOWN_CHANGE",
    "Audit",
    "AuditedCell",
    "Budget",
    "Cell",
    "CellTable",
    "Contributors",
    "Dimension",
    "HiddenTable",
    "Pattern",
    "Place",
    "Protected",
    "Published",
    "Relation",
    "Rules",
    "TableRefused",
    "audit",
    "hide_small_counts",
    "primary_cells",
    "protect",
]
