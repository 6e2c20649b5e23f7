"""A year of the registry, through the pages people use: one tool mended by its vendor, another that is not (P1-P6)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents.verdicts import verdict
from platforms import links
from platforms.models import (
    Audit,
    AuditDecision,
    Evidence,
    PlanItem,
    ProcurementFlag,
    QuickDecision,
    RemediationPlan,
    Room,
    UsageClaim,
)
from platforms.reports import survey_links
from platforms.terms.audits import AuditStage
from schools.terms import Role
from tests.consents.families import ask_of, asked, sign
from tests.consents.news import MORNING
from tests.factories import SchoolFactory, district_user
from tests.platform_factories import PlatformFactory
from tests.platforms.auditing import criteria_in_force, its_people
from tests.platforms.surveys import make_survey

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("P1"),
    pytest.mark.clause("P2"),
    pytest.mark.clause("P3"),
    pytest.mark.clause("P4"),
    pytest.mark.clause("P5"),
]
OLD, OTHER = "TalkBird", "ShoutBox"


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING) as clock:
        yield clock


@pytest.fixture
def district():
    """Two tools in use, a family that said yes to one of them, and the people of ITS, each in a browser."""
    criteria_in_force()
    tool, other = PlatformFactory(name=OLD, slug="talkbird"), PlatformFactory(name=OTHER)
    meetup = asked(at=MORNING - timedelta(days=1), platform=tool)
    for guardian in meetup.guardians:
        sign(ask_of(guardian))
    people = its_people()
    people.procurement = district_user(Role.PROCUREMENT)
    return SimpleNamespace(
        tool=tool, other=other, meetup=meetup, people=people,
        **{who: browser(getattr(people, who)) for who in ("its", "reviewer", "second", "procurement")},
    )  # fmt: skip


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def url(door, *keys):
    return reverse(f"platforms:{door}", args=keys)


def send(client, door, *keys, query="", **data):
    """Send a form as its page does; it must have been taken."""
    answer = client.post(url(door, *keys) + query, data)
    assert answer.status_code == 302, (door, answer.status_code, answer.content.decode()[-3000:])
    return answer


def in_days(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def schools_answer(district):
    """Three schools name what they use, each by the link of its own."""
    for asked_one in make_survey(*(SchoolFactory() for _n in range(3))).asked.all():
        rows = {"tool-TOTAL_FORMS": 2, "tool-INITIAL_FORMS": 0}
        for n, name in enumerate((OLD, OTHER)):
            rows |= {f"tool-{n}-{key}": said for key, said in
                     {"name": name, "audiences": ["students"], "students": 40}.items()}  # fmt: skip
        address = survey_links.address_of(asked_one)
        Client().post(address, {**rows, "move": "hand_in", "seen": "0.0", "by_name": "Ana Ruiz"})
    return UsageClaim.objects.filter(name__platform=district.tool).count()


def begin(district, platform):
    send(district.its, "new_audit", query=f"?platform={platform.pk}",
         auditor=district.people.its.pk, reason="Schools use it.")  # fmt: skip
    return Audit.objects.open().get(platform=platform)


def shown(district, platform):
    """A recording in the platform's store."""
    file = SimpleUploadedFile("log.txt", b"a stranger joined without a code")
    send(district.its, "platform_evidence", platform.pk, title="Join from outside", origin="its",
         dated_on=in_days(0), file=file)  # fmt: skip
    return Evidence.objects.filter(platform=platform).latest("pk")


def audit(district, platform, reason, **missed):
    """From the request to a second person's decision; all is met but what is said."""
    found, piece = begin(district, platform), shown(district, platform)
    for group in ("IAM", "CON"):
        rows = {}
        for one in found.criteria_set.criteria.filter(group=group):
            row = {"value": missed.get(one.code.replace("-", "_"), "met"), "grade": "observed",
                   "evidence": piece.pk, "note": "Tried it.", "seen": ""}  # fmt: skip
            rows |= {f"c{one.pk}-{key}": said for key, said in row.items()}
        send(district.its, "audit_group", found.pk, group, **rows)
    send(district.its, "scope_audit", found.pk, **{"scope-note": "Holds no names."})
    send(district.its, "hand_in_audit", found.pk, **{"hand-note": ""})
    words = {"decide-public_reason": reason}
    send(district.reviewer, "review_scope", found.pk, word="accept")
    assert district.its.post(url("decide_audit", found.pk), words).status_code == 403
    send(district.reviewer, "decide_audit", found.pk, **words)
    return AuditDecision.objects.get(audit=found)


