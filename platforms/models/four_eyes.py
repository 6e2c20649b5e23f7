"""What the database refuses by itself (P2): deciding one's own work, and changing what is decided.

The service asks the same before (`access.audits`); these hold where somebody writes past it.
"""

from __future__ import annotations

from collections.abc import Iterable

from trail.guards import Guard

OWN_WORK = "four eyes: nobody decides what they asked for, audited or assessed"
DECIDED = "decided: nothing joins or changes an audit that is decided"
SETTLED = "settled: what was put forward stays as it was, and is confirmed or refused once"


def had_a_hand(audit: str, person: str) -> str:
    """SQL: the person asked for the audit, is its auditor, chose what it binds, assessed in it or handed it in."""
    of_audit = (
        (
            "platforms_audit",
            f"id = {audit} AND (requested_by_id = {person} OR auditor_id = {person})",
        ),
        ("platforms_result", f"audit_id = {audit} AND assessed_by_id = {person}"),
        ("platforms_auditscope", f"audit_id = {audit} AND by_id = {person}"),
        ("platforms_auditstep", f"audit_id = {audit} AND move = 'submit' AND by_id = {person}"),
    )
    return f"({' OR '.join(_exists(table, where) for table, where in of_audit)})"


def is_decided(audit: str) -> str:
    """SQL: the audit has its decision."""
    return _exists("platforms_auditdecision", f"audit_id = {audit}")


def _exists(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {where})"  # noqa: S608 -- our own words


OF_RESULT = "(SELECT audit_id FROM platforms_result WHERE id = NEW.result_id)"
OF_SCOPE = "(SELECT audit_id FROM platforms_auditscope WHERE id = NEW.scope_id)"


def differs(*columns: str) -> str:
    """SQL: one of the columns is not what it was. As words, so that both databases compare whatever they hold."""
    pairs = (
        f"COALESCE(CAST(NEW.{name} AS TEXT), '') <> COALESCE(CAST(OLD.{name} AS TEXT), '')"
        for name in columns
    )
    return f"({' OR '.join(pairs)})"


def settles_once(waits: str, words: Iterable[str]) -> tuple[Guard, Guard]:
    """What one person puts forward is the same when another confirms it, and is settled once."""
    return (
        Guard("settled_stays", "UPDATE", f"NOT ({waits})", SETTLED),
        Guard("words_stay", "UPDATE", differs(*words), SETTLED),
    )


AUDIT = (
    Guard("decided_stays", "UPDATE", is_decided("OLD.id"), DECIDED),
    # Who asked is not forgotten on the way to the decision.
    Guard("asker_stays", "UPDATE", differs("platform_id", "requested_by_id"), OWN_WORK),
)
RESULT = (Guard("not_after", "INSERT", is_decided("NEW.audit_id"), DECIDED),)
RESULT_EVIDENCE = (Guard("not_after", "INSERT", is_decided(OF_RESULT), DECIDED),)
SCOPE = (Guard("not_after", "INSERT", is_decided("NEW.audit_id"), DECIDED),)
SCOPE_REVIEW = (
    Guard("not_after", "INSERT", is_decided(OF_SCOPE), DECIDED),
    Guard("four_eyes", "INSERT", had_a_hand(OF_SCOPE, "NEW.by_id"), OWN_WORK),
)
NA_REVIEW = (
    Guard("not_after", "INSERT", is_decided(OF_RESULT), DECIDED),
    Guard("four_eyes", "INSERT", had_a_hand(OF_RESULT, "NEW.by_id"), OWN_WORK),
)
DECISION = (
    Guard("four_eyes", "INSERT", had_a_hand("NEW.audit_id", "NEW.decided_by_id"), OWN_WORK),
)
_OWN_RESULT = _exists(
    "platforms_result", "id = NEW.result_id AND assessed_by_id = NEW.confirmed_by_id"
)
QUICK = (
    Guard("four_eyes", "INSERT", _OWN_RESULT, OWN_WORK),
    Guard("four_eyes_later", "UPDATE", _OWN_RESULT, OWN_WORK),
    *settles_once(
        "OLD.confirmed_at IS NULL AND OLD.refused_at IS NULL",
        (
            "platform_id",
            "ground",
            "result_id",
            "breach_id",
            "asked_until",
            "public_reason",
            "note",
            "proposed_by_id",
        ),
    ),
)
WAITS = "OLD.stage = 'open'"
PROPOSAL = settles_once(
    WAITS,
    (
        "platform_id",
        "kind",
        "public_reason",
        "until",
        "uses",
        "emergency",
        "proposed_by_id",
    ),
)
# The vendor's answer comes in while the flag waits.
PROCUREMENT_FLAG = settles_once(
    WAITS,
    (
        "vendor_id",
        "platform_id",
        "scope",
        "ground",
        "words",
        "starts_on",
        "ends_on",
        "notice_on",
        "answer_by",
        "proposed_by_id",
    ),
)
FLAG_LIFT = settles_once(WAITS, ("flag_id", "reason", "ends_on", "proposed_by_id"))
ADOPTION_PROPOSAL = settles_once(
    "OLD.stage = 'forward'", ("criteria_set_id", "from_on", "reason", "proposed_by_id")
)
