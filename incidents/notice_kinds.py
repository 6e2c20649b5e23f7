"""The messages about reports, and who knows whether they still leave. None says what it is about."""

from incidents.reports import letters, office_letters, parent_letters, step_letters
from notices import kinds

kinds.register("incidents/waits", letters.waits)
kinds.register("incidents/news", letters.news, address=letters.news_address, bare=True)
kinds.register("incidents/words_tried", letters.words_tried)
# About the offices themselves, and no report.
kinds.register("incidents/office_down", office_letters.office_down)
kinds.register("incidents/seat_waits", office_letters.seat_waits)
kinds.register("incidents/seat_ended", office_letters.seat_ended)
# To parents, about their own child.
kinds.register("incidents/parent_told", parent_letters.told)
# A mandated reporter's own step, in the words of every notice about a case.
kinds.register("incidents/step_waits", step_letters.step_waits)
