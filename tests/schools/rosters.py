"""Small rosters, written to a folder: three schools' worth of people in a few rows."""

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "rosters"
MULBERRY = FOLDER / "mulberry-1.1-bulk.zip"
CONTACTS = FOLDER / "mulberry-contacts.csv"

HEADERS = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "users": (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
    ),
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex,white",
    "classes": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
        "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods"
    ),
    "enrollments": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"
    ),
}  # fmt: skip
USERS_12 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,"
    "email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,"
    "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns"
)


def org(sourced_id, name, kind="school", parent="d", status="active"):
    return f"{sourced_id},{status},,{name},{kind},,{parent}"


def user(sourced_id, role="student", orgs="north", *, given="Ana", family="Ruiz", **facts):
    """A row of users.csv 1.1."""
    known = {
        "status": "active", "enabled": "true", "number": "", "email": "", "sms": "", "agents": "", "grade": "10",
        "middle": "", "password": "",
    } | facts  # fmt: skip
    return (
        f'{sourced_id},{known["status"]},,{known["enabled"]},"{orgs}",{role},,,{given},{family},'
        f"{known['middle']},{known['number']},{known['email']},{known['sms']},,"
        f'"{known["agents"]}","{known["grade"]}",{known["password"]}'
    )


def class_row(sourced_id, school="north", title="Algebra", status="active"):
    return f"{sourced_id},{status},,{title},,,,scheduled,,{school},,,,"


def seat(sourced_id, person, class_id="algebra", role="student", begin="", status="active"):
    return f"{sourced_id},{status},,{class_id},,{person},{role},,{begin},"


def student_rows(count, school="north", start=0, **facts):
    return [
        user(f"{school}-{n}", orgs=school, given=f"Given{n}", family="Kowalska", **facts)
        for n in range(start, start + count)
    ]


ORGS = [
    org("d", "District", "district", ""),
    org("north", "North High School"),
    org("south", "South Elementary School"),
]


def write(folder, mode="bulk", version="1.1", headers=(), **files):
    """Write the files (rows without header) and the manifest that names them; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}"]
    for name, rows in files.items():
        header = dict(headers).get(name, HEADERS[name])
        (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        lines.append(f"file.{name},{mode}")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
