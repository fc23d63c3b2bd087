"""Upkeep of the audit trail."""

from boutdufil.kernel import jobs
from boutdufil.kernel.audit import services


@jobs.periodic(cron="5 2 * * *", name="audit.ensure_partitions")
def ensure_partitions() -> None:
    """Every night: the coming month has its partition."""
    services.ensure_partitions()
