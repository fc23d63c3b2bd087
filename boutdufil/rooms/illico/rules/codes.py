"""Short addresses of numbers, and the words they may not take."""

# First words of the room's other addresses.
_WORDS = """
    annuaire audit appel appels charte comite dossier dossiers etat numeros poste preuves rappel
    rappels releves supervision
"""
RESERVED = frozenset(_WORDS.split())
