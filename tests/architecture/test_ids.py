"""What every layout has once, no page has again: the first of two equal ids is the one that scripts find."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2] / "templates"
OF_LAYOUTS = {"confirm", "confirm-question"}
NAMED = re.compile(r'\b(?:id|anchor)="([\w-]+)"')


def test_no_page_takes_the_id_of_the_dialog_that_asks_once_more():
    taken = [
        (str(path.relative_to(ROOT)), name)
        for path in sorted(ROOT.rglob("*.html"))
        if path.name != "_confirm.html"
        for name in NAMED.findall(path.read_text())
        if name in OF_LAYOUTS
    ]

    assert taken == []
