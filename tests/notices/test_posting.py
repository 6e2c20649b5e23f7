import pytest

from core.models import OutboxMessage
from notices import kinds
from notices.models import Notice
from notices.posting import reach
from notices.terms import Channel
from tests.factories import GuardianFactory
from tests.notices.posted import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]


def test_posting_writes_a_row_and_its_task():
    notice = posted(facts={"invitation": 4}, key="asked:9:7", language="ar")

    assert Notice.objects.values(
        "kind", "channel", "address", "recipient_kind", "recipient_id", "language", "facts", "state"
    ).get() == {
        "kind": "tests/hello",
        "channel": "email",
        "address": "amina@example.org",
        "recipient_kind": "guardian",
        "recipient_id": "7",
        "language": "ar",
        "facts": {"invitation": 4},
        "state": "waiting",
    }
    assert OutboxMessage.objects.values("task", "args", "key").get() == {
        "task": "notices.deliver",
        "args": [notice.pk],
        "key": f"notices.deliver:{notice.pk}",
    }


def test_a_key_is_posted_once():
    first = posted(key="asked:9:7")

    again = posted(key="asked:9:7", address="other@example.org")

    assert again == first
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (1, 1)
    assert again.address == "amina@example.org"


def test_a_kind_nobody_registered_is_an_error_when_posted():
    with pytest.raises(kinds.UnknownKind):
        posted("tests/unheard")

    assert Notice.objects.count() == 0


@pytest.mark.parametrize("fact", [["a"], {"a": 1}, "x" * 101, 1.5])
def test_facts_are_short_and_flat(fact):
    with pytest.raises(ValueError, match="'odd'"):
        posted(facts={"odd": fact})


def test_an_unknown_language_is_english():
    assert posted(language="").language == "en"


def test_every_notice_has_a_message_id_of_its_own():
    first, second = posted().message_id, posted().message_id

    assert first != second
    assert first.endswith("@127.0.0.1>")


@pytest.mark.parametrize(
    ("facts", "reached"),
    [
        ({"email": "a@example.org", "phone": "+13125550001"}, (Channel.EMAIL, "a@example.org")),
        ({"email": "", "phone": "+13125550001"}, (Channel.SMS, "+13125550001")),
        ({"email": "", "phone": ""}, None),
    ],
)
def test_a_guardian_is_reached_by_email_first(facts, reached):
    assert reach(GuardianFactory(**facts)) == reached


def test_a_disputed_contact_is_not_reached():
    guardian = GuardianFactory()
    guardian.disputed_at = guardian.created_at

    assert reach(guardian) is None
