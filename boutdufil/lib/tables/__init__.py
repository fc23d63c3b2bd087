"""Tables people bring and take away: CSV and XLSX, read with their true lines, written safely.

Bytes in, bytes out; see `read_table`, `match_columns`, `write_csv` and `write_xlsx`.
"""

from boutdufil.lib.tables._columns import cell_of, match_columns
from boutdufil.lib.tables._model import Reason, Row, Table, TableError
from boutdufil.lib.tables._reading import read_table
from boutdufil.lib.tables._writing import (
    Sheet,
    Value,
    write_book,
    write_csv,
    write_xlsx,
)

__all__ = [
    "Reason",
    "Row",
    "Sheet",
    "Table",
    "TableError",
    "Value",
    "cell_of",
    "match_columns",
    "read_table",
    "write_book",
    "write_csv",
    "write_xlsx",
]
