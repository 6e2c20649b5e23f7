"""The messages this register sends, and who knows their words."""

from consents.reports import (
    channels,
    exception_letters,
    guardian_letters,
    letters,
    moves,
    news_letters,
    platform_letters,
    text_letters,
    thread_letters,
    wish_letters,
    year_letters,
)
from notices import kinds

# To and about guardians.
kinds.register("consents/asked", guardian_letters.asked)
kinds.register("consents/program_offered", guardian_letters.program_offered)
kinds.register("consents/off_channel", guardian_letters.off_channel)
kinds.register("consents/code", guardian_letters.code)
kinds.register("consents/family", guardian_letters.family)
kinds.register("consents/receipt", guardian_letters.receipt)
kinds.register("consents/recorded", guardian_letters.recorded)
kinds.register("consents/witness", guardian_letters.witness)
kinds.register("consents/withdrawn_guardian", guardian_letters.withdrawn_guardian)
kinds.register("consents/withdrawn_staff", guardian_letters.about_answer)
kinds.register("consents/objected_staff", guardian_letters.about_answer)
kinds.register("consents/phones_changed", guardian_letters.about_answer)
# When an answer is checked, or found not to count.
kinds.register("consents/answer_held", guardian_letters.answer_held)
kinds.register("consents/invalidated_guardian", guardian_letters.invalidated_guardian)
kinds.register("consents/invalidated_staff", guardian_letters.about_answer)
kinds.register("consents/fresh_link", guardian_letters.fresh_link)
kinds.register("consents/student_stopped", text_letters.student_stopped)
kinds.register("consents/text_confirmed", text_letters.confirmed, confirms_stop=True)
# To staff about approvals.
kinds.register("consents/approval_asked", letters.asked)
kinds.register("consents/approval_decided", letters.decided)
kinds.register("consents/revoked", letters.revoked)
kinds.register("consents/narrowed", letters.narrowed)
# To staff about threads that were handed out.
kinds.register("consents/thread_stopped", thread_letters.stopped)
# To everybody when a year ends.
kinds.register("consents/year_ended_staff", year_letters.year_ended_staff)
kinds.register("consents/year_ended_guardian", year_letters.year_ended_guardian)
# About a guardian's wish that an adult may write to their child.
kinds.register("consents/wish_matched", wish_letters.matched)
kinds.register("consents/wish_declined", wish_letters.declined)
# To administrators about exceptions.
kinds.register("consents/exception_ruled", exception_letters.ruled)
kinds.register("consents/exception_publication", exception_letters.publication)
# To families, once a year.
kinds.register("consents/channels_told", channels.words)
# When the platform registry decided, or an approval ends soon.
kinds.register("consents/platform_changed", platform_letters.changed)
kinds.register("consents/platform_ending", platform_letters.ending)
# To families, when their school moves to another platform.
kinds.register("consents/school_moves", moves.school_moves)
# What became different, and what another guardian said.
kinds.register("consents/changes_staff", news_letters.changes_staff)
kinds.register("consents/changed_guardian", news_letters.changed_guardian)
kinds.register("consents/conflict", news_letters.conflict)
kinds.register("consents/other_agreed", news_letters.other_agreed)
kinds.register("consents/objected", news_letters.objected)
kinds.register("consents/student_started", news_letters.student_news)
kinds.register("consents/student_ended", news_letters.student_news)
