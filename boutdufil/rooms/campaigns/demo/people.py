"""Invented visitors: a name and an address for each number, the same every time.

Addresses end in ``.invalid``, where nobody can have one (RFC 2606).
"""

FIRST = (
    "Nadia",
    "Lucas",
    "Aminata",
    "Théo",
    "Inès",
    "Mehdi",
    "Camille",
    "Yanis",
    "Léa",
    "Moussa",
    "Chloé",
    "Samir",
    "Élodie",
    "Karim",
    "Manon",
    "Bastien",
    "Fatou",
    "Hugo",
    "Sarah",
    "Maxime",
    "Awa",
    "Quentin",
    "Leïla",
)
LAST = (
    "Delorme",
    "Benali",
    "Kowalczyk",
    "Thiriet",
    "Diallo",
    "Marchal",
    "Rossi",
    "Haddad",
    "Schmitt",
    "Lefèvre",
    "Nguyen",
    "Colin",
    "Martins",
    "Petitjean",
    "Traoré",
    "Humbert",
    "Yilmaz",
    "Gérard",
    "Ferry",
)
# Where they heard of it, by the word in the address they followed; most say nothing.
ORIGINS = ("affiche", "", "radio", "lycee", "", "mission-locale", "bus", "")


def name_of(number: int) -> str:
    """Return a name; 437 in turn, as the two lists have no common divisor."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"


def email_of(number: int) -> str:
    """Return an address that is nobody's."""
    return f"visite-{number}@exemple.invalid"


def origin_of(number: int) -> str:
    """Return where somebody heard of it."""
    return ORIGINS[number * 5 % len(ORIGINS)]
