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
    # One slip takes or brings one letter: seen at a glance, most words need not be walked.
    taken, brought = set(short), set(long)
    if len(taken - brought) > slips or len(brought - taken) > slips:
        return 0.0
    distance = slips_between(short, long, most=slips)
    return (ONE_SLIP, TWO_SLIPS)[distance - 1] if distance <= slips else 0.0


def allowed_slips(length: int) -> int:
    """Return how many slips are forgiven in a word of this length."""
    if length < 4:
        return 0
    return 1 if length < 8 else 2


def slips_between(first: str, second: str, *, most: int | None = None) -> int:
    """Return the number of letters missing, added, changed or swapped with a neighbour.

    Beyond `most` slips nobody asks how many there are: the number is then any greater one.
    """
    first, second = without_common_ends(first, second)
    before: list[int] = []
    last = list(range(len(second) + 1))
    for row, a in enumerate(first, start=1):
        line = [row]
        for column, b in enumerate(second, start=1):
            best = min(last[column] + 1, line[-1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == second[column - 2] and b == first[row - 2]:
                best = min(best, before[column - 2] + 1)
            line.append(best)
        if most is not None and min(line) > most and min(last) > most:
            return most + 1
        before, last = last, line
    return last[-1]


def without_common_ends(first: str, second: str) -> tuple[str, str]:
    """Return what two words do not share at both ends: no slip lies there.

    >>> without_common_ends("commandes", "comandes")
    ('m', '')
    """
    shorter, start, end = min(len(first), len(second)), 0, 0
    while start < shorter and first[start] == second[start]:
        start += 1
    while end < shorter - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return first[start : len(first) - end], second[start : len(second) - end]
