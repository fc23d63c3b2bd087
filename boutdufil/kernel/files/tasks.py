"""Upkeep of the files."""

from boutdufil.kernel import jobs
from boutdufil.kernel.files import services


@jobs.periodic(cron="23 * * * *", name="files.sweep_orphans")
def sweep_orphans() -> None:
    """Every hour: destroy bytes that no row names."""
    services.sweep_orphans()
