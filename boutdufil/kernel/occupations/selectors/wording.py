"""The words of titles and queries: both genders, no accents, singular, abbreviations."""

from boutdufil.lib.text import fold

_EMPTY = """
    a ai alors ancien ancienne apres au aux avais avait avant avec avoir beaucoup c ce ces cet cette
    chez comme d dans de depuis des du elle en entreprise est et etais etait ete etre faire fais
    faisais faisait fait h f hf j jai jetais je l la le les leur m ma maison me mes mon n notre nous
    on ou par pas pendant petit petite plus poste pour prenais pris qu que qui s sa se ses son sur t
    tenais tout travail travaillais travaille travailler un une vos votre vous y
"""
EMPTY_WORDS = frozenset(_EMPTY.split())
ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "adv": ("administration", "ventes"),
    "asst": ("assistant",),
    "compta": ("comptable",),
    "hotliner": ("hotline",),
    "postier": ("facteur",),
    "postiere": ("factrice",),
    "prepa": ("preparateur",),
    "rh": ("ressources", "humaines"),
    "sav": ("apres", "vente"),
    "secr": ("secretaire",),
    "tel": ("telephone",),
    "vad": ("vente", "distance"),
    "vpc": ("vente", "correspondance"),
}


def search_forms(label: str) -> str:
    """Return the folded forms of a title, one a line: masculine, feminine.

    >>> search_forms("Conseiller / Conseillère clientèle à distance")
    'conseiller clientele a distance\\nconseillere clientele a distance'
    >>> search_forms("Responsable commercial / commerciale")
    'responsable commercial\\nresponsable commerciale'
    """
    return "\n".join(dict.fromkeys(fold(form) for form in spelled_forms(label)))


def spelled_forms(label: str) -> tuple[str, ...]:
    """Return both genders of an official "masculine / feminine" title in full."""
    left, slash, right = label.partition(" / ")
    if not slash:
        return (label,)
    before, after = left.split(), right.split()
    if len(after) < len(before):
        return (left, " ".join(before[: len(before) - len(after)] + after))
    return (" ".join(before + after[len(before) :]), right)


def readings(query: str) -> list[tuple[str, ...]]:
    """Return the ways to read a query, as lists of telling words; empty when it tells nothing.

    The plain reading comes first, then abbreviations spelled out, then neighbours joined
    ("tele vendeuse" is "televendeuse").
    """
    typed = fold(query).split()[:12]
    told = tuple(word for word in typed if word not in EMPTY_WORDS) or tuple(typed)
    if not told:
        return []
    ways = [told]
    if any(word in ABBREVIATIONS for word in told):
        ways.append(tuple(part for word in told for part in ABBREVIATIONS.get(word, (word,))))
    ways += [
        (*told[:place], told[place] + told[place + 1], *told[place + 2 :])
        for place in range(min(len(told) - 1, 3))
    ]
    return ways
