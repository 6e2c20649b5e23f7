"""Which mailboxes are the district's own."""

import pytest

from schools.models import District


@pytest.mark.parametrize(
    ("domains", "email", "own"),
    [
        ("", "anybody@example.org", True),
        ("district.example", "coach@District.example", True),
        ("district.example", "amina@students.district.example", True),
        ("district.example", "amina@notdistrict.example", False),
        ("students.example, @staff.example", "coach@staff.example", True),
        ("students.example, @staff.example", "amina@students.example", True),
        ("students.example, @staff.example", "parent@mail.example", False),
    ],
)
def test_a_district_may_have_several_domains(domains, email, own):
    assert District(email_domain=domains).owns_address(email) is own
