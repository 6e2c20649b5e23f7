"""What people do, a sentence each. Pages are used as they are seen: by label, heading and button."""

import re

from notices.models import Notice
from notices.wording import worded
from tests.factories import PASSWORD


def give_password(*users):
    for user in users:
        user.set_password(PASSWORD)
        user.save()


def sign_in(page, user):
    page.goto("/sign-in/")
    page.get_by_label("E-mail").or_(page.get_by_label("Email")).first.fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Good day").wait_for()


def newest(kind, address):
    """The newest message of a kind to an address, as its reader sees it."""
    return worded(Notice.objects.filter(kind=kind, address=address).latest("pk")).body


def ask_to_text(page, *, name, student, check):
    """A teacher or coach asks for the safety meet-up for one student."""
    page.goto("/activities/")
    page.get_by_role("link", name="Ask to text students").first.click()
    page.get_by_label("Safety meet-up").check()
    page.get_by_label("Name of the activity").fill(name)
    page.get_by_label("What the texts are for").fill("Where and when to meet the bus.")
    check(page)
    page.get_by_role("button", name="Save and go on").click()
    check(page)
    page.get_by_role("link", name="Go on to the students").click()
    page.get_by_role("tab", name="Search").or_(
        page.get_by_role("link", name="Search")
    ).first.click()
    page.get_by_label("Name or student number").fill(student.family_name)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name=str(student)).check()
    check(page)
    page.get_by_role("button", name="Add").first.click()
    page.get_by_role("link", name="Check and send").first.click()
    check(page)
    page.get_by_role("button", name="Send to the principal").click()
    page.get_by_text("Waiting for the principal").first.wait_for()
    check(page)


def approve(page, *, name, check):
    """The principal opens the queue and says why texting is necessary."""
    page.goto("/approvals/")
    check(page)
    page.get_by_role("link", name=name).click()
    check(page)
    page.get_by_label("Why is texting necessary?").fill("Students have no district device there.")
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("dialog").get_by_role("button", name="Approve").click()
    page.locator("main").get_by_text("Approved", exact=True).first.wait_for()


def open_link(page, guardian, *, check):
    """A guardian opens the link of the message and types the code back."""
    link = re.search(r"/c/[^\s/]+/", newest("consents/asked", guardian.email))[0]
    page.goto(link)
    check(page)
    page.get_by_role("button", name="Send me a code").click()
    check(page)
    code = re.search(r"\b\d{6}\b", newest("consents/code", guardian.email))[0]
    page.get_by_label("The six digits").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Your school forms").wait_for()
    check(page)


def answer(page, *, choice, typed_name, check):
    """A guardian reads the form, says yes or no, and signs."""
    page.get_by_role("link", name="Read and answer").click()
    check(page)
    sign(page, choice=choice, typed_name=typed_name, check=check)


def change_answer(page, *, choice, typed_name, check):
    """A guardian who answered before thinks again."""
    page.get_by_role("link", name="See all your forms").click()
    page.get_by_role("link", name="See or change your answer").click()
    page.get_by_role("link", name="Change my answer").click()
    sign(page, choice=choice, typed_name=typed_name, check=check)


def sign(page, *, choice, typed_name, check):
    page.get_by_role("link", name="Go on to my answer").click()
    check(page)
    page.get_by_label(choice).check()
    page.get_by_role("button", name="Go on").click()
    check(page)
    if choice.startswith("Yes"):
        page.get_by_label("Your child's mobile number").fill("312 555 0142")
        page.get_by_label("Your own mobile number").fill("(312) 555-0143")
    page.get_by_role("button", name="Go on").click()
    check(page)
    page.get_by_label("Type your full name").fill(typed_name)
    page.get_by_label("I want to sign this form electronically").check()
    page.get_by_role("button", name="Sign and send").click()
    page.get_by_role("heading", name="What you signed").wait_for()
    check(page)


def withdraw(page, *, check):
    """Two taps from the receipt."""
    page.get_by_role("link", name="Take my permission back").click()
    check(page)
    page.get_by_role("button", name="Take it back now").click()
    page.get_by_text("It has ended").wait_for()
    check(page)


def may_i_text(page, student, *, thread=(), check):
    """Ask the page "May I text?" about now; gives its "Yes" or "No" and the clauses of its reasons."""
    page.goto("/may-i-text/?how=text")
    page.get_by_label("Name or student number").fill(student.family_name)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=str(student)).click()
    for member in thread:
        page.get_by_role("checkbox", name=member).check()
    if thread:
        page.get_by_role("button", name="May I?").click()
    check(page)
    clauses = page.locator(".verdict .clause bdi").all_inner_texts()
    return page.locator(".verdict").inner_text().split()[0], clauses


def folder(page, student, *, check):
    """Open the student's cumulative folder; downloads the newest form and gives how many there are."""
    page.goto(f"/students/{student.pk}/folder/")
    check(page)
    links = page.get_by_role("link", name="Download")
    with page.expect_download() as download:
        links.first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    return links.count()
