"""People at the doors of reports: one of each kind, and what each is answered."""

from incidents.terms import OfficeCode
from schools.terms import Role
from tests.doors import knock
from tests.factories import SchoolYearFactory, chief_of, district_user, principal_of, staff_at
from tests.incident_factories import granted, seated

ROLES = (
    "nobody teacher principal administrator chief admin records its granted oig protections".split()
)
# For pages inside the two offices: nobody signed in is sent to sign in, for all others there is no such page.
OFFICES_ONLY = [302, 404, 404, 404, 404, 404, 404, 404, 404, 200, 200]
OIG_ONLY = [*OFFICES_ONLY[:-1], 404]


def people_of(school):
    """One person for each role, those of a school at `school`. `granted`: OIG's role, confirmed by nobody."""
    SchoolYearFactory()
    return {
        "nobody": None,
        "teacher": staff_at(school),
        "principal": principal_of(school),
        "administrator": staff_at(school, Role.ADMINISTRATOR),
        "chief": chief_of(school),
        "admin": district_user(Role.ADMIN),
        "records": district_user(Role.RECORDS),
        "its": district_user(Role.ITS),
        "granted": granted(),
        "oig": seated(OfficeCode.OIG),
        "protections": seated(OfficeCode.STUDENT_PROTECTIONS),
    }


def answers(people, method, address, data=None):
    """Each role's answer, in the order of ROLES; whatever a request changed is undone."""
    return [knock(people[who], method, address, data) for who in ROLES]
