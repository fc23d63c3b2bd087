"""Who owns a pool: a row with an epoch, which every line of the journal is checked against."""

from boutdufil.rooms.illico.dispatcher.database import LEASES, Connection

# Renewed every second; whoever was silent for longer has lost the pool to the next who asks.
RENEW_SECONDS = 1.0
SILENT_SECONDS = 3.0

MAKE = f"insert into {LEASES} (pool, epoch, holder) values (%s, 0, '') on conflict do nothing"  # noqa: S608
# A clock of the server that was set back must not keep a dead holder alive.
TAKE = f"""
update {LEASES} set epoch = epoch + 1, holder = %s, renewed_at = clock_timestamp()
where pool = %s and (
    holder = '' or renewed_at is null
    or abs(extract(epoch from clock_timestamp() - renewed_at)) > %s
) returning epoch
"""  # noqa: S608
RENEW = f"update {LEASES} set renewed_at = clock_timestamp() where pool = %s and epoch = %s"  # noqa: S608
RELEASE = f"update {LEASES} set holder = '' where pool = %s and epoch = %s"  # noqa: S608


class FencedError(Exception):
    """Somebody else owns the pool: this process must stop at once and tell nobody anything."""


async def take_lease(connection: Connection, *, pool: str, holder: str) -> int | None:
    """Take a pool that nobody holds; return its new epoch, None while somebody else has it."""
    await connection.execute(MAKE, [pool])
    cursor = await connection.execute(TAKE, [holder, pool, SILENT_SECONDS])
    row = await cursor.fetchone()
    return int(row[0]) if row else None


async def renew_lease(connection: Connection, *, pool: str, epoch: int) -> None:
    """Say that the holder lives; raises FencedError when it is the holder no more."""
    cursor = await connection.execute(RENEW, [pool, epoch])
    if cursor.rowcount != 1:
        raise FencedError(f"the pool {pool} is no longer ours (epoch {epoch})")


async def release_lease(connection: Connection, *, pool: str, epoch: int) -> None:
    """Let the next one take the pool at once."""
    await connection.execute(RELEASE, [pool, epoch])
