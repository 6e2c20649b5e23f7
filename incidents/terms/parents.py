"""How parents are told, or not yet (I2; Faith's Law for what may be misconduct)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    """How somebody tried to reach a parent."""

    PHONE = "phone", _("Telephone")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("Letter on paper")
    MESSAGE = "message", _("E-mail or text from here")


class Result(TextChoices):
    """What came of it."""

    REACHED = "reached", _("Reached and told")
    CALL_BACK = "call_back", _("Asked to call back")
    NOT_REACHED = "not_reached", _("Not reached")
    SENT = "sent", _("Sent")


class Telling(TextChoices):
    """What the person in charge decided about one student's parents."""

    TELL = "tell", _("Tell them")
    WAIT = "wait", _("Not yet")
    NEVER = "never", _("Do not tell them")


class Check(TextChoices):
    """What comes before parents hear of what may be misconduct, in this order."""

    AUTHORITIES = "authorities", _("Child protection or police were asked when parents may be told")
    TIMING = "timing", _("They said from when")
    STUDENT = "student", _("The student was told first, and asked how their parents should hear")


class HeldBecause(TextChoices):
    """Why a person decides before parents are told."""

    MISCONDUCT = "misconduct", _("An adult may have done wrong")
    NOT_SAFE = "not_safe", _("Who reported said that telling a parent is not safe, or was not sure")
    HOUSEHOLD = "household", _("Who it is about belongs to the student's family")
    OF_AGE = "of_age", _("The student is 18 or over: whether parents hear is theirs to say")


class Standing(TextChoices):
    """Where the telling of one student's parents stands."""

    TO_CHARGE = "to_charge", _("Nobody is in charge yet")
    TO_CHECK = "to_check", _("The checklist is open")
    TO_DECIDE = "to_decide", _("Waits for a decision")
    TO_TELL = "to_tell", _("To be told")
    TRIED = "tried", _("Tried, nobody reached yet")
    TOLD = "told", _("Told")
    WAITS = "waits", _("Not yet, until a day")
    NOT_TOLD = "not_told", _("Decided: not told")


class ParentRefusal(TextChoices):
    """Why parents are not told now, or a step is not done now."""

    NO_CHARGE = "nobody_in_charge", _("Nobody is in charge of this yet.")
    CHECKS_OPEN = "checks_open", _("The checklist comes first, each step in its turn.")
    UNDECIDED = "undecided", _("Held: the person in charge decides first, with the reason.")
    TOO_EARLY = "too_early", _("The authorities asked to wait until later.")
    NOT_YET = "not_yet", _("The person in charge decided: not yet.")
    DECIDED_NOT = "decided_not", _("The person in charge decided that they are not told.")
    OUT_OF_TURN = "out_of_turn", _("An earlier step of the list is still open.")
    DONE_ALREADY = "done_already", _("This step is done.")
    NO_CHECKLIST = "no_checklist", _("The checklist is for reports about an adult.")
