import pytest

from notices import kinds
from notices.checks import check


def test_every_kind_of_notice_has_its_template():
    assert check() == []
    assert kinds.known() != []


@pytest.mark.usefixtures("words")
def test_a_kind_without_a_template_is_an_error_at_the_start():
    kinds.register("tests/wordless", lambda notice: {})

    assert [(error.id, error.msg) for error in check()] == [
        ("notices.E001", "The notice 'tests/wordless' has no template.")
    ]


def test_an_unknown_kind_has_no_words():
    with pytest.raises(kinds.UnknownKind):
        kinds.words_of("tests/unheard")
