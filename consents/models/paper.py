"""Paper: sheets printed for families, stacks of scans, and what people read on each page (T2a, T8)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.activities import ActivityVersion
from consents.models.answers import Answer, ShownForm
from consents.terms.paper import PacketKind, Pile, Reading, ScanStage
from core.constraints import both_or_neither, one_of
from documents.models import KeptFile
from schools.models import Guardian, School, Student


class Packet(models.Model):
    """A file of sheets to print. It is drawn part by part and may be downloaded until it expires."""

    kind = models.CharField(max_length=10, choices=PacketKind, default=PacketKind.FORMS)
    school = models.ForeignKey(School, models.PROTECT, related_name="packets")
    # Forms to sign are of one version; letters are of any.
    version = models.ForeignKey(ActivityVersion, models.PROTECT, null=True, related_name="packets")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # A guardian prints a sheet for themself.
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="packets")
    # [[student, guardian or null, language, version, reading that sends it back or null], …], in order.
    wanted = models.JSONField(default=list)
    return_by = models.DateField(_("please bring it back by"), null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    file = models.ForeignKey(KeptFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["school", "-id"])]
        constraints = [
            both_or_neither("made_at", "file"),
            one_of("kind", PacketKind.values),
            models.CheckConstraint(
                name="consents_packet_of_staff_or_guardian",
                condition=Q(made_by__isnull=False, guardian__isnull=True)
                | Q(made_by__isnull=True, guardian__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"packet {self.pk}"


class PacketPart(models.Model):
    """Some sheets of a packet, drawn. A worker that dies leaves the parts it has made."""

    packet = models.ForeignKey(Packet, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["packet", "number"], name="consents_packetpart_one")
        ]

    def __str__(self) -> str:
        return f"part {self.number} of packet {self.packet_id}"


class Sheet(models.Model):
    """One form on paper for one student, with the exact words printed on it.

    Its code is derived from this row (consents.sheets), never stored. `guardian` is null where any guardian
    with authority may sign. `because` is the reading of an earlier sheet that sends this one to the family.
    """

    append_only = True

    packet = models.ForeignKey(Packet, models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="sheets")
    student = models.ForeignKey(Student, models.PROTECT, related_name="sheets")
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="sheets")
    language = models.CharField(max_length=10)
    shown = models.ForeignKey(ShownForm, models.PROTECT, related_name="+")
    shown_english = models.ForeignKey(ShownForm, models.PROTECT, related_name="+")
    because = models.OneToOneField("Review", models.PROTECT, null=True, related_name="letter")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["packet", "number"], name="consents_sheet_number")
        ]

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class Stack(models.Model):
    """A file of scanned paper, as it came in. `problem` says why none of it could be read."""

    school = models.ForeignKey(School, models.PROTECT, related_name="stacks")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # The day the paper reached the school; an answer counts from the later of its date and this day.
    received_on = models.DateField(_("the paper came in on"))
    file_name = models.CharField(max_length=300)
    original = models.ForeignKey(KeptFile, models.PROTECT, related_name="+")
    page_count = models.PositiveIntegerField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "-id"])]

    def __str__(self) -> str:
        return f"stack {self.pk}"


class StackPlace(models.Model):
    """Where the paper of a stack lies, from `at` on. The latest one counts."""

    append_only = True

    stack = models.ForeignKey(Stack, models.PROTECT, related_name="places")
    place = models.CharField(_("where the paper lies"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.place


class Scan(models.Model):
    """One scanned page. What the machine saw is never changed; `stage` says what it waits for.

    `school` is the school whose office works it: the student's, whoever scanned the page.
    """

    stack = models.ForeignKey(Stack, models.PROTECT, related_name="scans")
    number = models.PositiveIntegerField()
    school = models.ForeignKey(School, models.PROTECT, related_name="scans")
    image = models.ForeignKey(KeptFile, models.PROTECT, null=True, related_name="+")
    pile = models.CharField(max_length=10, choices=Pile)
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="scans")
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    turned = models.FloatField(default=0)
    stage = models.CharField(max_length=10, choices=ScanStage)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["school", "stage", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["stack", "number"], name="consents_scan_number"),
            one_of("pile", Pile.values),
            one_of("stage", ScanStage.values),
        ]

    def __str__(self) -> str:
        return f"page {self.number} of stack {self.stack_id}"


class Review(models.Model):
    """What somebody read on a page. A later one supersedes; an answer counts once a second person agrees."""

    append_only = True

    scan = models.ForeignKey(Scan, models.PROTECT, related_name="reviews")
    reading = models.CharField(max_length=15, choices=Reading)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # Whose form it is: from the sheet's code, or found by hand.
    version = models.ForeignKey(ActivityVersion, models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="paper_reviews")
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    typed_name = models.CharField(max_length=200, blank=True)
    texts_student = models.BooleanField(default=True)
    student_phone = models.CharField(max_length=20, blank=True)
    duplicates = models.BooleanField(default=False)
    own_phone = models.CharField(max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["scan", "-id"])]
        constraints = [
            one_of("reading", Reading.values),
            models.CheckConstraint(
                name="consents_review_answer_is_complete",
                condition=~Q(reading__in=[Reading.GRANTED, Reading.REFUSED])
                | Q(
                    version__isnull=False,
                    student__isnull=False,
                    guardian__isnull=False,
                    signed_on__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading} on scan {self.scan_id}"


class SecondLook(models.Model):
    """Another person saw the same page and agrees or not."""

    append_only = True

    review = models.OneToOneField(Review, models.PROTECT, related_name="second_look")
    agrees = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("note"), max_length=500, blank=True)

    def __str__(self) -> str:
        return f"second look at {self.review_id}"


class Recording(models.Model):
    """Beside an answer that staff wrote down: the second person (who heard it too, or saw the same paper)."""

    append_only = True

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="recording")
    second = models.ForeignKey(User, models.PROTECT, related_name="+")
    review = models.OneToOneField(Review, models.PROTECT, null=True, related_name="recording")

    def __str__(self) -> str:
        return f"recording of answer {self.answer_id}"


class Objection(models.Model):
    """The guardian says that an answer written down by staff is not theirs. At most one an answer."""

    append_only = True

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="objection")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"objection to answer {self.answer_id}"
