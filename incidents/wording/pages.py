"""What the pages of a report say, for three ages of readers: short and kind, never "why", never blaming.

In English and Spanish the reader chooses among three; the other languages have one plain level, the first.
Each text stays within the grade of its level (a test counts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language

from incidents.terms import ReporterRole
from incidents.terms.speak_up import Level, Step
from incidents.wording.lines import LINES
from incidents.wording.questions import PAGES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LEVELS_IN: Final = ("en", "es")
# The grade that the words of a level stay within (Flesch-Kincaid).
GRADES: Final = {Level.YOUNG: 4.0, Level.MIDDLE: 6.0, Level.OLDER: 9.0}


def levels() -> tuple[Level, ...]:
    """The levels there are in the page's language."""
    return tuple(Level) if (get_language() or "en")[:2] in LEVELS_IN else (Level.YOUNG,)


def level_of(word: str) -> Level:
    """The level that was chosen, as far as the language has it; the middle one while nobody chose."""
    there = levels()
    chosen = Level(word) if word in Level.values else Level.MIDDLE
    return chosen if chosen in there else there[0]


def page(name: str, level: Level) -> dict[str, _StrPromise]:
    """The title and the lead of a page."""
    title, lead = PAGES[name][level]
    return {"title": title, "lead": lead}


def name_of(step: Step, role: str) -> str:
    """The page of a step: whoever is not the student is asked about the student's home, not their own."""
    others = {ReporterRole.STAFF, ReporterRole.PUBLIC}
    return "home_of_student" if step == Step.HOME and role in others else step.value


def lines_at(level: Level) -> dict[str, _StrPromise]:
    """Every single line of text at a level, by its name."""
    return {name: texts[level] for name, texts in LINES.items()}
