"""French text made comparable: folding for search, sort keys for lists.

PostgreSQL is built without ICU here, so ordering is decided by a key stored beside the text.
"""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_NOT_A_WORD = re.compile(r"[^0-9a-z+#]+")


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents or ligatures, words parted by one space.

    >>> fold("  L’Œuvre d'ÉTÉ : préparateur/préparatrice ")
    'l oeuvre d ete preparateur preparatrice'
    """
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES)
    if lowered.isascii():  # the common case, three times as quick
        return _NOT_A_WORD.sub(" ", lowered).strip()
    bare = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return _NOT_A_WORD.sub(" ", bare).strip()


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in their order.

    >>> words("Préparatrice de commandes")
    ['preparatrice', 'de', 'commandes']
    """
    return fold(text).split()


def sort_key(text: str) -> str:
    """Return a key that sorts French names as a reader expects (É with E, œ with oe).

    >>> sorted(["Zoé", "Écully", "abbé", "Œuilly"], key=sort_key)
    ['abbé', 'Écully', 'Œuilly', 'Zoé']
    """
    return f"{fold(text)}\x1f{text}"
