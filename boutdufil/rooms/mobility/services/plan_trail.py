"""The acts on a plan in the audit trail: before the announcement their fingerprints alone.

Whoever reads the trail of the site must not learn that a firm prepares a plan. Until it is
announced an act is recorded without its name, its plan and its facts: a commitment, and the act
itself sealed with the plan's key. The announcement opens them. A plan destroyed before leaves
fingerprints.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

from boutdufil.adapters import vault
from boutdufil.kernel.audit import selectors as trail
from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.mobility.models import Plan
from boutdufil.rooms.mobility.selectors.rosters import plan_key

NEUTRAL = "mobility.work"


def record_act(plan: Plan, act: str, actor_id: int | None, facts: Mapping[str, object]) -> None:
    """Note an act on a plan: its number and never a word of it; a fingerprint while it is secret.

    Call it while the plan still has its key.
    """
    if not plan.confidential:
        audit.record(actor_id=actor_id, verb=f"mobility.plan_{act}", subject=plan.ref, facts=facts)
        return
    key = plan_key(plan)
    said = {"act": act, "plan": plan.ref, "facts": dict(facts)}
    hidden: dict[str, object] = {}
    if actor_id is not None:
        value = json.dumps(said, sort_keys=True, default=str)
        hidden["commitment"] = audit.commit_to(person_id=actor_id, value=value)
    if key is not None:
        hidden["sealed"] = base64.b64encode(
            vault.seal_facts(key, said, about=_about(plan))
        ).decode()
    audit.record(actor_id=actor_id, verb=NEUTRAL, subject=_neutral_subject(key), facts=hidden)


def disclose_acts(*, plan: Plan) -> int:
    """Tell in the trail what was done while the plan was secret; returns how many acts."""
    key = plan_key(plan)
    if key is None:
        return 0
    entries = trail.entries_about(_neutral_subject(key))
    for entry in entries:
        sealed = base64.b64decode(str(entry.facts["sealed"]))
        said = vault.unseal_facts(key, sealed, about=_about(plan))
        audit.record(
            actor_id=entry.actor_id,
            verb=f"mobility.plan_{said['act']}",
            subject=plan.ref,
            facts={**said["facts"], "done_at": entry.at.isoformat()},
        )
    return len(entries)


def _about(plan: Plan) -> str:
    return f"{plan.ref}:trail"


def _neutral_subject(key: bytes | None) -> str:
    """Name a plan so that only its key finds its lines again."""
    if key is None:
        return "work"
    return f"work:{hmac.new(key, b'trail', hashlib.sha256).hexdigest()[:20]}"
