"""Doors for tests: every role knocks at an address, and each finds the house as it was."""

from django.db import transaction
from django.test import Client

from schools.terms import Role
from tests.factories import DelegationFactory, district_user, principal_of, staff_at

ROLES = "nobody coach teacher clerk principal delegate chief records outreach admin its elsewhere".split()


def people_of(scene):
    """One person for each role; `scene` is a tests.consent_factories.safety_meetup."""
    return {
        "nobody": None,
        "coach": scene.coach,
        "teacher": staff_at(scene.school),
        "clerk": staff_at(scene.school, Role.CLERK),
        "principal": scene.principal,
        "delegate": DelegationFactory(principal=scene.principal, school=scene.school).delegate,
        "chief": scene.chief,
        "records": district_user(Role.RECORDS),
        "outreach": district_user(Role.OUTREACH),
        "admin": district_user(Role.ADMIN),
        "its": district_user(Role.ITS),
        "elsewhere": principal_of(),
    }


def knock(user, method, address, data=None):
    """The status that the user is answered with; whatever the request changed is undone."""
    client = Client()
    with transaction.atomic():
        if user is not None:
            client.force_login(user)
        status = getattr(client, method)(address, data).status_code
        transaction.set_rollback(True)
    return status


def answers(scene, method, address, data=None):
    """Each role's answer, in the order of ROLES."""
    found = {who: knock(user, method, address, data) for who, user in people_of(scene).items()}
    return [found[who] for who in ROLES]
