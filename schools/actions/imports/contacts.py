"""The contacts file: guardians with telephone, e-mail, language, and the students they belong to.

A contact is the same person as before when the contact id is; never when the names agree.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from schools.actions.imports.guardians import (
    FIELDS,
    Wanted,
    end_absent_links,
    merged_rows,
    sync_links,
    update,
)
from schools.actions.imports.ledger import CHUNK, Ledger, chunks
from schools.models import Guardian, Student
from schools.roster.contacts import Contact, contacts
from schools.roster.problems import Problem
from schools.terms import LinkSource

FACTS = ("given_name", "family_name", "email", "phone", "language")


@dataclass(slots=True)
class Contacts:
    """A contacts file, gathered by contact: one person stands in several rows."""

    ledger: Ledger
    people: dict[str, Contact] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Contact] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    refused_students: set[str] = field(default_factory=set)

    def gather(self, path: Path) -> None:
        for contact_id, student_id, contact in contacts(path, self.ledger.report, self.ledger.note):
            if contact is None:
                self.refused.add(contact_id)
                self.refused_students.add(student_id)
                continue
            self._meet(contact)
            pair = (contact_id, student_id)
            held = self.pairs.setdefault(pair, contact)
            if (held.relationship, held.authority) != (contact.relationship, contact.authority):
                self._problem(contact, "relationship", "says otherwise than an earlier row")

    def _meet(self, contact: Contact) -> None:
        """Later rows of a contact must say the same; a mobile number wins over another telephone."""
        held = self.people.setdefault(contact.contact_id, contact)
        for name, column in (
            ("given_name", "first_name"),
            ("family_name", "last_name"),
            ("email", "email"),
        ):
            ours, theirs = getattr(held, name), getattr(contact, name)
            if theirs and not ours:
                held = replace(held, **{name: theirs})
            elif theirs and ours != theirs:
                self._problem(contact, column, "says otherwise than an earlier row of this contact")
        better = contact.phone_is_mobile and not held.phone_is_mobile
        if contact.phone and (better or not held.phone):
            held = replace(held, phone=contact.phone, phone_is_mobile=contact.phone_is_mobile)
        if contact.language and not held.language:
            held = replace(held, language=contact.language)
        self.people[contact.contact_id] = held

    def _problem(self, contact: Contact, column: str, reason: str) -> None:
        self.ledger.report(Problem("contacts.csv", contact.line, column, reason))

    def write(self) -> None:
        keys: dict[str, int] = {}
        for chunk in chunks(self.people.values()):
            keys |= self._sync(chunk)
        # A contact put together with another speaks through that one; each row keeps its own facts.
        merged, own = merged_rows(), dict(keys)
        keys = {contact_id: merged.get(key, key) for contact_id, key in keys.items()}
        students = self._students()
        named: set[tuple[int, int]] = set()
        for pairs in chunks(self.pairs.items()):
            wanted: dict[tuple[int, int], Wanted] = {}
            for (contact_id, student_id), contact in pairs:
                if student_id not in students:
                    self._problem(contact, "student_id", "no such student")
                    continue
                link = keys[contact_id], students[student_id]
                is_own = keys[contact_id] == own[contact_id]
                if is_own or link not in named | wanted.keys():
                    wanted[link] = _wanted(contact)
            sync_links(wanted, LinkSource.CONTACTS, self.ledger)
            named |= set(wanted)
        spared = {keys.get(contact_id) for contact_id in self.refused}
        refused = Guardian.objects.filter(contact_id__in=self.refused)
        spared |= {merged.get(key, key) for key in refused.values_list("pk", flat=True)}
        spared_students = {students.get(student_id) for student_id in self.refused_students}
        end_absent_links(
            named,
            LinkSource.CONTACTS,
            lambda guardian, student: guardian in spared or student in spared_students,
            self.ledger,
        )
        self.ledger.flush()

    def _students(self) -> dict[str, int]:
        """Students by roster id, else by student number where one number is one student."""
        by_number: dict[str, list[int]] = {}
        by_id: dict[str, int] = {}
        for pk, sourced_id, number in Student.objects.values_list("pk", "sourced_id", "number"):
            by_id[sourced_id] = pk
            if number:
                by_number.setdefault(number, []).append(pk)
        alone = {number: keys[0] for number, keys in by_number.items() if len(keys) == 1}
        return alone | by_id

    def _sync(self, people: list[Contact]) -> dict[str, int]:
        """Guardians of one chunk; returns contact id → key."""
        ids = [person.contact_id for person in people]
        known = {row.sourced_id: row for row in Guardian.objects.filter(sourced_id__in=ids)}
        known |= {row.contact_id: row for row in Guardian.objects.filter(contact_id__in=ids)}
        new, changed = [], []
        for person in people:
            facts = {name: getattr(person, name) for name in FACTS}
            guardian = known.get(person.contact_id)
            if guardian is None:
                new.append(
                    Guardian(contact_id=person.contact_id, created_at=self.ledger.now, **facts)
                )
                self.ledger.count("guardians", "added", person.contact_id)
                continue
            # A blank cell is no news: what is known stays.
            told = {name: value for name, value in facts.items() if value}
            first_time = not guardian.contact_id
            guardian.contact_id = person.contact_id
            if update(guardian, told, self.ledger) or first_time:
                changed.append(guardian)
        Guardian.objects.bulk_create(new, batch_size=CHUNK)
        Guardian.objects.bulk_update(changed, [*FIELDS, "language", "contact_id"], batch_size=200)
        return {row.contact_id: row.pk for row in [*new, *known.values()]}


def _wanted(contact: Contact) -> Wanted:
    if contact.authority_stated:
        return Wanted(contact.relationship, contact.authority, "stated in the contacts file")
    word = contact.relationship or "no relationship given"
    return Wanted(contact.relationship, contact.authority, f"presumed: {word}")


def read(path: Path, ledger: Ledger) -> None:
    """Bring the contacts in. The caller holds the transaction, and may roll all of it back."""
    gathered = Contacts(ledger)
    gathered.gather(path)
    gathered.write()
