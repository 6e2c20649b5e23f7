"""Words of the pages on which a report is written."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    """How the pages speak; the reader chooses. Languages with one plain level use the first."""

    YOUNG = "k4", _("Short words")
    MIDDLE = "5-8", _("Middle words")
    OLDER = "9-12", _("Grown-up words")


class Step(TextChoices):
    """The pages of a report in their order: one question each, every one may be left out."""

    NOW = "now", _("Danger now")
    SAID = "said", _("What happened")
    ABOUT = "about", _("Who it was")
    PEOPLE = "people", _("Names")
    WHERE = "where", _("The app or place")
    SCHOOL = "school", _("School")
    HAVE = "have", _("Pictures and files")
    KEEP = "keep", _("Who must not see it")
    YOU = "you", _("Who you are")
    HOME = "home", _("Telling a parent")
    TRUSTED = "trusted", _("An adult you trust")
    REACH = "reach", _("How to reach you")
    CHECK = "check", _("Look once more")


class Kind(TextChoices):
    """What somebody who did it is, in the reporter's own choice of words."""

    TEACHER = "teacher", _("A teacher")
    COACH = "coach", _("A coach")
    PRINCIPAL = "principal", _("The principal")
    ADMINISTRATOR = "administrator", _("An assistant principal")
    SCHOOL_ADULT = "school_adult", _("Another adult at school")
    OTHER_ADULT = "other_adult", _("An adult who is not from school")
    STUDENT = "student", _("A student")
    UNKNOWN = "", _("I don't know")


ADULT_KINDS = (
    Kind.TEACHER,
    Kind.COACH,
    Kind.PRINCIPAL,
    Kind.ADMINISTRATOR,
    Kind.SCHOOL_ADULT,
    Kind.OTHER_ADULT,
)


class Bare(TextChoices):
    """Whether a picture shows somebody under 18 without clothes: asked before anything can be added."""

    NO = "no", pgettext_lazy("it is so", "No")
    YES = "yes", pgettext_lazy("it is so", "Yes")
    UNSURE = "unsure", _("I don't know")
    NOTHING = "nothing", _("I have nothing to show")


class Kept(TextChoices):
    """Who must not see a report, as the page offers it."""

    ACCUSED = "accused", _("The person I write about")
    PRINCIPAL = "principal", _("The principal")
    ADMINISTRATORS = "administrators", _("The assistant principals")
    PARENT = "parent", _("A parent: mine, or the student's")
