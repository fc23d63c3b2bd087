"""König's edge colouring: pairs into slots when nobody has times of their own.

D. König (1916): the edges of a bipartite graph can be coloured with as many colours as the
largest degree. Each pair takes a slot free for both; where none is, two slots are exchanged along
a path. Steps: pairs x people at worst.
"""

import numpy as np

from boutdufil.engines.slotting._flow import Pairs
from boutdufil.engines.slotting._instance import FREE, Instance, Table

Side = dict[int, dict[int, int]]  # person -> slot -> the other person


def colour(instance: Instance, pairs: Pairs) -> Table:
    """Return a table that holds every pair; for uniform instances, degrees within their slots."""
    table = np.full(instance.there.shape, FREE, dtype=np.int64)
    if not len(pairs):
        return table
    slots = np.flatnonzero(instance.there[pairs.recruiter[0]]).tolist()
    visits: Side = {one: {} for one in pairs.candidate.tolist()}
    tables: Side = {one: {} for one in pairs.recruiter.tolist()}
    for candidate, recruiter in zip(*(side.tolist() for side in _sides(pairs)), strict=True):
        here = next(slot for slot in slots if slot not in visits[candidate])
        there = next(slot for slot in slots if slot not in tables[recruiter])
        if here != there:
            _exchange(visits, tables, recruiter, (here, there))
        visits[candidate][here], tables[recruiter][here] = recruiter, candidate
    for recruiter, row in tables.items():
        table[recruiter, list(row)] = list(row.values())
    return table


def _sides(pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    return pairs.candidate, pairs.recruiter


def _exchange(visits: Side, tables: Side, recruiter: int, slots: tuple[int, int]) -> None:
    """Make the first slot free at a recruiter by exchanging the two along its path.

    The path never reaches the candidate for whom the first slot is free: it enters candidates by
    the first slot only.
    """
    path, sides, person, at = [], (tables, visits), recruiter, 0
    while slots[at % 2] in sides[at % 2][person]:
        other = sides[at % 2][person][slots[at % 2]]
        path.append((other, person) if at % 2 == 0 else (person, other))
        person, at = other, at + 1
    for step, (candidate, table) in enumerate(path):
        del visits[candidate][slots[step % 2]], tables[table][slots[step % 2]]
    for step, (candidate, table) in enumerate(path):
        slot = slots[(step + 1) % 2]
        visits[candidate][slot], tables[table][slot] = table, candidate
