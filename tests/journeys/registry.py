"""What people do in the registry of platforms, a sentence each, by what they read on the page."""

import re
from datetime import timedelta

from django.utils import timezone

from tests.journeys.steps import newest
from tests.platforms.auditing import PNG

EVIDENCE = "Recording of a sign-in"
MENDED = "A second factor for everybody"


def day(days=0):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def link_of(kind, address, path):
    """The link in the newest message of a kind to an address."""
    return re.search(rf"/{path}/[^\s/]+/", newest(kind, address))[0]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def send(page, name):
    """A button that sends a form, and the page that answers it."""
    with page.expect_navigation():
        press(page, name)


def confirm(page, name):
    """A button that asks once more, and the page that answers it."""
    press(page, name)
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


def start_survey(page, check):
    """ITS writes a survey of all schools and starts it."""
    page.goto("/its/surveys/")
    check(page)
    page.get_by_role("link", name="New survey").first.click()
    check(page)
    page.get_by_label("Title").fill("Messaging tools")
    page.get_by_label("What it is for").fill("To find out what helps you.")
    page.get_by_label("First day").fill(day())
    page.get_by_label("Last day").fill(day(14))
    page.get_by_label("All open schools").check()
    press(page, "Keep as a draft")
    page.get_by_role("heading", name="Start it").wait_for()
    check(page)
    confirm(page, "Start the survey")
    page.get_by_role("button", name="Start the survey").wait_for(state="detached")
    check(page)


def answer_survey(page, principal, *tools, means="", check):
    """A colleague of the principal's opens the school's link and hands the tools in."""
    page.goto(link_of("platforms/survey_asked", principal.email, "survey"))
    check(page)
    for number, (name, students) in enumerate(tools):
        if number:
            press(page, "Add another tool")
        row = page.locator("fieldset.survey__row").nth(number)
        row.get_by_label("Name of the tool").fill(name)
        row.get_by_label("Students", exact=True).check()
        row.get_by_label("About how many students?").fill(str(students))
    page.get_by_label("Your name").fill("Ana Ruiz")
    press(page, "Hand it in")
    if means:
        page.get_by_text("Did you mean:").wait_for()
        check(page)
        press(page, means)
    page.get_by_role("heading", name="Your school has answered").wait_for()
    check(page)


def settle_name(page, written, *, vendor, check):
    """ITS says that a name schools typed is a platform nobody has listed yet."""
    page.goto("/its/surveys/names/")
    check(page)
    page.get_by_role("link", name=written).first.click()
    check(page)
    page.get_by_label("a new platform").check()
    page.get_by_label("Name of the new platform").fill(written)
    page.get_by_label("Its vendor").fill(vendor)
    send(page, "Settle it for every school")
    page.goto("/its/catalogue/")
    page.get_by_role("link", name=written).first.wait_for()
    check(page)


def ask_for_audit(page, platform, auditor, check):
    to_platform(page, platform)
    check(page)
    page.get_by_role("link", name="Ask for an audit").click()
    check(page)
    page.get_by_label("Why now").fill("Three schools use it.")
    page.get_by_label("Auditor").select_option(label=auditor.name)
    press(page, "Ask for it")
    page.get_by_role("heading", name="What binds").wait_for()
    check(page)
    return page.url


