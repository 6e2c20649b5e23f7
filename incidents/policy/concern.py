"""What a report is about, worked out from whom it names (I1, I2)."""

from __future__ import annotations

from collections.abc import Collection

from incidents.terms import ADULTS, AboutWhom, Concern


def concern_of(about: Collection[AboutWhom], *, names_adult: bool) -> Concern:
    """The concern of a report about these people; `names_adult`: an adult was named or chosen anywhere in it.

    A child is never asked to judge what happened. Any adult makes it at least unsure, so that an office which
    looks into adults reads it; only adults make it about an adult, only students make it bullying.
    """
    adults = names_adult or any(one in ADULTS for one in about)
    others = any(one not in ADULTS for one in about)
    if adults:
        return Concern.UNSURE if others else Concern.ADULT_COMMUNICATION
    only_students = bool(about) and all(one == AboutWhom.STUDENT for one in about)
    return Concern.ONLINE_BULLYING if only_students else Concern.UNSURE
