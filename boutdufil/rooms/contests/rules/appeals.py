"""Until when a decision may be contested."""

from __future__ import annotations

from datetime import datetime, timedelta


def appeal_deadline(published_at: datetime, appeal_days: int) -> datetime:
    """Return the end of the time to contest: so many whole days after the publication."""
    return published_at + timedelta(days=appeal_days)
