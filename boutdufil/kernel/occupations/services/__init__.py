"""What changes the tables of occupations: loading the guide, importing ROME."""

from boutdufil.kernel.occupations.services.guide import guide_is_current, import_guide
from boutdufil.kernel.occupations.services.rome import ImportRunningError, import_rome, load_release

__all__ = ["ImportRunningError", "guide_is_current", "import_guide", "import_rome", "load_release"]
