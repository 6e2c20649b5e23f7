"""The words of evidence: how it stands, what may happen to it, and why a file is not taken."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EvidenceState(TextChoices):
    """Where a piece of evidence stands. Its sealed original is kept in every state."""

    RECEIVED = "received", _("Sealed; its copy is about to be made")
    READY = "ready", _("Copy ready")
    UNPROCESSABLE = "unprocessable", _("No copy could be made")
    INFECTED = "infected", _("A virus was found")
    QUARANTINED = "quarantined", _("In quarantine")


class EvidenceMove(TextChoices):
    COPY = "copy", _("Make the copy")
    GIVE_UP = "give_up", _("Give up the copy")
    FIND_VIRUS = "find_virus", _("Find a virus")
    QUARANTINE = "quarantine", _("Put in quarantine")


class ScanState(TextChoices):
    """What a virus scanner said. Not scanned is never called clean."""

    NOT_SCANNED = "not_scanned", _("Not scanned for viruses")
    SCANNED = "scanned", _("Scanned, no virus found")
    INFECTED = "infected", _("A virus was found")


class CustodyDeed(TextChoices):
    """What happened to a piece of evidence, in its chain of custody."""

    RECEIVED = "received", _("Came in and was sealed")
    ATTACHED = "attached", _("Became part of the report")
    SEALED = "sealed", _("Sealed to an office")
    COPIED = "copied", _("Clean copy made")
    NOT_COPIED = "not_copied", _("No copy could be made")
    SCANNED = "scanned", _("Scanned for viruses")
    INFECTED = "infected", _("A virus was found")
    WORKER_DROPPED = "worker_dropped", _("The worker's sealed file was removed")
    LOOKED_AT = "looked_at", _("Copy looked at")
    TAKEN = "taken", _("Sealed original taken away")
    QUARANTINED = "quarantined", _("Put in quarantine")
    RECORD_MADE = "record_made", _("Custody record made")


class UploadRefusal(TextChoices):
    """Why a file was not taken, in words for a child: what it is, and what to do instead."""

    EMPTY = (
        "empty",
        _("This file is empty. Open it on your phone to see if it works, then try again."),
    )
    TOO_LARGE = "too_large", _("This file is too big. Try a shorter video, or a screenshot.")
    TOO_MANY = (
        "too_many",
        _("You have added as many files as we can take. The ones above are safe."),
    )
    TOO_MUCH = (
        "too_much",
        _("Your files are too big all together. Take one out, or add this one later."),
    )
    KIND = "kind", _("We can't take this kind of file. Take a screenshot of it and add that.")
    NAME_DIFFERS = "name_differs", _("The name of this file says it is something else. Take a screenshot of it and add that.")  # fmt: skip
    PAUSED = (
        "paused",
        _("We can't take files right now. Your words are safe: send them, and add files later."),
    )


# States whose copy nobody but an office that has the case, or OIG alone, may even see listed.
SEEN_BY_OFFICES = EvidenceState.INFECTED
SEEN_BY_OIG = EvidenceState.QUARANTINED
