"""People at the registry's doors: one of each role, and what each is answered."""

from schools.terms import Role
from tests.doors import knock
from tests.factories import SchoolFactory, SchoolYearFactory, district_user, principal_of, staff_at

ROLES = "nobody teacher principal procurement admin its reviewer".split()
# For pages inside ITS: nobody signed in is sent to sign in, for all others there is no such page.
ITS_ONLY = [302, 404, 404, 404, 404, 200, 200]


def people_of(school=None):
    """One person for each role, those of a school at `school`."""
    school = school or SchoolFactory()
    SchoolYearFactory()
    return {
        "nobody": None,
        "teacher": staff_at(school),
        "principal": principal_of(school),
        "procurement": district_user(Role.PROCUREMENT),
        "admin": district_user(Role.ADMIN),
        "its": district_user(Role.ITS),
        "reviewer": district_user(Role.REVIEWER),
    }


def answers(people, method, address, data=None):
    """Each role's answer, in the order of ROLES; whatever a request changed is undone."""
    return [knock(people[who], method, address, data) for who in ROLES]
