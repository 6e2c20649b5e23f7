"""A guardian says who may see their number in a group text; what nobody ticked is not shared."""

import pytest
from django.urls import reverse

from consents.models import Answer, PhoneChoice
from consents.terms.threads import NumberSharing
from documents.models import Document
from schools.models import District
from tests.consents.families import ask_of, asked, at, let_in, sign, sign_on_pages
from tests.factories import DistrictFactory, district_user
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db
GIVEN = {"who": "child", "student_phone": "(312) 555-0142", "own_phone": "312.555.0143"}


def kept():
    return PhoneChoice.objects.latest("pk").sharing


def phones_page(client, scene, **given):
    """The page of phones of a form that is being answered."""
    ask = ask_of(scene.guardians[0])
    client.get(at("guardian_form", ask.guardian, ask.pk))
    client.post(at("guardian_answer", ask.guardian, ask.pk), {"choice": "yes"})
    address = at("guardian_phones", ask.guardian, ask.pk)
    return client.post(address, given) if given else client.get(address)


def test_what_nobody_ticked_is_the_childs_own_group():
    scene = asked()
    client = let_in(scene.guardians[0])

    sign_on_pages(client, ask_of(scene.guardians[0]))

    assert kept() == NumberSharing.OWN_CHILD


@pytest.mark.parametrize(
    ("sharing", "words"),
    [
        ("own_child", "Only people in your own child&#x27;s group text"),
        ("never", "No other parent"),
        ("shared", "Other families in the group text, too."),
    ],
)
def test_what_was_ticked_is_shown_before_it_is_signed_and_kept(sharing, words):
    scene = asked()
    guardian = scene.guardians[0]
    client, ask = let_in(guardian), ask_of(guardian)
    phones_page(client, scene, **GIVEN, sharing=sharing)

    page = client.get(at("guardian_sign", guardian, ask.pk))
    hidden = {
        key: page.context["form"][key].value() for key in ("form_key", "language", "shown", "draft")
    }
    client.post(
        at("guardian_sign", guardian, ask.pk), {**hidden, "typed_name": "A", "agreed": "on"}
    )

    assert words.replace("&#x27;", "'") in page.content.decode().replace("&#x27;", "'")
    assert kept() == sharing
    assert Document.objects.get().snapshot["choices"]["sharing"] == sharing


def test_a_word_that_was_not_offered_is_refused():
    scene = asked()
    client = let_in(scene.guardians[0])

    response = phones_page(client, scene, **GIVEN, sharing="everybody")

    assert response.status_code == 422


def test_it_can_be_changed_later():
    scene = asked()
    guardian = scene.guardians[0]
    client = let_in(guardian)
    sign(ask_of(guardian))
    address = at("guardian_change_phones", guardian, Answer.objects.get().pk)

    before = client.get(address).context["form"]["sharing"].value()
    client.post(address, {**GIVEN, "sharing": "never"})

    assert (before, kept()) == ("own_child", "never")
    assert client.get(address).context["form"]["sharing"].value() == "never"


def test_over_a_platform_nobody_sees_a_number_and_nobody_is_asked():
    scene = asked(platform=PlatformFactory())
    client = let_in(scene.guardians[0])

    page = phones_page(client, scene)

    assert "sharing" not in page.context["form"].fields
    sign(ask_of(scene.guardians[0]))
    assert Document.objects.get().snapshot["choices"]["sharing"] == ""


def test_the_district_sets_the_limit_of_a_group_text(client):
    DistrictFactory()
    client.force_login(district_user())
    words = {"name": "New", "consent_starts": "07-01", "consent_ends": "06-30"}
    address = reverse("schools:edit_district")

    refused = client.post(address, {**words, "most_on_thread": "31"})
    client.post(address, {**words, "most_on_thread": "8", "stop_school_days": "2"})
    district = District.objects.get()
    kept_as_they_are = client.post(address, words)

    assert (refused.status_code, kept_as_they_are.status_code) == (422, 302)
    assert (district.most_on_thread, district.stop_school_days) == (8, 2)
    assert District.objects.get().most_on_thread == 8
