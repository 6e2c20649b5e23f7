"""What runs by the clock: each task with its beat. A task that was missed makes up for it when it runs next."""

from typing import Any, Final

from celery.schedules import crontab

BEAT_SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "core.sweep_outbox": {"task": "core.sweep_outbox", "schedule": 60},
    "core.heartbeat": {"task": "core.heartbeat", "schedule": 30},
    "trail.seal": {"task": "trail.seal", "schedule": 300},
    # Hourly, so that schools in other zones and a missed night are caught; it acts once a year's end.
    "consents.record_year_end": {"task": "consents.record_year_end", "schedule": crontab(minute=5)},
    # Threads in use that something other than a family's word made wrong: a transfer, a flag, the calendar.
    "consents.look_at_all_threads": {
        "task": "consents.look_at_all_threads",
        "schedule": crontab(minute=20),
    },
    # Boards of a school or the district add these numbers up.
    "consents.count_coverage": {
        "task": "consents.count_coverage",
        "schedule": crontab(minute="*/15"),
    },
    # Families of a program who could not be told before, ahead of asking them.
    "consents.tell_every_program": {
        "task": "consents.tell_every_program",
        "schedule": crontab(minute=30),
    },
    # What became different for whom: lately touched rows often, everything (the clock's doing too) hourly.
    "consents.read_recent": {"task": "consents.read_recent", "schedule": crontab(minute="*/10")},
    "consents.read_all": {"task": "consents.read_all", "schedule": crontab(minute=20)},
    # What the platform registry decided: adults and principals of live activities hear of it.
    "consents.read_platforms": {
        "task": "consents.read_platforms",
        "schedule": crontab(minute="*/5"),
    },
    # A school said to which platform it moves: its families hear of it once.
    "consents.tell_moves": {"task": "consents.tell_moves", "schedule": crontab(minute="*/15")},
    # Hourly, so that a missed night is caught; each person once for a last day.
    "consents.announce_platform_ends": {
        "task": "consents.announce_platform_ends",
        "schedule": crontab(minute=50),
    },
    # Families who could not be asked when the principal approved: a contact found, an authority settled.
    "consents.ask_the_rest": {"task": "consents.ask_the_rest", "schedule": crontab(minute=35)},
    # Hourly, for quiet hours end at different moments in different zones; each form and day once.
    "consents.remind_due": {"task": "consents.remind_due", "schedule": crontab(minute=20)},
    # Vendors' rooms and remediation plans: reminders and missed dates, once a day, late if a day was missed.
    "platforms.watch_rooms": {"task": "platforms.watch_rooms", "schedule": crontab(minute=50)},
    # Surveys that begin today, and reminders before they end: by day, each school once a day.
    "platforms.run_surveys": {
        "task": "platforms.run_surveys",
        "schedule": crontab(minute=40, hour="7-17"),
    },
    # Names schools typed that the catalogue has learnt since.
    "platforms.match_names": {"task": "platforms.match_names", "schedule": crontab(minute=50)},
    # Schools hear of a flag at once; this finds those that were cut off, and schools that name the platform later.
    "platforms.tell_all_schools": {
        "task": "platforms.tell_all_schools",
        "schedule": crontab(minute="*/15"),
    },
    # Once a day by its slot; hourly, so that a missed run is made up for the same day.
    "platforms.announce_endings": {
        "task": "platforms.announce_endings",
        "schedule": crontab(minute=50),
    },
    # Schools' requests that wait too long, to the reviewers; silence never answers one.
    "platforms.watch_consults": {
        "task": "platforms.watch_consults",
        "schedule": crontab(minute=55),
    },
    # The counts of a finished month, once; hourly, so that a missed night is caught.
    "incidents.release_counts": {
        "task": "incidents.release_counts",
        "schedule": crontab(minute=15),
    },
    # Bundles that left nobody's hands: their files go a day after they were made.
    "incidents.end_exports": {"task": "incidents.end_exports", "schedule": crontab(minute="*/15")},
    # Reports that nobody sent, an hour after they were begun.
    "incidents.forget_drafts": {
        "task": "incidents.forget_drafts",
        "schedule": crontab(minute="*/5"),
    },
    # Files that a worker left behind, or that waited for a virus scanner or an office's key.
    "incidents.mend_evidence": {
        "task": "incidents.mend_evidence",
        "schedule": crontab(minute="*/10"),
    },
    # An office without two people, once a day; whoever waits there to be confirmed, once.
    "incidents.watch_offices": {
        "task": "incidents.watch_offices",
        "schedule": crontab(minute="*/10"),
    },
    # Roles, delegates and schools change elsewhere: open reports are routed anew where that changes who reads them.
    "incidents.follow_roles": {
        "task": "incidents.follow_roles",
        "schedule": crontab(minute="*/10"),
    },
    # A mandated reporter's own step that waits: two hours after, then each day; every reminder once.
    "incidents.remind_mandated": {
        "task": "incidents.remind_mandated",
        "schedule": crontab(minute=25),
    },
    # Somebody may be in danger: the next on duty is called, day and night.
    "incidents.watch_danger": {"task": "incidents.watch_danger", "schedule": 60},
    # Promises to who reported that were not kept: the next one hears of it, each once.
    "incidents.watch_clocks": {"task": "incidents.watch_clocks", "schedule": 300},
    # Parents who should have heard of it by now: once a day each until somebody acts.
    "incidents.watch_parents": {
        "task": "incidents.watch_parents",
        "schedule": crontab(minute="*/15"),
    },
}
