"""Fill an empty database with the practice district."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from consents.actions.exceptions import load_built_ins
from core.actor import Actor
from cps_comms.demo import (
    district,
    exceptions,
    follow_up,
    incidents_desk,
    incidents_evidence,
    incidents_following,
    incidents_keeping,
    incidents_offices,
    incidents_returning,
    incidents_routing,
    incidents_taking,
    messages,
    paper,
    people,
    platforms_after,
    platforms_audits,
    platforms_catalogue,
    platforms_consults,
    platforms_criteria,
    platforms_rooms,
    platforms_surveys,
    programs,
    story,
    threads,
    truth,
    yearly,
)
from schools.models import District
from trail import sealing

# Told in this order: a later one builds on what an earlier one left.
CHAPTERS = (
    incidents_offices,
    story,
    incidents_taking,
    follow_up,
    threads,
    exceptions,
    yearly,
    messages,
    paper,
    programs,
    platforms_catalogue,
    truth,
    platforms_surveys,
    platforms_criteria,
    platforms_audits,
    platforms_consults,
    platforms_after,
    platforms_rooms,
    incidents_returning,
    incidents_evidence,
    incidents_routing,
    incidents_keeping,
    incidents_desk,
    incidents_following,
)


class Command(BaseCommand):
    help = "Make the practice district (demo mode only). Does nothing when there is a district."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("seed_demo works only with DEBUG on (DEBUG=1).", returncode=1)
        if District.objects.exists():
            self.stdout.write("There is a district already; nothing was changed.")
            return
        self.stdout.write("Making the practice district; this takes a moment.")
        by = Actor.command("seed_demo")
        with transaction.atomic():
            district.make_roster(by)
            load_built_ins(by=by)
            district.make_platforms()
            staff = people.make_people(district.practice_school(), district.first_day())
            for chapter in CHAPTERS:
                chapter.tell(staff)
        while sealing.seal():
            continue
        self.stdout.write("The practice district is ready.")
