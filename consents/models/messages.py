"""Messages to families: when they may leave, the one of a day, reminders, and what families text back."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.asking import Ask, CallBack
from consents.policy.messages import Numbers
from consents.terms import ReplyOutcome, SenderKind
from core.constraints import one_of
from notices.models import InboundText, Notice
from schools.models import Guardian, School, Student


def usual_days() -> list[int]:
    """The shipped days before the due one on which silent families are reminded."""
    return list(Numbers().remind_days)


class MessageRuleQuerySet(models.QuerySet["MessageRule"]):
    def at(self, at: datetime) -> MessageRule | None:
        """The district's rule that counts at the moment."""
        return self.filter(valid_from__lte=at).order_by("valid_from", "pk").last()

    def numbers(self, at: datetime) -> Numbers:
        """Its numbers; those we ship until the district enters its own."""
        rule = self.at(at)
        return rule.numbers if rule else Numbers()


class MessageRule(models.Model):
    """The district's hours and numbers for messages to families, from `valid_from` on. The newest counts."""

    append_only = True

    quiet_from = models.TimeField(_("quiet from"), default=time(20))
    quiet_to = models.TimeField(_("quiet until"), default=time(8))
    answer_days = models.PositiveSmallIntegerField(_("days to answer"), default=14)
    lead_days = models.PositiveSmallIntegerField(_("days before the first day"), default=3)
    # Days before the due one, such as [7, 2, 0].
    remind_days: models.JSONField[Any, Any] = models.JSONField(default=usual_days)
    most_reminders = models.PositiveSmallIntegerField(_("most reminders a form"), default=3)
    verified_on = models.DateField(_("last verified"))
    valid_from = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = MessageRuleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"message rule {self.pk}"

    @property
    def numbers(self) -> Numbers:
        """The rule as the policy reads it."""
        return Numbers(
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
            answer_days=self.answer_days,
            lead_days=self.lead_days,
            remind_days=tuple(self.remind_days),
            most_reminders=self.most_reminders,
        )


class DayMessage(models.Model):
    """The one message a guardian gets on a local day about forms that wait, all of them together."""

    append_only = True

    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="day_messages")
    day = models.DateField()
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="day_message")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guardian", "day"], name="consents_daymessage_one")
        ]

    def __str__(self) -> str:
        return f"message of {self.day} to {self.guardian_id}"


class Reminder(models.Model):
    """A silent guardian is reminded of one form, by the calendar (`by` null) or by a person."""

    append_only = True

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="reminders")
    # "due-7" by the calendar, "hand:2026-10-12" by a person: each once.
    slot = models.CharField(max_length=20)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    message = models.ForeignKey(DayMessage, models.PROTECT, related_name="reminders")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "slot"], name="consents_reminder_once")
        ]

    def __str__(self) -> str:
        return f"reminder {self.slot} of ask {self.ask_id}"


class TextReply(models.Model):
    """A text from a family was taken in: the receipt, and the entry on an office's list where it is unclear."""

    append_only = True

    text = models.OneToOneField(InboundText, models.PROTECT, related_name="reply")
    # Where a person must read it: the office of the first child's school; null when nobody has the number.
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="text_replies")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["school", "id"])]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class TextSender(models.Model):
    """Whose number the text came from, as it was on file then; several people may share it."""

    append_only = True

    reply = models.ForeignKey(TextReply, models.PROTECT, related_name="senders")
    kind = models.CharField(max_length=10, choices=SenderKind)
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="+")
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consents_textsender_one_person",
                condition=Q(kind=SenderKind.GUARDIAN, guardian__isnull=False, student=None)
                | Q(kind=SenderKind.STUDENT, student__isnull=False, guardian=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of reply {self.reply_id}"


class ReplySettled(models.Model):
    """What a person made of an unclear text."""

    append_only = True

    reply = models.OneToOneField(TextReply, models.PROTECT, related_name="settled")
    outcome = models.CharField(max_length=10, choices=ReplyOutcome)
    words = models.CharField(_("what you understood"), max_length=500)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    call_back = models.ForeignKey(CallBack, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [one_of("outcome", ReplyOutcome.values)]

    def __str__(self) -> str:
        return f"{self.outcome} of reply {self.reply_id}"
