"""Doors that work after the request comes in by."""

from celery import shared_task
from django.utils import timezone

from consents.actions import (
    asking,
    channels,
    coverage_count,
    exports,
    family,
    moves,
    news,
    packets,
    platform_news,
    program_people,
    reminders,
    stacks,
    stopping,
    year_end,
    year_start,
)
from consents.models import Approval, ExportRun, Program
from core.actor import Actor


@shared_task(name="consents.ask_families")
def ask_families(approval_id: int) -> None:
    asking.ask_families(Approval.objects.get(pk=approval_id), by=Actor.job("consents.ask_families"))


@shared_task(name="consents.ask_the_rest")
def ask_the_rest() -> None:
    asking.ask_the_rest(by=Actor.job("consents.ask_the_rest"))


@shared_task(name="consents.remind_due")
def remind_due() -> None:
    reminders.remind_due(timezone.now(), by=Actor.job("consents.remind_due"))


@shared_task(name="consents.tell_program")
def tell_program(program_id: int) -> None:
    by = Actor.job("consents.tell_program")
    program_people.tell_families(Program.objects.get(pk=program_id), by=by)


@shared_task(name="consents.tell_every_program")
def tell_every_program() -> None:
    program_people.tell_every_program(by=Actor.job("consents.tell_every_program"))


@shared_task(name="consents.answer_family_request")
def answer_family_request(request_id: int) -> None:
    family.answer_request(request_id)


@shared_task(name="consents.send_fresh_link")
def send_fresh_link(invitation_id: int, hour: str) -> None:
    family.send_fresh_link(invitation_id, hour)


@shared_task(name="consents.record_year_end")
def record_year_end() -> None:
    year_end.record_year_end(timezone.now(), by=Actor.job(year_end.JOB))


@shared_task(name=stopping.JOB)
def look_at_threads(activity_id: int) -> None:
    stopping.look_at_threads([activity_id], by=Actor.job(stopping.JOB))


@shared_task(name="consents.look_at_all_threads")
def look_at_all_threads() -> None:
    stopping.look_at_threads(None, by=Actor.job(stopping.JOB))


@shared_task(name="consents.prepare_schools")
def prepare_schools(start_id: int) -> None:
    year_start.hand_out(start_id)


@shared_task(name="consents.prepare_school")
def prepare_school(row_id: int) -> None:
    year_start.prepare_school(row_id)


@shared_task(name=exports.TASK)
def make_export(run_id: int) -> None:
    exports.make(ExportRun.objects.get(pk=run_id), by=Actor.job(exports.TASK))


@shared_task(name="consents.tell_channels")
def tell_channels(notice_id: int) -> None:
    channels.tell_everybody(notice_id)


@shared_task(name="consents.count_coverage")
def count_coverage() -> None:
    coverage_count.count_coverage()


@shared_task(name="consents.read_activity")
def read_activity(activity_id: int, student_id: int) -> None:
    """One student of an activity; every student whom it concerns where no student is named (0)."""
    students = [student_id] if student_id else None
    news.read_activity(activity_id, students, by=Actor.job("consents.read_activity"))


@shared_task(name="consents.read_recent")
def read_recent() -> None:
    news.read_recent(timezone.now(), by=Actor.job("consents.read_recent"))


@shared_task(name=news.JOB)
def read_all(after: int = 0) -> None:
    news.read_all(timezone.now(), by=Actor.job(news.JOB), after=after)


@shared_task(name=platform_news.JOB)
def read_platforms() -> None:
    platform_news.read_events(timezone.now(), by=Actor.job(platform_news.JOB))


@shared_task(name=moves.JOB)
def tell_moves() -> None:
    moves.tell_moves(timezone.now(), by=Actor.job(moves.JOB))


@shared_task(name="consents.announce_platform_ends")
def announce_platform_ends() -> None:
    platform_news.announce_ends(timezone.now())


@shared_task(name="consents.print_part")
def print_part(packet_id: int) -> None:
    packets.draw_part(packet_id)


@shared_task(name="consents.read_stack")
def read_stack(stack_id: int) -> None:
    stacks.read_stack(stack_id)
