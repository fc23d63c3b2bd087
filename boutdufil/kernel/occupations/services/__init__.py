"""What changes the tables of occupations: loading the guide, importing ROME."""

from boutdufil.kernel.occupations.services.branches import (
    DoorText,
    close_door,
    confirm_door,
    declare_door,
    import_cards,
    remove_card,
)
from boutdufil.kernel.occupations.services.guide import guide_is_current, import_guide
from boutdufil.kernel.occupations.services.rome import ImportRunningError, import_rome, load_release

__all__ = [
    "DoorText",
    "ImportRunningError",
    "close_door",
    "confirm_door",
    "declare_door",
    "guide_is_current",
    "import_cards",
    "import_guide",
    "import_rome",
    "load_release",
    "remove_card",
]
