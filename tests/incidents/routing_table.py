"""The table of routings that the policy's owners review: every question of it, and how a row is written.

`python -m tests.incidents.routing_table` writes the table anew; what differs then is a change of policy.
"""

import csv
from itertools import product
from pathlib import Path

from incidents.decide import decide

TABLE = Path(__file__).with_name("routing_expected.csv")
CONCERNS = ("adult_communication", "online_bullying", "unsure")
# p principal, a and b administrators, c network chief, t teacher, d somebody else of staff
SCHOOLS = {
    "full": {"principal": "p", "administrators": ["a", "b"], "network_chief": "c"},
    "no_principal": {"administrators": ["a", "b"], "network_chief": "c"},
    "no_administrators": {"principal": "p", "administrators": [], "network_chief": "c"},
    "only_chief": {"administrators": [], "network_chief": "c"},
    "no_chief": {"principal": "p", "administrators": ["a", "b"]},
    "nobody": {"administrators": []},
    "no_school": None,
}
ACCUSED = {
    "nobody": ([], False),
    "typed": (["t"], False),
    "teacher": (["t"], True),
    "administrator": (["a"], True),
    "principal": (["p"], True),
    "chief": (["c"], True),
}
KEPT = {
    "nobody": [],
    "principal": ["p"],
    "administrator": ["a"],
    "chief": ["c"],
    "all": ["p", "a", "b", "c"],
}
DELEGATES = {
    "nobody": {},
    "a_for_t": {"t": ["a"]},
    "a_for_p": {"p": ["a"]},
    "p_for_a": {"a": ["p"]},
    "c_for_p": {"p": ["c"]},
    "chain_t_a_p": {"t": ["a"], "a": ["p"]},
}
REPORTERS = {
    "student": {"role": "student"},
    "guardian": {"role": "guardian"},
    "public": {"role": "public"},
    "teacher": {"role": "staff", "id": "t"},
    "administrator": {"role": "staff", "id": "a"},
    "principal": {"role": "staff", "id": "p"},
    "chief": {"role": "staff", "id": "c"},
}  # fmt: skip
ASKED = (
    "concern",
    "school",
    "accused",
    "keep_from",
    "delegates",
    "reporter",
    "danger_now",
    "parent_safe",
)
ANSWERED = ("offices", "people", "withheld_from", "call", "parent_notice", "priority")
COLUMNS = ("clause", *ASKED, *ANSWERED)
CLAUSES = {"adult_communication": "I1", "online_bullying": "I2", "unsure": "I1"}


def cases():
    """Every question's names, once: what each rule reads, crossed with what it could be confused with."""
    no, yes = (False,), (True,)
    student, one = ("student",), ("nobody",)
    crossed = (
        *product(CONCERNS, ("full", "no_principal", "no_school"), ACCUSED, KEPT, one, student, no, yes),
        *product(CONCERNS, ("no_administrators", "only_chief", "no_chief", "nobody"), ("typed", "teacher", "principal"), one, one, student, no, yes),
        *product(CONCERNS, ("full",), ("teacher", "principal", "administrator"), one, DELEGATES, student, no, yes),
        *product(CONCERNS, ("full",), ("typed", "teacher", "principal"), one, one, REPORTERS, no, yes),
        *product(CONCERNS, ("full",), ("teacher",), one, one, ("student", "teacher"), (False, True), (False, True)),
    )  # fmt: skip
    return list(dict.fromkeys(crossed))


def question_of(names):
    concern, school, accused, kept, delegates, reporter, danger, safe = names
    named, known = ACCUSED[accused]
    return {
        "concern": concern,
        "school": SCHOOLS[school],
        "accused": named,
        "accused_known": known,
        "keep_from": KEPT[kept],
        "delegates": DELEGATES[delegates],
        "reporter": REPORTERS[reporter],
        "danger_now": danger,
        "parent_safe": safe,
    }


def row_of(names, answer):
    words = (str(one).lower() for one in names)
    lists = (" ".join(answer[one]) for one in ANSWERED[:4])
    clause = "I3" if names[5] == "guardian" else CLAUSES[names[0]]
    return (clause, *words, *lists, answer["parent_notice"], answer["priority"])


def kept_rows():
    with TABLE.open(newline="") as file:
        head, *rows = csv.reader(file)
    return tuple(head), [tuple(row) for row in rows]


def main():
    with TABLE.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(row_of(one, decide(question_of(one))) for one in cases()))


if __name__ == "__main__":
    main()
