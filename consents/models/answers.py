"""Signed answers and what later became of them. Rows are never changed: each word is a new row."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from consents.models.activities import ActivityVersion
from consents.models.asking import Ask
from consents.terms import AnswerDecision, Route, SignerKind
from consents.terms.threads import NumberSharing
from core.constraints import one_of
from schools.models import Guardian, Student


class ShownForm(models.Model):
    """The exact words a signer was shown, kept once by their hash."""

    append_only = True

    sha256 = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    # [{"heading", "text"}, …] with every placeholder filled in.
    body = models.JSONField()

    def __str__(self) -> str:
        return f"{self.language} {self.sha256[:12]}"


class Answer(models.Model):
    """A signer's word on one ask. A later answer supersedes; nothing is overwritten.

    It counts from the later of `signed_at` and `received_at`: online they are one moment, on paper not.
    """

    append_only = True

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="answers")
    # Copied from the ask, so that a verdict reads one table.
    version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="answers")
    student = models.ForeignKey(Student, models.PROTECT, related_name="answers")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="answers")
    signer_kind = models.CharField(max_length=10, choices=SignerKind, default=SignerKind.GUARDIAN)
    decision = models.CharField(max_length=10, choices=AnswerDecision)
    reason = models.CharField(max_length=500, blank=True)
    # One of the reasons offered with a no (`consents.refusals`), for those who chose one.
    reason_code = models.CharField(max_length=40, blank=True)
    # A no to a wider version that leaves the earlier permission as it was.
    keeps_earlier = models.BooleanField(default=False)
    signed_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    # When staff entered it, where that came after it was received; we did not know of it before.
    recorded_at = models.DateTimeField(null=True)
    route = models.CharField(max_length=10, choices=Route, default=Route.ONLINE)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # One rendering of the form is answered once, however often it is sent.
    form_key = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 -- NULLs are distinct
    # E-signature (ESIGN, UETA): the words shown, who signed, how they were proved, where from.
    shown = models.ForeignKey(ShownForm, models.PROTECT, related_name="+")
    shown_english = models.ForeignKey(ShownForm, models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    typed_name = models.CharField(max_length=200)
    agreed_to_sign_electronically = models.BooleanField(default=False)
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=300, blank=True)
    # A mark of the browser it was signed in, the same for every signature there; blank when it keeps none.
    device = models.CharField(max_length=64, blank=True)
    # {"channel", "code_id", "birth_date_asked", "contact_verified_at", …}: how the person was proved.
    proof = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["version", "student"]),
            models.Index(fields=["guardian", "-signed_at"]),
            # Who else signed from here lately?
            models.Index(
                fields=["device", "signed_at"],
                condition=~Q(device=""),
                name="consents_answer_device",
            ),
            models.Index(
                fields=["address", "signed_at"],
                condition=~Q(address=""),
                name="consents_answer_address",
            ),
        ]
        constraints = [
            one_of("decision", AnswerDecision.values),
            one_of("route", Route.values),
            models.CheckConstraint(
                name="consents_answer_received_not_before_signed",
                condition=Q(received_at__gte=F("signed_at")),
            ),
            models.CheckConstraint(
                name="consents_answer_online_agreed",
                condition=~Q(route=Route.ONLINE, agreed_to_sign_electronically=False),
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def is_being_checked(self) -> bool:
        """Held, and nobody has settled it; fetch it with `hold__release`."""
        hold = getattr(self, "hold", None)
        return hold is not None and not hasattr(hold, "release")


class PhoneChoice(models.Model):
    """Which phones a guardian named, from `at` on. The latest one counts."""

    append_only = True

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="phone_choices")
    # "Only me, not my child": texts go to the guardian alone.
    texts_student = models.BooleanField(default=True)
    student_phone = models.CharField(max_length=20, blank=True)
    # T3a: the guardian receives the same texts, on this phone.
    duplicates = models.BooleanField(default=False)
    own_phone = models.CharField(max_length=20, blank=True)
    # Who else on a group text may see the guardian's number; nobody outside the child's own thread unless ticked.
    sharing = models.CharField(
        max_length=10, choices=NumberSharing, default=NumberSharing.OWN_CHILD
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [one_of("sharing", NumberSharing.values)]

    def __str__(self) -> str:
        return f"phones of answer {self.answer_id}"


class Withdrawal(models.Model):
    """A grant taken back, from `at` on."""

    append_only = True

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    route = models.CharField(max_length=10, choices=Route, default=Route.ONLINE)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"withdrawal of answer {self.answer_id}"


class Invalidation(models.Model):
    """An answer that turned out not to count (no authority, wrong person), from `at` on."""

    append_only = True

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="invalidation")
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"invalidation of answer {self.answer_id}"
