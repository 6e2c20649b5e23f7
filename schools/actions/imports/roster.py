"""A whole OneRoster source, file by file in the order their references ask for."""

from __future__ import annotations

from pathlib import Path

from schools.actions.imports.ledger import Ledger
from schools.actions.imports.people import People
from schools.actions.imports.places import read_classes, read_orgs, read_sessions
from schools.actions.imports.seats import Seats
from schools.actions.imports.students import read_births
from schools.roster import manifest
from schools.roster.oneroster import Roster
from schools.roster.source import Source


def read(path: Path, ledger: Ledger) -> None:
    """Bring the roster in. The caller holds the transaction, and may roll all of it back."""
    with Source(path) as source:
        roster = Roster(source, manifest.read(source, ledger.note), ledger.report, ledger.note)
        places = read_orgs(roster, ledger)
        read_sessions(roster, ledger)
        people = People(roster, places, ledger)
        people.read()
        read_births(roster, people.students, people.known(), ledger)
        read_classes(roster, places, ledger)
        Seats(people.students, people.staff.ids, ledger).read(roster)
        people.students.open_periods()
        ledger.flush()
