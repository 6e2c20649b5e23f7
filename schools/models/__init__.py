"""Schools, their years, the students in them, and the grown-ups around them: facts and constraints.

Two times for every fact: when it held (`starts_on`, `ends_on`) and when we knew (`recorded_at`,
`end_recorded_at`). Nobody is deleted.
"""

from schools.models.imports import Change, ImportProblem, ImportRun
from schools.models.lines import LineHours, SpeakUpLine
from schools.models.merges import ContactMerge, ContactPair, ContactUnmerge
from schools.models.people import (
    ClassMember,
    Enrolment,
    Guardian,
    GuardianLink,
    Student,
    StudentQuerySet,
)
from schools.models.places import (
    District,
    Network,
    NoSchoolDay,
    School,
    SchoolClass,
    SchoolQuerySet,
    SchoolYear,
)
from schools.models.signing import ContactBlock, SigningBranch
from schools.models.staff import Delegation, RoleAssignment, Staff
from schools.models.volunteers import Volunteer

__all__ = [
    "Change",
    "ClassMember",
    "ContactBlock",
    "ContactMerge",
    "ContactPair",
    "ContactUnmerge",
    "Delegation",
    "District",
    "Enrolment",
    "Guardian",
    "GuardianLink",
    "ImportProblem",
    "ImportRun",
    "LineHours",
    "Network",
    "NoSchoolDay",
    "RoleAssignment",
    "School",
    "SchoolClass",
    "SchoolQuerySet",
    "SchoolYear",
    "SigningBranch",
    "SpeakUpLine",
    "Staff",
    "Student",
    "StudentQuerySet",
    "Volunteer",
]