def keep_evidence(page, audit, check):
    """ITS keeps what it saw as a file of the platform's, for this audit and the next."""
    page.goto(audit)
    page.get_by_role("link", name="The platform's store").click()
    check(page)
    page.get_by_label("File").set_input_files(
        {"name": "seen.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.get_by_label("What it shows").fill(EVIDENCE)
    page.get_by_label("Dated").fill(day())
    press(page, "Add")
    page.get_by_role("link", name=EVIDENCE).wait_for()
    check(page)


def assess(page, audit, findings, check):
    """A finding for each criterion, seen by ITS and resting on the file; then what binds; then handed in."""
    page.goto(audit)
    page.get_by_role("link", name="Group IAM").click()
    for code, value in findings.items():
        row = page.locator(f"#{code}")
        row.get_by_label(value, exact=True).check()
        row.get_by_label("Observed by ITS").check()
        evidence = row.get_by_role("checkbox", name=EVIDENCE)
        if not evidence.is_visible():
            row.get_by_text("Evidence it rests on").click()
        evidence.check()
    check(page)
    with page.expect_navigation():
        page.locator(".actions").get_by_role("button", name="Save").first.click()
    page.goto(audit)
    page.get_by_text("Choose or confirm").click()
    send(page, "Keep this choice")
    page.get_by_role("button", name="Hand it in", exact=True).wait_for()
    check(page)
    confirm(page, "Hand it in")
    page.get_by_text("With the second person").first.wait_for()
    check(page)


def decide(page, audit, *, button="Decide", reason, check):
    """The second person accepts what binds and decides; the outcome is computed."""
    page.goto(audit)
    page.get_by_role("link", name="Look at it").click()
    check(page)
    with page.expect_navigation():
        page.locator("#scope").get_by_role("button", name="Accept", exact=True).click()
    page.get_by_label("Reason, for everybody").fill(reason)
    check(page)
    confirm(page, button)
    page.get_by_role("link", name="Save the receipt (JSON)").wait_for()
    check(page)


def publish(page, check):
    """Somebody else of ITS records the CIO's authorisation."""
    page.goto("/its/after/")
    check(page)
    page.locator("#publish").get_by_role("link").first.click()
    check(page)
    page.get_by_label("Who authorised it").fill("Dana Whitlock, CIO")
    page.get_by_label("On which day").fill(day())
    confirm(page, "Record and publish")
    page.get_by_role("link", name="Ask for an audit").wait_for()
    check(page)


def open_room(page, platform, address, check):
    """ITS asks the vendor in a room of its own; gives the link that its contact gets."""
    to_platform(page, platform)
    page.get_by_role("link", name="Open a room for the vendor").click()
    check(page)
    page.get_by_label("Who gets a link").fill(f"Vera Lang, {address}")
    press(page, "Open it and send the links")
    page.get_by_text("The vendor's room").first.wait_for()
    check(page)
    return link_of("platforms/room_opened", address, "vendor")


def draft_plan(page, platform, check):
    """What the decision found missing becomes an item with a date."""
    to_platform(page, platform)
    page.get_by_role("link", name="Begin a plan").click()
    check(page)
    press(page, "Begin it")
    page.get_by_role("link", name="Add an item").click()
    check(page)
    page.get_by_label("What has to be mended").fill(MENDED)
    page.get_by_label("It is done when").fill("Nobody gets in without it.")
    page.get_by_label("Due").fill(day(10))
    page.locator("main form").get_by_role("button").last.click()
    page.get_by_role("link", name=MENDED).wait_for()
    check(page)
    return page.url


def agree(page, room, check):
    """The vendor agrees to the plan in its room."""
    page.goto(room)
    check(page)
    page.get_by_role("link", name="See the plan").click()
    check(page)
    press(page, "We agree to this plan")
    page.get_by_text("Agreed").first.wait_for()
    check(page)


def start_plan(page, plan, check):
    page.goto(plan)
    press(page, "Start it")
    page.get_by_role("button", name="Start it", exact=True).wait_for(state="detached")
    check(page)


def say_done(page, room, check):
    """The vendor says in its room that the item is done."""
    page.goto(room)
    page.get_by_role("link", name="See the plan").click()
    page.get_by_role("link", name=MENDED).click()
    page.get_by_label("How it stands").fill("Switched on for every account.")
    page.get_by_label("It is done").check()
    press(page, "Send")
    page.get_by_text("Switched on for every account.").wait_for()
    check(page)


def accept_item(page, plan, check):
    """ITS looks for itself, and says that the item is done."""
    page.goto(plan)
    page.get_by_role("link", name=MENDED).click()
    page.get_by_label("It is done", exact=True).check()
    page.get_by_label("Your words").fill("We tried it: nobody gets in.")
    send(page, "Write it down")
    page.goto(plan)
    press(page, "All of it is done")
    page.get_by_text("Everything in it is done").wait_for()
    check(page)


def decline(page, room, check):
    """Another vendor says no to our questions."""
    page.goto(room)
    page.get_by_role("link", name="We do not wish to take part").click()
    check(page)
    page.get_by_label("Why, in a sentence").fill("We answer no district.")
    page.get_by_label("We do not wish to answer these questions.").check()
    press(page, "We do not take part")
    page.get_by_text("You do not take part").first.wait_for()
    check(page)


def put_quick_no_forward(page, platform, check):
    to_platform(page, platform)
    page.get_by_role("link", name="Quick no or emergency flag").click()
    check(page)
    page.get_by_label("The vendor will not answer").check()
    page.get_by_label("How the vendor was asked").fill("In its room; it declined there.")
    page.get_by_label("Reason, for everybody").fill("The company does not answer questions.")
    press(page, "Put it forward")
    page.get_by_role("heading", name="The second person").wait_for()
    check(page)
    return page.url


def flag_for_procurement(page, platform, check):
    to_platform(page, platform)
    page.get_by_role("link", name="Flag it for Procurement").click()
    check(page)
    page.get_by_label("Why", exact=True).select_option("unwilling")
    page.get_by_label("What happened").fill("It was asked, and will not answer.")
    page.get_by_label("How, and whom").fill("In its room")
    page.get_by_label("What the vendor answered").fill("We answer no district.")
    press(page, "Put it forward")
    page.get_by_role("button", name="Record it").wait_for()
    check(page)
    return page.url


def to_platform(page, platform):
    """From ITS's catalogue to the platform's page."""
    page.goto("/its/catalogue/")
    page.get_by_role("link", name=platform, exact=True).first.click()
    page.get_by_role("heading", name=platform).first.wait_for()


def standing_of(page, platform):
    """What the public list says of a platform."""
    page.goto(f"/platforms/?q={platform}")
    # A browser may keep the page for a while; who reloads it asks again.
    page.reload()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=platform, exact=True))
    return row.locator(".status-tag, .tag").first.inner_text()
