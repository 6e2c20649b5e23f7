"""One form for each number, address and user name, so that two reports about it meet."""

import pytest

from incidents.policy.handles import Handle, keys, name_key, read
from incidents.terms.patterns import HandleKind

PHONE = Handle(HandleKind.PHONE, "+13125550142")
NAME = Handle(HandleKind.HANDLE, "coach.k_9")


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("(312) 555-0142", PHONE),
        ("312.555.0142", PHONE),
        ("+1 312 555 0142", PHONE),
        ("Coach.K@Example.ORG ", Handle(HandleKind.EMAIL, "coach.k@example.org")),
        ("@Coach.K_9", NAME),
        ("coach.k_9", NAME),
        ("insta: @coach.k_9", NAME),
        ("@coach\u200b.k_9", NAME),
        ("\uff20\uff23oach.k_9", NAME),
        ("https://www.instagram.com/Coach.K_9/?hl=en", Handle(HandleKind.PROFILE, "instagram.com/coach.k_9")),
        ("m.twitter.com/@coach", Handle(HandleKind.PROFILE, "x.com/coach")),
        ("snapchat.com/add/coach", Handle(HandleKind.PROFILE, "snapchat.com/coach")),
        ("the man at the gate", None),
        ("911", Handle(HandleKind.HANDLE, "911")),
        ("x", None),
        ("...", None),
        ("https://example.org/", None),
        ("a" * 201, None),
        ("", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_in_one_form(typed, handle):
    assert read(typed) == handle


def test_a_profile_meets_the_bare_user_name():
    assert keys(read("instagram.com/coach.k_9"))[1] in keys(read("@Coach.K_9"))


def test_a_typed_name_is_the_same_in_any_order_with_any_title_and_at_one_school():
    same = {name_key(7, one) for one in ("Mr. Dana Reed", "reed  DANA", "Coach Dana Reed")}

    assert same == {"name:7:dana reed"}
    assert name_key(8, "Dana Reed") not in same
    assert (name_key(7, "Coach"), name_key(7, "")) == ("", "")
