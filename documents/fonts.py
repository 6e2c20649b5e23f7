"""The faces our papers are set in, found as files when the program starts.

Fontconfig's luck is not enough: a machine without these prints Chinese as boxes and Urdu in the wrong hand.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning  # noqa: A004 -- Django's name for it
from fontTools.ttLib import TTCollection

PLACES = (
    Path(settings.BASE_DIR) / "static/fonts",
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/noto"),
    Path("/usr/share/fonts/google-noto"),
    Path("/usr/share/fonts/noto-cjk"),
    Path("/usr/local/share/fonts"),
)


@dataclass(frozen=True, slots=True)
class Face:
    """One weight of a family. `blocks` are the characters it is wanted for; none: always.

    `place` is where the face stands in a collection of several.
    """

    family: str
    file_name: str
    weight: int
    blocks: tuple[tuple[int, int], ...] = ()
    place: int | None = None

    def wanted_for(self, characters: set[int]) -> bool:
        if not self.blocks:
            return True
        return any(start <= char <= end for char in characters for start, end in self.blocks)


ARABIC = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
CHINESE = (
    (0x2E80, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)
# Japanese, Korean, simplified Chinese, … share one file; the same character is drawn differently in each.
SIMPLIFIED = 2

FACES = (
    Face("CPS Sans", "NotoSans-Regular.ttf", 400),
    Face("CPS Sans", "NotoSans-Bold.ttf", 700),
    Face("CPS Arabic", "NotoSansArabic-Regular.ttf", 400, ARABIC),
    Face("CPS Arabic", "NotoSansArabic-Bold.ttf", 700, ARABIC),
    # Naskh, not Nastaliq: there one glyph serves several letters, so the file would read out other words
    # than those on the page, and be no PDF/A-3a.
    Face("CPS Urdu", "NotoNaskhArabic-Regular.ttf", 400, ARABIC),
    Face("CPS Urdu", "NotoNaskhArabic-Bold.ttf", 700, ARABIC),
    Face("CPS Chinese", "NotoSansCJK-Regular.ttc", 400, CHINESE, SIMPLIFIED),
    Face("CPS Chinese", "NotoSansCJK-Bold.ttc", 700, CHINESE, SIMPLIFIED),
)


def _found(file_name: str) -> Path | None:
    return next((place / file_name for place in PLACES if (place / file_name).is_file()), None)


FILES = {face.file_name: path for face in FACES if (path := _found(face.file_name))}


def faces_for(text: str) -> str:
    """The @font-face rules that these words need, each naming a file of this machine."""
    characters = {ord(character) for character in text}
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'src: url("{file_of(face).as_uri()}") }}'
        for face in FACES
        if face.file_name in FILES and face.wanted_for(characters)
    )


@cache
def file_of(face: Face) -> Path:
    """The face's file; a face of a collection is taken out into a file of its own, once a machine."""
    whole = FILES[face.file_name]
    if face.place is None:
        return whole
    alone = Path(settings.VAR_DIR) / "fonts" / f"{whole.stem}-{face.place}.otf"
    if not alone.exists():
        alone.parent.mkdir(parents=True, exist_ok=True)
        with (
            TTCollection(str(whole), lazy=True) as collection,
            tempfile.NamedTemporaryFile(dir=alone.parent, delete=False) as draft,
        ):
            collection.fonts[face.place].save(draft)
        Path(draft.name).replace(alone)
    return alone


def missing() -> list[str]:
    """The font files that this machine does not have."""
    return [face.file_name for face in FACES if face.file_name not in FILES]


def check(**_kwargs: Any) -> list[CheckMessage]:
    """Warn while a face is missing: forms in its language would be unreadable."""
    if not missing():
        return []
    return [
        Warning(
            f"Fonts are missing: {', '.join(missing())}.",
            hint="Install fonts-noto-core, fonts-noto-extra and fonts-noto-cjk.",
            id="documents.W001",
        )
    ]
