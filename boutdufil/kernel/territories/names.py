"""How place names and postal codes are written for the search and how a query is read."""

from dataclasses import dataclass

from boutdufil.lib.text import words

SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
ARTICLES = ("l", "la", "le", "les")
POSTAL_LENGTH = 5


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """What a person typed: `name` folded, `digits` the beginning of a postal code, `whole` all."""

    name: str
    digits: str
    whole: str


def search_form(name: str) -> str:
    """Return a name as it is searched.

    >>> search_form("St-Étienne-lès-Remiremont")
    'saint etienne les remiremont'
    """
    return " ".join(SHORT_FORMS.get(word, word) for word in words(name))


def read_query(text: str) -> PlaceQuery:
    """Part what was typed into a name and the beginning of a postal code.

    >>> read_query("Lille (59000)")
    PlaceQuery(name='lille', digits='59000', whole='lille 59000')
    >>> read_query("Paris 11e")
    PlaceQuery(name='paris 11e', digits='', whole='paris 11e')
    """
    whole = search_form(text)
    parts = whole.split()
    numbers = [w for w in parts if w.isdecimal() and w.isascii() and len(w) <= POSTAL_LENGTH]
    digits = numbers[-1] if numbers else ""
    return PlaceQuery(" ".join(w for w in parts if w not in numbers), digits, whole)
