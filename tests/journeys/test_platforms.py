"""A platform from three schools' answers to a flag, a plan and an approval; and another whose vendor refuses."""

import re
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from consents.actions.exceptions import load_built_ins
from core.actor import Actor
from platforms.actions import survey_mail
from platforms.terms import Status
from platforms.terms.audits import Knockout
from schools.terms import Role
from tests.consents.families import JOB, ask_of, asked, sign
from tests.factories import SchoolFactory, district_user, principal_of
from tests.journeys import registry, steps
from tests.journeys.conftest import PHONE
from tests.platform_factories import PlatformFactory, VendorFactory
from tests.platforms.auditing import agreed, criteria_in_force

CRITERIA = {
    "IAM-01": ("IAM", 10, Knockout.CURABLE, False, []),
    "IAM-02": ("IAM", 10, Knockout.NONE, False, []),
}
KNOWN, OTHER = "Threadline", "Chirper"
VERA, RUTH = "vera@threadline.example", "ruth@chirper.example"


@pytest.fixture
def people(transactional_db):
    """A permission through a platform nobody has audited yet, three schools, and the desks."""
    load_built_ins(by=Actor.command("tests"))
    platform = PlatformFactory(name=KNOWN, slug="threadline", standing=Status.APPROVED)
    meetup = asked(guardians=1, platform=platform)
    sign(ask_of(meetup.guardians[0]))
    VendorFactory(name="Chirper Ltd")
    criteria_in_force(CRITERIA)
    agreed(platform, timezone.localdate() + timedelta(days=400))
    made = SimpleNamespace(
        platform=platform,
        coach=meetup.coach,
        student=meetup.student,
        principals=[meetup.principal, *(principal_of(SchoolFactory()) for _each in range(2))],
        its=district_user(Role.ITS, name="Imani Reed"),
        reviewer=district_user(Role.REVIEWER, name="Rosa Lind"),
        buyer=district_user(Role.PROCUREMENT, name="Ben Ortiz"),
    )
    steps.give_password(made.coach, made.its, made.reviewer, made.buyer)
    return made


def once_a_page(check):
    """Each page is looked at once; a page of another row is the same page."""
    seen = set()

    def look(page):
        page.wait_for_load_state()
        path = re.sub(r"\d+|/(vendor|survey)/[^/]+", "", urlsplit(page.url).path)
        if path not in seen:
            seen.add(path)
            check(page)

    return look


def verdict(page, people):
    return steps.may_i_text(page, people.student, check=lambda _page: None)[0]


def three_schools_answer(desk, browse, people, check):
    registry.start_survey(desk, check)
    survey_mail.run_all(timezone.now(), by=JOB)
    first, second, third = people.principals
    registry.answer_survey(browse(PHONE), first, (KNOWN, 120), check=check)
    registry.answer_survey(browse(), second, ("Threadlin", 80), means=KNOWN, check=check)
    registry.answer_survey(browse(), third, (KNOWN, 40), (OTHER, 15), check=check)


def test_from_three_answers_to_an_approval_and_to_a_no(browse, desk, people, check_page):
    check, its = once_a_page(check_page), desk
    reviewer, visitor, coach = browse(), browse(PHONE), browse()
    steps.sign_in(its, people.its)
    steps.sign_in(reviewer, people.reviewer)
    steps.sign_in(coach, people.coach)
    assert verdict(coach, people) == "Yes"

    # Three schools answer; one name nobody knew becomes a platform.
    three_schools_answer(its, browse, people, check)
    registry.settle_name(its, OTHER, vendor="Chirper Ltd", check=check)

    # ITS audits what they use; the second person flags it, and the verdict stops.
    audit = registry.ask_for_audit(its, KNOWN, people.its, check)
    registry.keep_evidence(its, audit, check)
    registry.assess(its, audit, {"IAM-01": "Not met", "IAM-02": "Met"}, check)
    registry.decide(
        reviewer, audit, button="Decide: flagged", reason="A password is enough.", check=check
    )
    assert registry.standing_of(visitor, KNOWN) == "Flagged: vendor is fixing it"
    assert verdict(coach, people) == "No"

    # The vendor mends it in its room.
    plan = registry.draft_plan(its, KNOWN, check)
    room = registry.open_room(its, KNOWN, VERA, check)
    vendor = browse(PHONE)
    registry.agree(vendor, room, check)
    registry.start_plan(its, plan, check)
    registry.say_done(vendor, room, check)
    registry.accept_item(its, plan, check)

    # The next audit approves, on the evidence kept; the list, the feed and the verdict change.
    audit = registry.ask_for_audit(its, KNOWN, people.its, check)
    registry.assess(its, audit, {"IAM-01": "Met", "IAM-02": "Met"}, check)
    registry.decide(reviewer, audit, reason="It met what we ask.", check=check)
    registry.publish(its, check)
    assert registry.standing_of(visitor, KNOWN) == "Approved"
    check(visitor)
    assert verdict(coach, people) == "Yes"
    feed = visitor.request.get("/platforms.atom").text()
    assert "It met what we ask." in feed

    # Another vendor refuses: two people say no, and Procurement sees it.
    registry.ask_for_audit(its, OTHER, people.its, check)
    refused = registry.open_room(its, OTHER, RUTH, check)
    registry.decline(browse(), refused, check)
    no = registry.put_quick_no_forward(its, OTHER, check)
    reviewer.goto(no)
    check(reviewer)
    registry.confirm(reviewer, "Confirm")
    assert registry.standing_of(visitor, OTHER) == "Not approved"
    flag = registry.flag_for_procurement(its, OTHER, check)
    reviewer.goto(flag)
    registry.confirm(reviewer, "Sign")
    buyer = browse()
    steps.sign_in(buyer, people.buyer)
    buyer.goto("/procurement/")
    check(buyer)
    buyer.get_by_role("link", name=OTHER).click()
    check(buyer)
    buyer.get_by_text("We answer no district.").wait_for()

    # The pictures of the year, on a telephone.
    its.set_viewport_size(PHONE)
    its.goto("/its/pictures/")
    check(its)
