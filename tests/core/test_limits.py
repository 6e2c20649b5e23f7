from core import limits


def test_the_knock_after_the_last_allowed_one_is_refused():
    allowed = [limits.within("code", "203.0.113.9", most=3) for _ in range(5)]

    assert allowed == [True, True, True, False, False]


def test_another_visitor_and_another_door_are_counted_apart():
    for _ in range(2):
        limits.within("code", "203.0.113.9", most=1)

    assert limits.within("code", "203.0.113.10", most=1) is True
    assert limits.within("family", "203.0.113.9", most=1) is True
