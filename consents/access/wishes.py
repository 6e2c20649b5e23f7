"""Guardians' wishes that an adult may text their child: who may make one, see it, and answer it (T5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.call_backs import offices_of
from consents.access.codes import children_of
from consents.models import Approval, ExceptionKind, ExceptionRule, GuardianWish
from consents.terms import Stage, Starter, WishStage
from consents.workflow import UNDECIDED, WISH_WAITS
from core.decision import Decision, Reason
from schools.models import Guardian, RoleAssignment, School, Staff, Student

# Of one guardian at a time: enough for several children, too few to flood an office.
MOST_OPEN = 10
ALIVE = (Stage.DRAFT, *UNDECIDED, Stage.APPROVED)

NOT_YOUR_CHILD = Reason("not_your_child", "T1", _("You may not sign for this child now."))
NOT_OFFERED = Reason("not_offered", "T5", _("The school cannot be asked for this now."))
TOO_MANY = Reason(
    "too_many_wishes",
    "T5",
    _("You have asked for many adults already. Wait for the answers first."),
)
NOT_THE_OFFICE = Reason(
    "not_the_office", "T5", _("Only the school's office answers families' wishes.")
)
NOT_ONESELF = Reason(
    "not_oneself", "T2a", _("Somebody else of the office says that you are meant.")
)
NOT_AT_SCHOOL = Reason("not_at_school", "T1", _("This person does not work at the school now."))
NOT_COVERED = Reason("adult_category", "T2", _("The exception does not cover adults of this kind."))
NOT_MEANT = Reason(
    "not_meant", "T5", _("Only the office, or the adult who is meant, goes on with it.")
)
STILL_ALIVE = Reason(
    "still_alive", "T5", _("A request has grown out of it and still stands: take that back first.")
)


def offered(at: datetime) -> list[ExceptionKind]:
    """The published exceptions that families start."""
    rules = (
        ExceptionRule.objects.filter(kind__is_published=True, valid_from__lte=at)
        .select_related("kind")
        .order_by("kind", "-number")
    )
    newest: dict[int, ExceptionRule] = {}
    for rule in rules:
        newest.setdefault(rule.kind_id, rule)
    return [one.kind for one in newest.values() if one.terms.starts_by == Starter.GUARDIAN]


def children_to_ask_for(guardian: Guardian) -> list[Student]:
    """The guardian's children who go to a school of the district."""
    return [child for child in children_of(guardian) if child.school_id is not None]


def may_wish(
    guardian: Guardian, student: Student, kind: ExceptionKind, rows: Iterable[int], at: datetime
) -> Decision:
    """A guardian who may sign for the child, for an exception on offer; `rows` are all of the person's."""
    open_now = GuardianWish.objects.filter(guardian__in=rows, stage__in=WISH_WAITS).count()
    return Decision.unless(
        (student in children_to_ask_for(guardian), NOT_YOUR_CHILD),
        (kind in offered(at), NOT_OFFERED),
        (open_now < MOST_OPEN, TOO_MANY),
    )


def visible_to(user: User, on: date | None = None) -> QuerySet[GuardianWish]:
    """The office's of its school, and each adult's own once somebody has said that they are meant."""
    return GuardianWish.objects.filter(
        Q(school__in=offices_of(user, on)) | Q(staff__user=user)
    ).distinct()


def wanting_an_answer(wishes: QuerySet[GuardianWish]) -> QuerySet[GuardianWish]:
    """Those somebody must do something about: not answered, or grown into a request that came to nothing."""
    alive = Approval.objects.filter(version__activity=OuterRef("activity"), stage__in=ALIVE)
    return wishes.filter(Q(stage__in=WISH_WAITS) | Q(stage=WishStage.BEGUN) & ~Exists(alive))


def is_office(user: User, school: School) -> bool:
    return offices_of(user).filter(pk=school.pk).exists()


def may_match(user: User, wish: GuardianWish, staff: Staff | None = None) -> Decision:
    """The office says who is meant; never that oneself is (T2a)."""
    checks = [(is_office(user, wish.school), NOT_THE_OFFICE)]
    if staff is not None:
        rule = wish.kind.rules.filter(valid_from__lte=timezone.now()).order_by("-number").first()
        covered = rule is not None and staff.category in rule.terms.adult_categories
        here = RoleAssignment.objects.current().filter(user=staff.user_id, school=wish.school)
        checks += [
            (staff.user_id != user.pk, NOT_ONESELF),
            (here.exists() and staff.left_on is None, NOT_AT_SCHOOL),
            (covered, NOT_COVERED),
        ]
    return Decision.unless(*checks)


def may_begin(user: User, wish: GuardianWish) -> Decision:
    """The adult who is meant, or the office."""
    meant = wish.staff is not None and wish.staff.user_id == user.pk
    return Decision.unless((meant or is_office(user, wish.school), NOT_MEANT))


def may_decline(user: User, wish: GuardianWish) -> Decision:
    """The same people; not while a request that grew out of it stands."""
    alive = Approval.objects.filter(version__activity=wish.activity_id, stage__in=ALIVE)
    stands = wish.activity_id is not None and alive.exists()
    return Decision(
        may_begin(user, wish).refusals + Decision.unless((not stands, STILL_ALIVE)).refusals
    )
