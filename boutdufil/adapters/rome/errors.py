"""What is wrong with a file, where, and what to do about it."""

from django.utils.translation import gettext as _


class RomeFileError(Exception):
    """A file of the release cannot be believed; nothing has been changed.

    ``line`` and ``column`` count from 1, as an editor shows them: the physical line and
    the character in it. Both are 0 when the file as a whole is at fault.
    """

    def __init__(self, file: str, line: int, column: int, problem: str, remedy: str = "") -> None:
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
        self.remedy = remedy or _("Téléchargez de nouveau la version complète, puis recommencez.")
        super().__init__(str(self))

    def __str__(self) -> str:
        place = _("%(file)s, ligne %(line)d, colonne %(column)d") % {
            "file": self.file,
            "line": self.line,
            "column": self.column,
        }
        return f"{place} : {self.problem} {self.remedy}"
