"""Jobs of the room: each is one service call."""

from django.utils import timezone

from boutdufil.kernel import jobs
from boutdufil.rooms.illico.services import (
    agents,
    call_backs,
    charter,
    counting,
    evidence,
    hours,
    ledger,
    lost_calls,
    metering,
)


@jobs.periodic(cron="3 * * * *", name="illico.publish_days")
def publish_days() -> None:
    """Every hour: publish the hours of the seventh day ahead, once it is the next day in Paris."""
    hours.publish_days(now=timezone.now())


@jobs.periodic(cron="20 3 * * *", name="illico.apply_rule")
def apply_rule() -> None:
    """Every night: look at every number of the charter."""
    charter.apply_rule(now=timezone.now())


@jobs.periodic(cron="50 3 * * *", name="illico.tell_counts")
def tell_counts() -> None:
    """Every night: tell the other rooms how many calls were answered, and by how many people."""
    counting.tell_counts(now=timezone.now())


@jobs.task(name="illico.ready_call_backs")
def ready_call_backs() -> None:
    """Tell whoever is next by e-mail."""
    call_backs.ready_call_backs(now=timezone.now())


@jobs.periodic(cron="* * * * *", name="illico.look_at_call_backs")
def look_at_call_backs() -> None:
    """Every minute: tell whoever is next, end the links nobody used."""
    call_backs.ready_call_backs(now=timezone.now())


@jobs.periodic(cron="* * * * *", name="illico.end_lost_calls")
def end_lost_calls() -> None:
    """Every minute: end the calls that nobody took in."""
    lost_calls.end_lost_calls(now=timezone.now())


@jobs.periodic(cron="* * * * *", name="illico.meter_calls")
def meter_calls() -> None:
    """Every minute: meter the calls that are over, warn those that near their ceiling."""
    metering.meter_ended_calls()
    metering.warn_of_ceilings(now=timezone.now())


@jobs.periodic(cron="40 4 2 * *", name="illico.settle_month")
def settle_month() -> None:
    """The second of every month: settle the month before."""
    ledger.settle_last_month(now=timezone.now())


@jobs.periodic(cron="15 * * * *", name="illico.seal_days")
def seal_days() -> None:
    """Every hour: seal the days that are over, once their calls are."""
    evidence.seal_days(now=timezone.now())


@jobs.task(name="illico.send_seat_offer")
def send_seat_offer(offer_id: int) -> None:
    """Write to whoever was offered a seat."""
    agents.send_seat_offer(offer_id=offer_id)


@jobs.periodic(cron="10 4 * * 0", name="illico.look_at_seals")
def look_at_seals() -> None:
    """Every Sunday: look whether seals and entries still hold."""
    evidence.look_at_seals()
