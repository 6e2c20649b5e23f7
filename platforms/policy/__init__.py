"""The rules of the registry: what an audit comes to, and where a platform stands. Plain Python, no clock."""

from platforms.policy.outcome import Criterion, Decided, Question, Result, decide
from platforms.policy.standing import Stand, lifts, stand

__all__ = ["Criterion", "Decided", "Question", "Result", "Stand", "decide", "lifts", "stand"]
