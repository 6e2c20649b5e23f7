"""The offices' practice keys, and a report that came with a screenshot, a chat and a picture."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw

from accounts.models import User
from core.actor import ANYONE, Actor, ActorKind
from cps_comms.demo.district import practice_school
from documents import sealing
from documents.arriving import Arrived, Waiting
from incidents.actions import evidence, evidence_copies, office_keys, receiving
from incidents.models import Case
from incidents.policy import Report
from incidents.terms import AboutWhom, OfficeCode, ReporterRole, Safe, Source

SAID = "They made a group about me and write mean things every night. I have screenshots."
CHAT = """20:14 Group "no losers": new picture of you again lol
20:15 nobody wants you at the game on friday
20:21 me: please stop
20:22 or what, you tell your mommy?
"""


def tell(_people: dict[str, User]) -> None:
    _set_keys()
    case = _reported()
    by = Actor(ActorKind.REPORTER, case.code)
    for name, content, note in (
        ("Screenshot_20261112.png", _screenshot(), "The group, on Thursday evening"),
        ("chat.txt", CHAT.encode(), ""),
        ("IMG_4471.jpg", _photograph(), "My locker"),
    ):
        row = evidence.take_into_case(_arrived(name, content), case, by=by, note=note)
        evidence_copies.copy(row.pk)


def _set_keys() -> None:
    """A practice pair for each office; its secret half lies beside the practice database, for trying out."""
    folder = Path(settings.VAR_DIR) / "practice-keys"
    folder.mkdir(parents=True, exist_ok=True)
    for office in OfficeCode:
        public, secret = sealing.new_pair()
        office_keys.found_key(office, public, by=Actor.command("seed_demo"))
        (folder / f"{office}.txt").write_text(f"{secret}\n")


def _reported() -> Case:
    report = Report(
        reporter_role=ReporterRole.STUDENT,
        said=SAID,
        about=(AboutWhom.STUDENT,),
        school_id=practice_school().pk,
        platform_name="Instagram",
        parent_safe=Safe.YES,
    )
    return receiving.receive(report, source=Source.WEB, by=ANYONE).case


def _arrived(name: str, content: bytes) -> Arrived:
    waiting = Waiting()
    waiting.take(content)
    return Arrived(waiting, name, hashlib.sha256(content).hexdigest(), is_cut=False)


def _screenshot() -> bytes:
    """A phone's screen with a chat."""
    screen = Image.new("RGB", (540, 960), "#101418")
    pen = ImageDraw.Draw(screen)
    for row, (mine, words) in enumerate(
        [
            (False, "new picture of you again lol"),
            (False, "nobody wants you at the game"),
            (True, "please stop"),
            (False, "or what, you tell your mommy?"),
        ]
    ):
        start, top = (230 if mine else 24), 120 + row * 110
        pen.rounded_rectangle(
            (start, top, start + 286, top + 76), 18, "#2f6f4f" if mine else "#2a3036"
        )
        pen.text((start + 16, top + 26), words, "#f2f2f2", font_size=18)
    return _written(screen, "PNG")


def _photograph() -> bytes:
    """A picture as a phone takes it: it says where it was taken."""
    exif = Image.Exif()
    exif[0x0110] = "Practice Phone 9"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 52.0, 41.16), 3: "W", 4: (87.0, 37.0, 47.28)})
    wall = Image.new("RGB", (800, 600), "#8fa7b8")
    pen = ImageDraw.Draw(wall)
    for column in range(5):
        pen.rectangle((column * 160 + 6, 30, column * 160 + 154, 590), "#5f7f95", "#31485a", 3)
    pen.text((350, 260), "LOSER", "#b3261e", font_size=40)
    return _written(wall, "JPEG", exif=exif)


def _written(picture: Image.Image, kind: str, **facts: object) -> bytes:
    written = BytesIO()
    picture.save(written, kind, **facts)
    return written.getvalue()
