"""Guardians of a roster, and the links both of its directions name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from schools.actions.imports.ledger import CHUNK, Ledger, chunks
from schools.models import Guardian, GuardianLink
from schools.roster import relations
from schools.roster.oneroster import Person
from schools.roster.problems import Problem
from schools.terms import LinkSource

RELATIONSHIP = {"parent": "Parent", "guardian": "Guardian", "relative": "Relative"}
FIELDS = ("given_name", "family_name", "email", "phone", "contact_verified_at", "ended_at")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A link a file states: what kind, whether they may sign, and on what ground."""

    relationship: str
    authority: str
    ground: str


@dataclass(slots=True)
class Guardians:
    """Guardians by roster id, and the pairs (student id, guardian id) that either side names."""

    ledger: Ledger
    ids: dict[str, int] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    pairs: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    # Rows that somebody put together with another, and the row that speaks for both.
    merged: dict[int, int] = field(default_factory=dict)

    def load(self) -> None:
        self.ids = dict(Guardian.objects.exclude(sourced_id="").values_list("sourced_id", "pk"))
        self.merged = merged_rows()

    def person(self, sourced_id: str) -> int | None:
        """The row that speaks for the contact with this roster id."""
        key = self.ids.get(sourced_id)
        return None if key is None else self.merged.get(key, key)

    def name_pairs(self, person: Person, *, as_student: bool) -> None:
        """Keep the links of one row, whichever side it stands on."""
        for other in person.agents:
            pair = (person.sourced_id, other) if as_student else (other, person.sourced_id)
            self.pairs.setdefault(pair, (person.at.file, person.at.line))

    def sync(self, rows: list[tuple[Person, str]]) -> None:
        known = {
            guardian.sourced_id: guardian
            for guardian in Guardian.objects.filter(
                sourced_id__in=[person.sourced_id for person, _role in rows]
            )
        }
        new, changed = [], []
        for person, role in rows:
            self.roles[person.sourced_id] = role
            facts = {
                "given_name": person.given_name,
                "family_name": person.family_name,
                "email": person.email,
                "phone": person.phone,
            }
            guardian = known.get(person.sourced_id)
            if guardian is None:
                new.append(
                    Guardian(sourced_id=person.sourced_id, created_at=self.ledger.now, **facts)
                )
                self.ledger.count("guardians", "added", person.sourced_id)
            elif update(guardian, _told(facts, person, guardian), self.ledger):
                changed.append(guardian)
        Guardian.objects.bulk_create(new, batch_size=CHUNK)
        self.ids |= {guardian.sourced_id: guardian.pk for guardian in new}
        Guardian.objects.bulk_update(changed, FIELDS, batch_size=200)

    def leave(self, keys: Iterable[int]) -> None:
        """Guardians the roster no longer names, unless another source or a person vouches for them.

        A person in two rows has left when both have.
        """
        leaving = set(keys)
        staying = {self.merged.get(key) for key in self.ids.values() if key not in leaving}
        for chunk in chunks(sorted(leaving - staying)):
            links = GuardianLink.objects.current().filter(guardian__in=chunk)
            ending = list(links.filter(source=LinkSource.ROSTER))
            end_links(ending, self.ledger)
            held = set(links.values_list("guardian", flat=True))
            gone = [
                guardian
                for guardian in Guardian.objects.filter(pk__in=chunk, ended_at=None, contact_id="")
                if guardian.pk not in held
            ]
            for guardian in gone:
                guardian.ended_at = self.ledger.now
                self.ledger.count("guardians", "left", guardian.sourced_id)
            Guardian.objects.bulk_update(gone, ["ended_at"], batch_size=500)

    def sync_links(self, students: dict[str, int], others: dict[str, int]) -> set[tuple[int, int]]:
        """Write the links of all pairs; returns them as (guardian key, student key)."""
        named: set[tuple[int, int]] = set()
        for chunk in chunks(self.pairs.items()):
            wanted: dict[tuple[int, int], Wanted] = {}
            for (student, agent), place in chunk:
                link = self._resolved(students, others, (student, agent), place)
                is_own = self.ids.get(agent) not in self.merged
                if link is not None and (is_own or link not in named | wanted.keys()):
                    wanted[link] = self._wanted(agent)
            sync_links(wanted, LinkSource.ROSTER, self.ledger)
            named |= set(wanted)
        return named

    def _resolved(
        self,
        students: dict[str, int],
        others: dict[str, int],
        pair: tuple[str, str],
        place: tuple[str, int],
    ) -> tuple[int, int] | None:
        student, agent = students.get(pair[0]), self.person(pair[1])
        if student is not None and agent is not None:
            return agent, student
        if student is None:
            reason = "names somebody who is not a student here"
        elif pair[1] in others or pair[1] in students:
            reason = "names a student or member of staff, who is no contact of a student"
        else:
            reason = "names a contact who is not in the roster"
        self.ledger.report(Problem(*place, "agentSourcedIds", reason))
        return None

    def _wanted(self, agent: str) -> Wanted:
        role = self.roles.get(agent)
        if role is None:
            return Wanted("", relations.CHECK, "the roster does not say who this is")
        authority = relations.YES if role in {"parent", "guardian"} else relations.CHECK
        return Wanted(RELATIONSHIP[role], authority, f"presumed: {role} in the roster")


