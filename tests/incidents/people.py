"""Students and adults of cases, chosen as somebody signed in would."""

from incidents.policy import Person
from incidents.terms import Part


def hurt(student):
    """The student it happened to."""
    return Person(Part.HURT, name=str(student), is_adult=False, student_id=student.pk)


def accused_student(student):
    return Person(Part.ACCUSED, name=str(student), is_adult=False, student_id=student.pk)


def named(name, handle=""):
    """An adult whose name somebody typed, with what they wrote from."""
    return Person(Part.ACCUSED, name=name, is_adult=True, note=handle)


def row_of(case, part=Part.ACCUSED):
    return case.involved.get(part=part, ended_at=None)
