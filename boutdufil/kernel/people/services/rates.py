"""Allowances: so many acts per period and key, then one at a time as the bucket empties.

Generic cell rate algorithm (ITU-T I.371): one row a key, holding the moment its bucket is empty
again. A refused hit changes nothing, so knocking on a closed door never keeps it closed.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from boutdufil.kernel.people.models import RateCounter

# One statement, so that two requests at once cannot both take the last place.
_TAKE = """
insert into people_ratecounter as counter (scope, key_hash, full_until)
values (%(scope)s, %(key)s, %(now)s + %(step)s * interval '1 microsecond')
on conflict (scope, key_hash) do update
set full_until = greatest(counter.full_until, %(now)s) + %(step)s * interval '1 microsecond'
where greatest(counter.full_until, %(now)s) + %(step)s * interval '1 microsecond' <= %(until)s
returning full_until
"""


def take_allowance(*, scope: str, key: str, limit: int, per_seconds: int) -> int:
    """Count one hit of `key` in `scope`; return 0 if allowed, else the seconds to wait.

    `limit` hits may come at once; after that one more every `per_seconds / limit` seconds.
    `key` is stored as a keyed hash only.
    """
    now = timezone.now()
    until = now + timedelta(seconds=per_seconds)
    # Rounded down, or `limit` steps could exceed the period by a microsecond.
    step = per_seconds * 1_000_000 // limit
    hashed = hash_key(key)
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE, {"scope": scope, "key": hashed, "now": now, "until": until, "step": step}
        )
        if cursor.fetchone():
            return 0
    counter = RateCounter.objects.get(scope=scope, key_hash=hashed)
    wait = counter.full_until + timedelta(microseconds=step) - until
    return max(1, ceil(wait.total_seconds()))


def forget_allowances(*, before: datetime) -> int:
    """Delete the counters whose bucket was empty again at `before`; return how many."""
    return RateCounter.objects.filter(full_until__lt=before).delete()[0]


def hash_key(key: str) -> str:
    """Return the keyed SHA-256 under which an address or e-mail is counted."""
    return salted_hmac("people.rates", key, algorithm="sha256").hexdigest()
