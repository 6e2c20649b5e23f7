"""Who may sign for a student where it is not simply the guardians with authority, and who is kept away.

Rows are never changed: the newest one recorded by a moment, of those that hold by then, is the one that counts.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import one_of
from schools.terms import Branch, Signs

# Who signs in each branch; an unaccompanied student's is as the district's words say.
SIGNS_IN = {
    Branch.GUARDIANS: (Signs.GUARDIANS,),
    Branch.WARD: (Signs.NAMED,),
    Branch.UNACCOMPANIED: (Signs.STUDENT, Signs.NAMED, Signs.NOBODY),
    Branch.EMANCIPATED: (Signs.STUDENT,),
    Branch.NOBODY: (Signs.NOBODY,),
}


class SigningBranch(models.Model):
    """From `at` on, who signs for this student (T1). A change or an end is a new row.

    `source` are the records office's words on what was seen and where it lies; nobody else reads them.
    """

    append_only = True

    student = models.ForeignKey("schools.Student", models.PROTECT, related_name="signing_branches")
    branch = models.CharField(_("branch"), max_length=15, choices=Branch)
    signs = models.CharField(_("who signs"), max_length=10, choices=Signs)
    signer = models.ForeignKey(
        "schools.Guardian", models.PROTECT, null=True, blank=True, related_name="named_to_sign"
    )
    source = models.CharField(_("what was seen, and where it lies"), max_length=500)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["student", "id"])]
        constraints = [
            one_of("branch", Branch.values),
            models.CheckConstraint(
                name="schools_signingbranch_signs_in_branch",
                condition=Q(
                    *(Q(branch=branch, signs__in=signs) for branch, signs in SIGNS_IN.items()),
                    _connector=Q.OR,
                ),
            ),
            models.CheckConstraint(
                name="schools_signingbranch_named_signer",
                condition=Q(signs=Signs.NAMED, signer__isnull=False)
                | (~Q(signs=Signs.NAMED) & Q(signer__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} for {self.student_id}"


class BlockQuerySet(models.QuerySet["ContactBlock"]):
    def newest(self) -> Self:
        """The newest word on each student and contact."""
        later = ContactBlock.objects.filter(
            student=OuterRef("student"), guardian=OuterRef("guardian"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))

    def standing(self) -> Self:
        """The blocks that stand now."""
        return self.newest().filter(is_blocked=True)

    def without_proof(self) -> Self:
        """Blocks that stand on somebody's word, with a day by which the paper is due."""
        return self.standing().filter(proof_due_on__isnull=False)


class ContactBlock(models.Model):
    """This contact is kept away from this student: never asked, told or put on a thread (T1, FERPA).

    It holds from `at`, at once, and may rest on somebody's word until `proof_due_on`; when the paper is
    there, a new row without that day takes its place. `is_blocked` false ends it.
    """

    append_only = True

    student = models.ForeignKey("schools.Student", models.PROTECT, related_name="contact_blocks")
    guardian = models.ForeignKey("schools.Guardian", models.PROTECT, related_name="blocks")
    is_blocked = models.BooleanField()
    source = models.CharField(_("what was said or seen, and by whom"), max_length=500)
    proof_due_on = models.DateField(_("the paper is due on"), null=True, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = BlockQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["student", "guardian", "id"]),
            models.Index(fields=["guardian", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} kept from {self.student_id}: {self.is_blocked}"
