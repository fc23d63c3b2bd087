"""How alike two words are; pure, so that it can be tested alone."""

SAME, SAME_BUT_PLURAL, BEGINNING, ONE_SLIP, TWO_SLIPS = 1.0, 0.98, 0.9, 0.85, 0.7


def stem(word: str) -> str:
    """Return a word without the mark of its plural.

    >>> stem("commandes"), stem("travaux"), stem("bus")
    ('commande', 'travau', 'bus')
    """
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def word_likeness(typed: str, word: str) -> float:
    """Return how alike two words are, 0 to 1; short words forgive fewer slips.

    >>> word_likeness("comandes", "commandes"), word_likeness("prepa", "preparateur")
    (0.85, 0.9)
    """
    if typed == word:
        return SAME
    short, long = stem(typed), stem(word)
    if short == long:
        return SAME_BUT_PLURAL
    if len(typed) >= 2 and word.startswith(typed):
        return BEGINNING
    slips = allowed_slips(len(short))
    if not slips or abs(len(short) - len(long)) > slips:
        return 0.0
    distance = slips_between(short, long)
    return (ONE_SLIP, TWO_SLIPS)[distance - 1] if distance <= slips else 0.0


def allowed_slips(length: int) -> int:
    """Return how many slips are forgiven in a word of this length."""
    if length < 4:
        return 0
    return 1 if length < 8 else 2


def slips_between(first: str, second: str) -> int:
    """Return the number of letters missing, added, changed or swapped with a neighbour."""
    before: list[int] = []
    last = list(range(len(second) + 1))
    for row, a in enumerate(first, start=1):
        line = [row]
        for column, b in enumerate(second, start=1):
            best = min(last[column] + 1, line[-1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == second[column - 2] and b == first[row - 2]:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        before, last = last, line
    return last[-1]
