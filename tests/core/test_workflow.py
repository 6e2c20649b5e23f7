import pytest

from core.workflow import IllegalMove, Workflow

DOOR = Workflow({("shut", "open"): "open", ("open", "shut"): "shut", ("shut", "lock"): "locked"})


@pytest.mark.parametrize(
    ("state", "moves"), [("shut", ["open", "lock"]), ("open", ["shut"]), ("locked", [])]
)
def test_moves_from_a_state_in_the_tables_order(state, moves):
    assert DOOR.moves_from(state) == moves


def test_a_row_of_the_table_gives_the_next_state():
    assert (DOOR.allows("shut", "lock"), DOOR.next("shut", "lock")) == (True, "locked")


def test_a_move_without_a_row_is_illegal_and_says_which():
    with pytest.raises(IllegalMove, match="cannot open from locked") as caught:
        DOOR.next("locked", "open")

    assert (DOOR.allows("locked", "open"), caught.value.state, caught.value.move) == (
        False,
        "locked",
        "open",
    )


def test_the_table_draws_its_own_diagram():
    assert DOOR.diagram().splitlines() == [
        "stateDiagram-v2",
        "    shut --> open: open",
        "    open --> shut: shut",
        "    shut --> locked: lock",
    ]
