"""The columns of each file that we read, the names they go by in the field, and what is dropped unread."""

from __future__ import annotations

from typing import Final

from schools.roster.table import Layout

ID: Final = 100
NAME: Final = 150
BOOKKEEPING: Final = frozenset({"dateLastModified"})
RACE: Final = frozenset(
    {
        "sex",
        "americanIndianOrAlaskaNative",
        "asian",
        "blackOrAfricanAmerican",
        "nativeHawaiianOrOtherPacificIslander",
        "white",
        "demographicRaceTwoOrMoreRaces",
        "hispanicOrLatinoEthnicity",
        "countryOfBirthCode",
        "stateOfBirthAbbreviation",
        "cityOfBirth",
        "publicSchoolResidenceStatus",
    }
)

ORGS: Final = Layout(
    "orgs.csv",
    ("sourcedId", "name", "type"),
    ("status", "identifier", "parentSourcedId"),
    aliases={"orgId": "sourcedId", "parentId": "parentSourcedId"},
    ignored=BOOKKEEPING,
    lengths={"sourcedId": ID, "name": 200, "identifier": 40, "parentSourcedId": ID},
)
SESSIONS: Final = Layout(
    "academicSessions.csv",
    ("sourcedId", "type", "startDate", "endDate"),
    ("status",),
    ignored=BOOKKEEPING | {"title", "parentSourcedId", "schoolYear"},
    lengths={"sourcedId": ID},
)
ROLES: Final = Layout(
    "roles.csv",
    ("sourcedId", "userSourcedId", "role", "orgSourcedId"),
    ("status", "roleType", "beginDate", "endDate"),
    aliases={"userId": "userSourcedId", "orgId": "orgSourcedId"},
    ignored=BOOKKEEPING | {"userProfileSourcedId"},
    lengths={"sourcedId": ID, "userSourcedId": ID, "orgSourcedId": ID},
)
USERS: Final = Layout(
    "users.csv",
    ("sourcedId", "givenName", "familyName"),
    (
        "status",
        "enabledUser",
        "orgSourcedIds",
        "role",
        "middleName",
        "identifier",
        "email",
        "sms",
        "phone",
        "agentSourcedIds",
        "grades",
        "preferredGivenName",
        "primaryOrgSourcedId",
    ),
    aliases={
        "agents": "agentSourcedIds",
        "agentSourcedId": "agentSourcedIds",
        "orgs": "orgSourcedIds",
        "orgSourcedId": "orgSourcedIds",
        "grade": "grades",
        "mobile": "sms",
        "userSourcedId": "sourcedId",
    },
    dropped=frozenset({"password", "passwordHash", "userPassword"}),
    # `userId` is the older name of userIds: identifiers in other systems, which we have no use for.
    ignored=BOOKKEEPING
    | {
        "username",
        "userIds",
        "userId",
        "userMasterIdentifier",
        "preferredMiddleName",
        "preferredFamilyName",
        "pronouns",
        "resourceSourcedIds",
    },
    lengths={
        "sourcedId": ID,
        "givenName": NAME,
        "middleName": NAME,
        "familyName": NAME,
        "preferredGivenName": NAME,
        "identifier": 40,
        "email": 254,
    },
)
DEMOGRAPHICS: Final = Layout(
    "demographics.csv",
    ("sourcedId", "birthDate"),
    ("status",),
    aliases={"userSourcedId": "sourcedId", "userId": "sourcedId", "dateOfBirth": "birthDate"},
    dropped=RACE,
    ignored=BOOKKEEPING,
    lengths={"sourcedId": ID},
)
CLASSES: Final = Layout(
    "classes.csv",
    ("sourcedId", "title", "schoolSourcedId"),
    ("status", "classCode", "classType"),
    aliases={"schoolId": "schoolSourcedId", "orgSourcedId": "schoolSourcedId"},
    ignored=BOOKKEEPING
    | {
        "grades",
        "courseSourcedId",
        "location",
        "termSourcedIds",
        "subjects",
        "subjectCodes",
        "periods",
    },
    lengths={"sourcedId": ID, "title": 200, "classCode": 60, "schoolSourcedId": ID},
)
ENROLLMENTS: Final = Layout(
    "enrollments.csv",
    ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    ("status", "schoolSourcedId", "beginDate", "endDate"),
    aliases={
        "userId": "userSourcedId",
        "classId": "classSourcedId",
        "schoolId": "schoolSourcedId",
        "startDate": "beginDate",
    },
    ignored=BOOKKEEPING | {"primary"},
    lengths={"sourcedId": ID, "classSourcedId": ID, "userSourcedId": ID},
)
CONTACTS: Final = Layout(
    "contacts.csv",
    ("contact_id", "student_id", "first_name", "last_name"),
    ("type", "relationship", "phone", "phone_type", "email", "language", "authority"),
    aliases={"sis_id": "contact_id", "home_language": "language"},
    dropped=frozenset({"password"}),
    lengths={
        "contact_id": ID,
        "student_id": ID,
        "first_name": NAME,
        "last_name": NAME,
        "relationship": 60,
    },
)
