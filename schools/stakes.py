"""Who has a stake in what a family answers. The registers above know; each registers how to ask it.

A record that decides who is asked, and where, is not changed by those who gain from the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

# Whether the user has a stake in an answer about one of the students.
Question = Callable[[int, Collection[int]], bool]
_questions: list[Question] = []


def register(question: Question) -> None:
    """Have the question asked before a student's record or contacts are corrected."""
    _questions.append(question)


def has_stake(user_id: int, student_ids: Collection[int]) -> bool:
    """Whether any register knows the user to gain from what the students' families answer."""
    return any(question(user_id, student_ids) for question in _questions)
