"""The process that owns the pools: it decides who answers, and writes it down first.

    await run()                  # own the pool until cancelled

Facts go to the desk (``desk``: the router and what belongs to it, pure), what followed is a line of
the journal (``journal``), and only when that is in PostgreSQL is anybody told (``loop``, ``news``).
"""

from boutdufil.rooms.illico.dispatcher.lease import FencedError
from boutdufil.rooms.illico.dispatcher.process import POOL, Post, run, serve

__all__ = ["POOL", "FencedError", "Post", "run", "serve"]
