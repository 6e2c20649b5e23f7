"""The messages about reports, and who knows whether they still leave. None says what it is about."""

from incidents.reports import letters
from notices import kinds

kinds.register("incidents/waits", letters.waits)
kinds.register("incidents/news", letters.news, address=letters.news_address, bare=True)
kinds.register("incidents/words_tried", letters.words_tried)