def mend(district):
    """A plan, agreed with the vendor in its room, said to be done there and seen to be by ITS."""
    send(district.its, "draft_plan", district.tool.pk, owner=district.people.its.pk)
    plan = RemediationPlan.objects.get()
    send(district.its, "add_plan_item", plan.pk, title="Ask for a code to join", side="vendor",
         done_when="A stranger cannot join.", due_on=in_days(20))  # fmt: skip
    send(district.its, "open_room", district.tool.pk, asked="Mend it, please.",
         people="Vera Lang, vera@vendor.example", due_on=in_days(14), ends_on=in_days(28))  # fmt: skip
    token = links.token_of(Room.objects.get().contacts.get())
    vendor, item = Client(), PlanItem.objects.get()
    send(vendor, "vendor_agree", token, note="Agreed.")
    send(district.its, "move_plan", plan.pk, move="start")
    send(vendor, "vendor_item", token, item.pk, note="Codes are asked for.", is_done="on")
    send(district.its, "plan_item", plan.pk, item.pk, move="accept", note="A stranger stayed out.")
    send(district.its, "move_plan", plan.pk, move="fulfil")


def stand(district):
    """How the tool reads in the list, in the feed, and for the coach who texts through it."""
    rows = Client().get(url("public_list_json")).json()["platforms"]
    feed = Client().get(url("public_list_atom")).content.decode().split("<entry>")
    [entry] = [one for one in feed if f"<title>{OLD}" in one]
    meetup = district.meetup
    codes = verdict(meetup.coach.staff, meetup.student, meetup.activity).verdict.codes
    listed = next(row for row in rows if row["name"] == OLD)
    return listed["status"], entry, codes


def test_a_tool_is_flagged_mended_and_approved_and_all_that_reads_it_follows(district):
    answers = schools_answer(district)
    before = stand(district)
    failed = audit(district, district.tool, "Strangers can join.", IAM_01="not_met")
    flagged = stand(district)

    mend(district)
    passed = audit(district, district.tool, "A code is asked for now.")
    decided_only = stand(district)
    send(district.its, "publish_decision", passed.pk, name="Dana Whitlock", on=in_days(0))
    approved = stand(district)

    assert answers == 3
    assert (failed.outcome, passed.outcome) == ("flagged", "approved")
    assert passed.audit.predecessor == failed.audit
    assert (before[0], before[2]) == ("approved", ())
    assert (flagged[0], flagged[2]) == ("flagged_fixing", ("platform_not_approved",))
    assert (decided_only[0], decided_only[2]) == ("flagged_fixing", ("platform_not_approved",))
    assert (approved[0], approved[2]) == ("approved", ())
    assert "Strangers can join." in flagged[1]
    assert decided_only[1] == flagged[1]
    assert "A code is asked for now." in approved[1]
    assert before[1] not in (flagged[1], approved[1])


def test_a_vendor_that_refuses_is_a_quick_no_and_procurement_sees_it(district):
    found = begin(district, district.other)
    send(district.its, "open_room", district.other.pk, asked="Please answer.",
         people="Lee Park, lee@vendor.example", due_on=in_days(14), ends_on=in_days(28))  # fmt: skip
    token = links.token_of(Room.objects.get().contacts.get())
    send(Client(), "vendor_decline", token, reason="We answer no questions.", sure="on")

    begun = district.its.get(f"{url('new_quick_decision')}?platform={district.other.pk}")
    send(district.its, "new_quick_decision", query=f"?platform={district.other.pk}",
         public_reason="The vendor answers no questions.", **begun.context["form"].initial)  # fmt: skip
    quick = QuickDecision.objects.get()
    own = district.its.post(url("confirm_quick", quick.pk)).status_code
    send(district.reviewer, "confirm_quick", quick.pk)
    send(district.its, "new_procurement_flag", district.other.pk, about="platform", scope="all",
         ground="unwilling", words="It answers no questions.", starts_on=in_days(0),
         notice_on=in_days(0), notice_how="In the room", answer_by=in_days(20),
         vendor_answer="We answer no questions.")  # fmt: skip
    flag = ProcurementFlag.objects.get()
    unsigned = district.procurement.get(url("procurement")).content.decode()
    alone = district.its.post(url("sign_procurement_flag", flag.pk)).status_code
    send(district.second, "sign_procurement_flag", flag.pk)

    desk = district.procurement.get(url("procurement")).content.decode()
    page = Client().get(url("public_platform", district.other.slug)).content.decode()
    found.refresh_from_db()
    assert (own, alone) == (403, 403)
    assert (OTHER in unsigned, OTHER in desk) == (False, True)
    assert "The vendor answers no questions." in page
    assert found.stage == AuditStage.ASSESSING
