"""The pages of a report: which come, in which order, and what report the answers make (I1, I2, I3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from incidents.policy.report import Person, Report
from incidents.terms import AboutWhom, Part, Post, ReporterRole, Safe
from incidents.terms.speak_up import ADULT_KINDS, Bare, Kept, Kind, Step

# What was asked and in which words: a new one where a question changes, so that old answers stay readable.
FORM: Final = "speak-up 2026-1"
# Whoever leads the school is kept out, too, when the report is about them by what they are and not by name.
POST_OF: Final[dict[str, Post]] = {
    Kind.PRINCIPAL: Post.PRINCIPAL,
    Kind.ADMINISTRATOR: Post.ADMINISTRATORS,
}
POST_OF_KEPT: Final[dict[str, Post]] = {
    Kept.PRINCIPAL: Post.PRINCIPAL,
    Kept.ADMINISTRATORS: Post.ADMINISTRATORS,
}
ABOUT_OF: Final[dict[str, AboutWhom]] = {
    Kind.STUDENT: AboutWhom.STUDENT,
    Kind.OTHER_ADULT: AboutWhom.OTHER_ADULT,
    **{kind: AboutWhom.SCHOOL_ADULT for kind in ADULT_KINDS if kind != Kind.OTHER_ADULT},
}

Answers = Mapping[str, Mapping[str, Any]]


def steps_for(answers: Answers, *, danger: bool) -> tuple[Step, ...]:
    """The pages of this report in their order. A parent is not asked whether it is safe to tell a parent."""
    left_out = set() if danger else {Step.NOW}
    if _role(answers) == ReporterRole.GUARDIAN:
        left_out.add(Step.HOME)
    return tuple(step for step in Step if step not in left_out)


def step_after(step: Step, steps: Sequence[Step]) -> Step:
    """The page after this one; the last is followed by itself."""
    later = [one for one in steps if _place(one) > _place(step)]
    return later[0] if later else Step.CHECK


def step_before(step: Step, steps: Sequence[Step]) -> Step | None:
    """The page before this one, None before the first."""
    earlier = [one for one in steps if _place(one) < _place(step)]
    return earlier[-1] if earlier else None


def report_of(answers: Answers, *, danger: bool, language: str, level: str = "") -> Report:
    """The report that the answers make. What was left out stays out; a typed name matches nobody here."""
    where, keep = answers.get(Step.WHERE, {}), answers.get(Step.KEEP, {})
    return Report(
        reporter_role=_role(answers),
        said=_said(answers),
        about=_about(answers),
        people=(*_accused(answers), *_kept_from(answers, keep), *_trusted(answers)),
        school_id=answers.get(Step.SCHOOL, {}).get("school"),
        platform_id=where.get("platform"),
        platform_name=where.get("typed", ""),
        danger_now=danger,
        parent_safe=_parent_safe(answers, keep),
        contact={name: word for name, word in answers.get(Step.REACH, {}).items() if word},
        answers=_kept_together(answers) | _level(level),
        form=FORM,
        language=language,
    )


def _kept_together(answers: Answers) -> dict[str, dict[str, Any]]:
    """The answers as they were given, but for how to reach the reporter: that is kept apart, and shown for a reason."""
    return {step: dict(given) for step, given in answers.items() if step != Step.REACH}


def may_add_files(answers: Answers) -> bool:
    """Whether files may be added: only after a plain no to the question about pictures without clothes (D9)."""
    return answers.get(Step.HAVE, {}).get("bare") == Bare.NO


def needs_another_way(bare: str) -> bool:
    """Whether it shows somebody under 18 without clothes, or may: nothing takes it, and the page says what to do (D9)."""
    return bare in {Bare.YES, Bare.UNSURE}


def _place(step: Step) -> int:
    return list(Step).index(step)


def _role(answers: Answers) -> ReporterRole:
    """Who reports. Where it was left out, a student: every care for a child then holds."""
    return ReporterRole(answers.get(Step.YOU, {}).get("role") or ReporterRole.STUDENT)


def _said(answers: Answers) -> str:
    """What happened, with what was written in a hurry first."""
    parts = [
        *(answers.get(Step.NOW, {}).get(name, "") for name in ("said", "place")),
        answers.get(Step.SAID, {}).get("said", ""),
    ]
    return "\n\n".join(dict.fromkeys(part for part in parts if part))


def _about(answers: Answers) -> tuple[AboutWhom, ...]:
    """Whom the report is about: what was ticked, and what each person was said to be."""
    ticked = (AboutWhom(one) for one in answers.get(Step.ABOUT, {}).get("about", ()))
    kinds = (Kind(row.get("kind", "")) for row in _rows(answers))
    return tuple(dict.fromkeys([*ticked, *(ABOUT_OF[kind] for kind in kinds if kind)]))


def _rows(answers: Answers) -> Sequence[Mapping[str, str]]:
    rows: Sequence[Mapping[str, str]] = answers.get(Step.PEOPLE, {}).get("people", ())
    return rows


def _accused(answers: Answers) -> list[Person]:
    about = _about(answers)
    return [
        Person(
            Part.ACCUSED,
            name=row.get("name", ""),
            role=row.get("kind", "").replace("_", " "),
            is_adult=_is_adult(Kind(row.get("kind", "")), about),
            note=row.get("handle", ""),
        )
        for row in _rows(answers)
    ]


def _is_adult(kind: Kind, about: Sequence[AboutWhom]) -> bool | None:
    """Whether the person is an adult. Of whom nobody said what they are: a student only where all are students."""
    if kind in ADULT_KINDS:
        return True
    only_students = bool(about) and all(one == AboutWhom.STUDENT for one in about)
    return False if kind == Kind.STUDENT or only_students else None


def _kept_from(answers: Answers, keep: Mapping[str, Any]) -> list[Person]:
    """Posts that were ticked or that the report is about, then names as typed."""
    kinds = [Kind(row.get("kind", "")) for row in _rows(answers)]
    ticked = [POST_OF_KEPT[one] for one in POST_OF_KEPT if one in keep.get("who", ())]
    posts = dict.fromkeys([*ticked, *(POST_OF[kind] for kind in kinds if kind in POST_OF)])
    return [
        *(Person(Part.KEEP_FROM, post=post, is_adult=True) for post in posts),
        *(Person(Part.KEEP_FROM, name=name) for name in keep.get("names", ())),
    ]


def _trusted(answers: Answers) -> list[Person]:
    """Somebody the reporter would like brought in; only people of the case ever do that."""
    given = answers.get(Step.TRUSTED, {})
    if not given.get("name"):
        return []
    return [Person(Part.TRUSTED, name=given["name"], role=given.get("role", ""), is_adult=True)]


def _parent_safe(answers: Answers, keep: Mapping[str, Any]) -> Safe:
    """Kept from a parent is not safe to tell a parent, whatever else was answered."""
    if Kept.PARENT in keep.get("who", ()):
        return Safe.NO
    return Safe(answers.get(Step.HOME, {}).get("safe", ""))


def _level(level: str) -> dict[str, dict[str, Any]]:
    return {"level": {"level": level}} if level else {}
