"""What people type finds the platform they mean (P1)."""

import random

import pytest
from django.utils import timezone

from platforms.models import Platform, PlatformAlias
from platforms.policy.folding import fold, folded
from platforms.policy.likeness import slips_between
from platforms.reports.matching import How, find, find_all
from platforms.terms import AliasKind
from schools.terms import Role
from tests.factories import district_user
from tests.platform_factories import PlatformFactory, VendorFactory

pytestmark = pytest.mark.django_db

NAMES = """Remind ClassDojo TalkingPoints ParentSquare Bloomz SchoolMessenger GroupMe WhatsApp Telegram Signal
 Discord Slack Seesaw Edmodo Schoology Canvas Brightly FamilyBridge HomeroomLine PingClass BusBeacon TeamReach
 SportsYou Hudl BandApp TeamSnap Voxer Marcopolo Kinvolved AppTegy""".split()


def alias(platform, kind, typed, **facts):
    return PlatformAlias.objects.create(
        platform=platform, kind=kind, value=folded(kind, typed), shown=typed, **facts
    )


def misspelt(name, dice):
    """One slip of the pen in a name, beyond its first letter."""
    at = dice.randrange(1, len(name) - 1)
    return dice.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + dice.choice("aeiourstln") + name[at + 1 :],
        ]
    )


def test_names_fold_case_accents_spaces_marks_and_the_kind_of_company():
    typed = [
        "Class Dojo",
        "CLASSDOJO, Inc.",
        "  class-dojo ",
        "ClássDojo LLC",
        "\N{FULLWIDTH LATIN CAPITAL LETTER C}lassdojo",
        "Co",
    ]

    assert [fold(one) for one in typed] == ["classdojo"] * 5 + ["co"]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (AliasKind.DOMAIN, "https://www.Remind.com/join/abc?x=1", "remind.com"),
        (AliasKind.DOMAIN, "remind.com:443", "remind.com"),
        (AliasKind.DOMAIN, "not a domain", ""),
        (AliasKind.DOMAIN, "somebody@remind.com", ""),
        (AliasKind.DOMAIN, "http://[", ""),
        (AliasKind.DOMAIN, "bücher.example", "xn--bcher-kva.example"),
        (AliasKind.APP_ID, "https://play.google.com/store/apps/details?id=com.Remind101", "com.remind101"),
        (AliasKind.APP_ID, "https://apps.apple.com/us/app/remind/id522826277", "522826277"),
        (AliasKind.SHORT_CODE, "+1 (810) 10", "181010"),
        (AliasKind.SHORT_CODE, "8101o", ""),
    ],
)  # fmt: skip
def test_aliases_fold_by_their_kind(kind, typed, kept):
    assert folded(kind, typed) == kept


def test_slips_count_a_swap_once():
    pairs = [
        ("remind", "remind"),
        ("remind", "remnid"),
        ("remind", "rmeind"),
        ("band", "brand"),
        ("", "ab"),
    ]

    assert [slips_between(*pair) for pair in pairs] == [0, 1, 1, 1, 2]


def test_a_platform_is_found_by_everything_it_is_known_by():
    remind = PlatformFactory(name="Remind", website="https://www.remind.example/")
    dojo = PlatformFactory(name="ClassDojo")
    alias(remind, AliasKind.NAME, "Remind101")
    alias(remind, AliasKind.DOMAIN, "rmd.example")
    alias(remind, AliasKind.APP_ID, "com.remind101")
    alias(remind, AliasKind.SHORT_CODE, "81010")
    typed = [
        "Remind", "the Remind app", "remind 101", "Remind (Remind101)", "https://app.rmd.example/x",
        "remind.example", "COM.remind101", "810-10", "Remnid",
    ]  # fmt: skip

    found = find_all([*typed, "class dojo"])

    assert [one.platform for one in found] == [remind] * 9 + [dojo]
    assert [one.how for one in found] == [How.EXACT] * 8 + [How.CLOSE, How.EXACT]


def test_in_doubt_it_asks_likeliest_first():
    remind, rewind = PlatformFactory(name="Remind"), PlatformFactory(name="Rewind")
    points = PlatformFactory(name="TalkingPoints")

    between, beginning, both = find_all(["Renind", "Talking", "Remind or TalkingPoints"])

    assert (between.platform, set(between.candidates)) == (None, {remind, rewind})
    assert (beginning.platform, beginning.candidates[0]) == (None, points)
    assert (both.platform, both.candidates) == (None, (remind, points))


@pytest.mark.parametrize("typed", ["", "???", "Zoom", "Ban", "Band 2"])
def test_what_is_not_there_is_not_found(typed):
    PlatformFactory(name="Band")
    PlatformFactory(name="Band 1")

    assert (find(typed).platform, find(typed).how) == (None, How.NONE)


def test_an_ended_alias_finds_nothing_and_a_merged_platform_its_target():
    target, source = PlatformFactory(name="Harbor Chat"), PlatformFactory(name="Quillpost")
    Platform.objects.filter(pk=source.pk).update(merged_into=target)
    over = {"ended_at": timezone.now(), "ended_by": district_user(Role.ITS)}
    alias(target, AliasKind.DOMAIN, "old.example", **over)

    assert [find("quillpost").platform, find("old.example").platform] == [target, None]


def test_what_changes_in_the_catalogue_is_found_at_once():
    chat, other = PlatformFactory(name="Harbor Chat"), PlatformFactory(name="Quillpost")
    known = alias(chat, AliasKind.NAME, "Lighthouse")
    before = [find(typed).platform for typed in ("Harbor Chat", "Bay Chat", "Lighthouse")]

    Platform.objects.filter(pk=chat.pk).update(name="Bay Chat")
    renamed = [find(typed).how for typed in ("Harbor Chat", "Bay Chat", "Lighthouse")]
    type(known).objects.filter(pk=known.pk).update(
        ended_at=timezone.now(), ended_by=district_user(Role.ITS)
    )
    ended = find("Lighthouse").how
    Platform.objects.filter(pk=chat.pk).update(merged_into=other)

    assert before == [chat, None, chat]
    assert (renamed, ended) == ([How.NONE, How.EXACT, How.EXACT], How.NONE)
    assert find("Bay Chat").platform == other


def test_most_misspellings_find_their_platform_and_none_a_wrong_one(django_assert_num_queries):
    dice = random.Random(7)
    vendor = VendorFactory()
    Platform.objects.bulk_create(
        Platform(name=name, slug=name.lower(), vendor=vendor) for name in NAMES
    )
    typed = [(name, misspelt(name, dice)) for name in NAMES for _ in range(4)]

    with django_assert_num_queries(3):
        found = find_all([wrong for _name, wrong in typed])

    right = [one.platform is not None and one.platform.name == name for (name, _), one in zip(typed, found, strict=True)]  # fmt: skip
    wrong = [one.typed for (name, _), one in zip(typed, found, strict=True) if one.platform and one.platform.name != name]  # fmt: skip
    assert (sum(right) / len(right) >= 0.95, wrong) == (True, [])