def merged_rows() -> dict[int, int]:
    """Each row that was put together with another, and the row that speaks for both."""
    rows = Guardian.objects.filter(merged_into__isnull=False)
    return {key: kept for key, kept in rows.values_list("pk", "merged_into") if kept is not None}


def _told(facts: dict[str, str], person: Person, guardian: Guardian) -> dict[str, str]:
    """The facts to compare: where the contacts file knows somebody, its word on them stands."""
    if guardian.contact_id:
        return {}
    return {
        name: value
        for name, value in facts.items()
        if not (name == "email" and "email" in person.unclear)
        and not (name == "phone" and not value and {"sms", "phone"} & person.unclear)
    }


def update(guardian: Guardian, facts: dict[str, str], ledger: Ledger) -> bool:
    """Set what differs; a new address or number is one nobody has proved yet."""
    fields = ledger.differences(guardian, facts)
    if {"email", "phone"} & set(fields):
        guardian.contact_verified_at = None
    if guardian.ended_at is not None:
        guardian.ended_at = None
        fields.append("ended_at")
    key = guardian.contact_id or guardian.sourced_id
    ledger.count("guardians", "changed" if fields else "same", key, ", ".join(fields))
    return bool(fields)


def sync_links(wanted: dict[tuple[int, int], Wanted], source: LinkSource, ledger: Ledger) -> None:
    """Bring open links up to the file's word. What a person said about a link outlives every file."""
    rows = GuardianLink.objects.current().filter(
        guardian__in={guardian for guardian, _student in wanted},
        student__in={student for _guardian, student in wanted},
    )
    open_links = {(row.guardian_id, row.student_id): row for row in rows}
    new, ended = [], []
    for (guardian, student), link in wanted.items():
        held = open_links.get((guardian, student))
        if held is not None and not _replaces(held, link, source):
            ledger.count("links", "same" if held.source != LinkSource.PERSON else "kept")
            continue
        if held is not None:
            ended.append(held)
        ledger.count("links", "changed" if held else "added")
        new.append(
            GuardianLink(
                guardian_id=guardian,
                student_id=student,
                relationship=link.relationship,
                authority=link.authority,
                authority_source=link.ground[:200],
                source=source,
                recorded_at=ledger.now,
            )
        )
    end_links(ended, ledger, counted=False)
    GuardianLink.objects.bulk_create(new, batch_size=CHUNK)


def _replaces(held: GuardianLink, link: Wanted, source: LinkSource) -> bool:
    if held.source == LinkSource.PERSON:
        return False
    if held.source == LinkSource.CONTACTS and source == LinkSource.ROSTER:
        return False
    said = (held.source, held.relationship, held.authority, held.authority_source)
    return said != (source, link.relationship, link.authority, link.ground[:200])


def end_links(links: list[GuardianLink], ledger: Ledger, *, counted: bool = True) -> None:
    for link in links:
        link.ended_at = ledger.now
        if counted:
            ledger.count("links", "left")
    GuardianLink.objects.bulk_update(links, ["ended_at"], batch_size=500)


def end_absent_links(
    named: set[tuple[int, int]],
    source: LinkSource,
    spared: Callable[[int, int], bool],
    ledger: Ledger,
) -> None:
    """End this source's links that a whole file no longer names, but not where a bad row may have named them."""
    absent = [
        pk
        for pk, guardian, student in GuardianLink.objects.current()
        .filter(source=source)
        .values_list("pk", "guardian_id", "student_id")
        .iterator()
        if (guardian, student) not in named and not spared(guardian, student)
    ]
    for chunk in chunks(absent):
        end_links(list(GuardianLink.objects.filter(pk__in=chunk)), ledger)
