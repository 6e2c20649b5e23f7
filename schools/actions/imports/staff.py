"""Staff of a roster: people with a district address, and the roles they hold at schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from accounts.models import User
from schools.actions.imports.ledger import CHUNK, Ledger, chunks
from schools.actions.imports.standing import Post, Standing
from schools.models import RoleAssignment, Staff
from schools.roster.oneroster import Person
from schools.roster.problems import Problem
from schools.terms import VOLUNTEER_ROLES, AdultCategory, LinkSource


@dataclass(slots=True)
class StaffPeople:
    """Staff by roster id → user key."""

    ledger: Ledger
    ids: dict[str, int] = field(default_factory=dict)

    def load(self) -> None:
        self.ids = dict(Staff.objects.exclude(sourced_id="").values_list("sourced_id", "user_id"))

    def sync(self, rows: list[tuple[Person, Standing]]) -> None:
        known = {
            staff.sourced_id: staff
            for staff in Staff.objects.filter(
                sourced_id__in=[person.sourced_id for person, _standing in rows]
            ).select_related("user")
        }
        owners = self._owners(rows)
        met: list[tuple[Staff, Standing]] = []
        for person, standing in rows:
            staff = known.get(person.sourced_id)
            if staff is None:
                staff = self._meet(person, owners)
            else:
                self._update(staff, person, owners)
            if staff is not None:
                met.append((staff, standing))
        self._create([staff for staff, _standing in met])
        self.ids |= {staff.sourced_id: staff.user_id for staff, _standing in met}
        self.sync_posts({staff.user_id: standing for staff, standing in met})

    def _create(self, people: list[Staff]) -> None:
        """Write the newcomers among them: accounts first, then the members of staff."""
        User.objects.bulk_create(
            [staff.user for staff in people if not staff.user.pk], batch_size=CHUNK
        )
        new = [staff for staff in people if not staff.pk]
        for staff in new:
            staff.user_id = staff.user.pk
        Staff.objects.bulk_create(new, batch_size=CHUNK)

    def _owners(self, rows: list[tuple[Person, Standing]]) -> dict[str, User]:
        """Who holds each e-mail of the rows already."""
        wanted = [person.email for person, _standing in rows if person.email]
        return {
            user.email.lower(): user
            for user in User.objects.filter(email__in=wanted).select_related("staff")
        }

    def _meet(self, person: Person, owners: dict[str, User]) -> Staff | None:
        """A new member of staff; one whose account was made by hand is recognised by the address."""
        if not person.email:
            if "email" not in person.unclear:
                self._problem(person, "staff need a district e-mail address")
            return None
        user = owners.get(person.email)
        staff: Staff | None = getattr(user, "staff", None)
        if staff is not None and _helps(staff):
            self._problem(
                person, "is the address of a volunteer who helps at a school: end that first"
            )
            return None
        if staff is not None and staff.sourced_id:
            self._problem(person, "is the address of another member of staff")
            return None
        if user is None:
            user = owners[person.email] = User(
                email=person.email,
                name=_name(person),
                password=make_password(None),
                created_at=self.ledger.now,
            )
        self.ledger.count("staff", "added", person.sourced_id)
        if staff is None:
            return Staff(
                user=user,
                sourced_id=person.sourced_id,
                number=person.number,
                created_at=self.ledger.now,
            )
        # Who helped before and is hired now is an employee.
        staff.category = AdultCategory.EMPLOYEE
        staff.sourced_id, staff.number = person.sourced_id, person.number
        staff.save(update_fields=["sourced_id", "number", "category"])
        return staff

    def _update(self, staff: Staff, person: Person, owners: dict[str, User]) -> None:
        returned = staff.left_on is not None
        changed = self.ledger.differences(staff, {"number": person.number, "left_on": None})
        facts = {"name": _name(person)} | self._new_address(staff, person, owners)
        if returned:
            staff.left_recorded_at = None
            facts["is_active"] = True
        of_user = self.ledger.differences(staff.user, facts)
        if changed:
            staff.save(update_fields=["number", "left_on", "left_recorded_at"])
        if of_user:
            staff.user.save(update_fields=of_user)
        fields = [*changed, *of_user]
        self.ledger.count(
            "staff", "changed" if fields else "same", person.sourced_id, ", ".join(fields)
        )

    def _new_address(
        self, staff: Staff, person: Person, owners: dict[str, User]
    ) -> dict[str, str | bool]:
        if not person.email or person.email == staff.user.email:
            return {}
        owner = owners.setdefault(person.email, staff.user)
        if owner is not staff.user and owner.pk != staff.user_id:
            self._problem(person, "is the address of another account")
            return {}
        return {"email": person.email}

    def _problem(self, person: Person, reason: str) -> None:
        self.ledger.report(Problem(person.at.file, person.at.line, "email", reason))

    def sync_posts(self, standings: dict[int, Standing]) -> None:
        """Bring the roster's school roles of these users up to date; roles given by people are not touched."""
        held: dict[int, list[RoleAssignment]] = defaultdict(list)
        for assignment in RoleAssignment.objects.filter(user__in=standings).order_by("pk"):
            held[assignment.user_id].append(assignment)
        added: list[RoleAssignment] = []
        changed: list[RoleAssignment] = []
        for user, standing in standings.items():
            wanted = {(str(post.role), post.school): post for post in standing.posts}
            for key, post in wanted.items():
                self._sync_post(user, post, _of(held[user], key), added, changed)
            if standing.complete:
                changed += [
                    self._end(row)
                    for row in held[user]
                    if self._ends(row) and (row.role, row.school_id) not in wanted
                ]
        RoleAssignment.objects.bulk_create(added, batch_size=CHUNK)
        RoleAssignment.objects.bulk_update(changed, ["ends_on", "end_recorded_at"], batch_size=500)

    def _sync_post(
        self,
        user: int,
        post: Post,
        rows: list[RoleAssignment],
        added: list[RoleAssignment],
        changed: list[RoleAssignment],
    ) -> None:
        standing = [row for row in rows if row.ends_on is None or row.ends_on >= self.ledger.today]
        if not standing:
            if any(self.ledger.is_pinned(row, "ends_on") for row in rows):
                self.ledger.count("corrections", "kept")
                return
            added.append(
                RoleAssignment(
                    user_id=user,
                    role=post.role,
                    school_id=post.school,
                    starts_on=post.starts_on or self.ledger.today,
                    ends_on=post.ends_on,
                    source=LinkSource.ROSTER,
                    sourced_id=post.sourced_id,
                    recorded_at=self.ledger.now,
                )
            )
            self.ledger.count("roles", "added", post.sourced_id)
            return
        row = standing[-1]
        if row.source != LinkSource.ROSTER or row.ends_on == post.ends_on:
            self.ledger.count("roles", "same")
        elif self.ledger.is_pinned(row, "ends_on"):
            self.ledger.count("corrections", "kept")
        else:
            self.ledger.differences(row, {"ends_on": post.ends_on})
            row.end_recorded_at = self.ledger.now if post.ends_on else None
            self.ledger.count("roles", "changed", post.sourced_id, "ends_on")
            changed.append(row)

    def _ends(self, row: RoleAssignment) -> bool:
        """A role of the roster's that still holds, and whose end nobody settled."""
        open_now = row.ends_on is None or row.ends_on >= self.ledger.today
        ours = row.source == LinkSource.ROSTER
        return ours and open_now and not self.ledger.is_pinned(row, "ends_on")

    def _end(self, row: RoleAssignment) -> RoleAssignment:
        row.ends_on = max(row.starts_on, self.ledger.yesterday)
        row.end_recorded_at = self.ledger.now
        self.ledger.count("roles", "left", row.sourced_id, row.role)
        return row

    def end_roles(self, sourced_ids: list[str]) -> None:
        """Roles a delta of roles.csv takes away."""
        for chunk in chunks(sourced_ids):
            rows = [
                self._end(row)
                for row in RoleAssignment.objects.filter(
                    sourced_id__in=chunk, source=LinkSource.ROSTER
                )
                if self._ends(row)
            ]
            RoleAssignment.objects.bulk_update(rows, ["ends_on", "end_recorded_at"])

    def leave(self, users: Iterable[int]) -> None:
        """These people are no longer in the roster. A role given by a person keeps the account open."""
        for chunk in chunks(users):
            leaving = list(
                Staff.objects.filter(user__in=chunk, left_on=None).select_related("user")
            )
            for staff in leaving:
                self.ledger.change(staff, "left_on", None, self.ledger.today)
                staff.left_on, staff.left_recorded_at = self.ledger.today, self.ledger.now
                self.ledger.count("staff", "left", staff.sourced_id)
            Staff.objects.bulk_update(leaving, ["left_on", "left_recorded_at"], batch_size=500)
            self.sync_posts({staff.user_id: Standing() for staff in leaving})
            self._close_accounts(leaving)

    def _close_accounts(self, leaving: list[Staff]) -> None:
        keeping = set(
            RoleAssignment.objects.current(self.ledger.today)
            .filter(Q(user__in=[staff.user_id for staff in leaving]), source=LinkSource.PERSON)
            .values_list("user_id", flat=True)
        )
        closing = []
        for staff in leaving:
            if staff.user_id in keeping:
                self.ledger.report(
                    Problem(
                        "users.csv",
                        0,
                        "sourcedId",
                        f"{staff.sourced_id} left but holds a role given by a person: end it",
                    )
                )
            elif staff.user.is_active:
                self.ledger.change(staff.user, "is_active", before=True, after=False)
                staff.user.is_active = False
                closing.append(staff.user)
        User.objects.bulk_update(closing, ["is_active"])


def _helps(staff: Staff) -> bool:
    """A volunteer whom two people of a school entered; the roster neither ends nor changes them."""
    held = RoleAssignment.objects.current().filter(user=staff.user_id)
    return held.filter(role__in=VOLUNTEER_ROLES).exists()


def _name(person: Person) -> str:
    given = person.preferred_name or person.given_name
    return f"{given} {person.family_name}".strip()[:200] or person.email


def _of(rows: list[RoleAssignment], key: tuple[str, int]) -> list[RoleAssignment]:
    return [row for row in rows if (row.role, row.school_id) == key]
