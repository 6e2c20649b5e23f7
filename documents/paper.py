"""What a paper says, read from its snapshot: labels in the signed language with the English beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.templatetags.telephone import telephone_in_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ENGLISH = "en"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CHANNELS = {"group_text": _("Group text on phones"), "platform": _("Messaging platform")}
ROUTES = {
    "online": _("Online"),
    "paper": _("On paper"),
    "phone": _("By telephone"),
    "in_person": _("In person"),
}
DECISIONS = {"granted": _("Permission given"), "refused": _("Permission refused")}
SHARING = {
    "own_child": _("Only people in the child's own group text"),
    "never": _("No other parent"),
    "shared": _("Other families in a team's group text too"),
}
HEADINGS = {
    "who": _("Who"),
    "what": _("What for, and until when"),
    "approval": _("The principal's written permission"),
    "words": _("The words that were signed"),
    "signature": _("Answer and signature"),
    "evidence": _("How this was signed"),
    "genuine": _("Is this paper genuine?"),
    "how_to_check": _(
        "Open the address and give it this PDF file. It says whether the file is genuine, and whether "
        "the permission is still in force."
    ),
    "document": _("Document"),
}
# How the name came under the form, by the way the answer came.
SIGNED = {
    "online": _("Signed electronically by typing this name"),
    "paper": _("Signed by hand. The picture of the paper is on the last page"),
    "phone": _("Said on the telephone. Nothing was signed"),
    "in_person": _("Said in person. Nothing was signed"),
}
ONLINE = "online"
PROOFS = {
    "recorded_by": _("Recorded by"),
    "recorded_at": _("Recorded at"),
    "witness": _("Witness"),
    "confirmed_by": _("Second look by"),
    "signed_on": _("Date on the paper"),
    "received_on": _("The paper came in on"),
    "matched": _("Matched to the student"),
    "sheet": _("Number of the printed sheet"),
    "scan": _("Number of the scanned page"),
    "scan_page": _("Page of the scanned stack"),
    "scan_sha256": _("Fingerprint of the picture"),
    "scan_original_sha256": _("Fingerprint of the scanned stack"),
    "scan_read_at": _("Scanned page read at"),
    "original_lies": _("Where the paper lay"),
    "channel": _("A one-time code was sent by"),
    "address": _("to the contact on file"),
    "code_id": _("Number of the code"),
    "used_at": _("Code typed back"),
    "proved_at": _("Proved at"),
    "birth_date_asked": _("Child's birth date asked and matched"),
    "contact_verified_at": _("Contact last verified"),
}
WORDS = {
    "by_code": _("By the code on the sheet"),
    "by_hand": _("By hand"),
    "email": _("E-mail"),
    "sms": _("Text message"),
    "True": _("Yes"),
    "False": _("No"),
    "None": _("Not known"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: its label in the signed language, the label in English where that differs, and itself."""

    label: str
    english: str
    value: str

    @property
    def label_direction(self) -> str:
        return direction_of(self.label)

    @property
    def direction(self) -> str:
        return direction_of(self.value)


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the form in the signed language, and the same passage in English."""

    heading: str
    text: str
    english_heading: str
    english_text: str


class Paper:
    """A snapshot as the template reads it. Drawn while the signed language is active."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        self.snapshot = snapshot
        self.language: str = snapshot["language"]
        self.zone = ZoneInfo(snapshot["timezone"])

    @property
    def html_language(self) -> str:
        return {"zh-hans": "zh-Hans"}.get(self.language, self.language)

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_info(self.language)["bidi"] else "ltr"

    @property
    def name_direction(self) -> str:
        return direction_of(self.snapshot["signer"]["typed_name"])

    @property
    def is_english(self) -> bool:
        return self.language == ENGLISH

    @property
    def headings(self) -> dict[str, Line]:
        return {name: self._line(heading, "") for name, heading in HEADINGS.items()}

    @property
    def decision(self) -> Line:
        return self._line(DECISIONS[self.snapshot["decision"]], "")

    @property
    def is_online(self) -> bool:
        return bool(self.snapshot["route"] == ONLINE)

    @property
    def how_signed(self) -> Line:
        return self._line(SIGNED[self.snapshot["route"]], "")

    @property
    def signed_at(self) -> Line:
        """The moment; of a paper only the day stands on it."""
        written = self.snapshot["evidence"]["proof"].get("signed_on")
        if written:
            return self._line(_("Date on the paper"), self.day(written))
        return self._line(_("Signed at"), self.moment(self.snapshot["signed_at"]))

    def who(self) -> Iterator[Line]:
        """Whom the form is about, and who would write."""
        student, school = self.snapshot["student"], self.snapshot["school"]
        yield self._line(_("Student"), student["name"])
        yield self._line(
            _("Student number and grade"), _joined(student["number"], student["grade"])
        )
        yield self._line(_("School"), _joined(school["name"], telephone_in_text(school["phone"])))
        yield self._line(_("School year"), self._year())
        for adult in self.snapshot["adults"]:
            yield self._line(_("Adult who may write"), _joined(adult["name"], adult["email"]))

    def what(self) -> Iterator[Line]:
        """What the writing is for, how, and until when (T7)."""
        activity, exception = self.snapshot["activity"], self.snapshot["exception"]
        yield self._line(
            _("Exception and policy clause"), _joined(exception["name"], exception["clause"])
        )
        yield self._line(_("Activity"), activity["name"])
        yield self._line(_("Purpose"), activity["purpose"])
        yield self._line(_("How"), str(CHANNELS.get(activity["channel"], activity["channel"])))
        yield self._line(
            _("From and until"),
            self._period(activity),
        )

    def approval(self) -> Iterator[Line]:
        """The principal's prior written permission: why it is necessary, and authorised by what (T6)."""
        approval = self.snapshot["approval"]
        yield self._line(_("Why texting is necessary"), approval["necessary"])
        yield self._line(_("Authorised under clause"), approval["authorised"])
        yield self._line(_("Approved by"), approval["approved_by"])
        yield self._line(_("Approved at"), self.moment(approval["approved_at"]))

    def choices(self) -> Iterator[Line]:
        """Which phones the family named (T3a)."""
        choices = self.snapshot["choices"]
        if not choices or self.snapshot["decision"] != "granted":
            return
        yield self._line(_("Text the student's own phone"), _yes_or_no(choices["texts_student"]))
        if choices.get("student_phone"):
            yield self._line(_("Student's phone"), telephone_in_text(choices["student_phone"]))
        yield self._line(_("Same texts to the guardian"), _yes_or_no(choices["duplicates"]))
        if choices.get("own_phone"):
            yield self._line(_("Guardian's phone"), telephone_in_text(choices["own_phone"]))
        if choices.get("sharing") in SHARING:
            yield self._line(_("Who may see the guardian's number"), SHARING[choices["sharing"]])

    def signer(self) -> Iterator[Line]:
        signer = self.snapshot["signer"]
        yield self._line(_("Name on file"), signer["name_on_file"])
        yield self._line(_("Relationship to the student"), signer["relationship"])
        yield self.signed_at

    def evidence(self) -> Iterator[Line]:
        """What shows that this person signed these words (ESIGN, UETA)."""
        evidence = self.snapshot["evidence"]
        yield self._line(_("Signed at"), self.both_times(self.snapshot["signed_at"]))
        yield self._line(_("Received at"), self.both_times(self.snapshot["received_at"]))
        yield self._line(_("How the answer came"), self._known(ROUTES, self.snapshot["route"]))
        if self.is_online:
            agreed = evidence["agreed_to_sign_electronically"]
            yield self._line(_("Agreed to sign electronically"), _yes_or_no(agreed))
            yield self._line(_("Internet address"), evidence["address"])
            yield self._line(_("Browser"), evidence["browser"])
        for name, fact in evidence["proof"].items():
            yield self._line(PROOFS.get(name, name.replace("_", " ")), self._proof(fact))
        version = self.snapshot["version"]
        yield self._line(_("Version of the request"), f"{version['number']} (#{version['id']})")
        yield self._line(_("Answer"), f"#{self.snapshot['answer_id']}")
        texts = {text["sha256"]: text["language"] for text in self.snapshot["texts"]}
        for digest, language in texts.items():
            yield self._line(_("Fingerprint of the words"), f"SHA-256 ({language}) {digest}")

    def passages(self) -> Iterator[Passage]:
        """The words signed, each passage beside its English."""
        signed, english = self.snapshot["texts"][0], self.snapshot["texts"][-1]
        for index, section in enumerate(signed["sections"]):
            beside = english["sections"][index] if index < len(english["sections"]) else {}
            yield Passage(
                section["heading"],
                section["text"],
                beside.get("heading", ""),
                beside.get("text", ""),
            )

    def day(self, written: str) -> str:
        return date_format(date.fromisoformat(written), "DATE_FORMAT") if written else ""

    def moment(self, written: str) -> str:
        """A moment as it was on the school's clock, with the zone's name."""
        if not written:
            return ""
        local = datetime.fromisoformat(written).astimezone(self.zone)
        return f"{date_format(local, 'DATE_FORMAT')} {local:%H:%M} {local.tzname()}"

    def both_times(self, written: str) -> str:
        """On the school's clock and in universal time, to the second."""
        moment = datetime.fromisoformat(written)
        local, universal = moment.astimezone(self.zone), moment.astimezone(UTC)
        return (
            f"{local:%Y-%m-%d %H:%M:%S} {local.tzname()} ({self.zone.key}) = "
            f"{universal:%Y-%m-%d %H:%M:%S} UTC"
        )

    def _year(self) -> str:
        year = self.snapshot["year"]
        return f"{year['name']} ({self._period(year)})"

    def _period(self, of: dict[str, Any]) -> str:
        return f"{self.day(of['starts_on'])} \N{EN DASH} {self.day(of['ends_on'])}"

    def _proof(self, fact: object) -> str:
        if isinstance(fact, str) and DAY.fullmatch(fact):
            return self.day(fact)
        if isinstance(fact, str) and "T" in fact and fact[:4].isdigit():
            return self.both_times(fact)
        return self._known(WORDS, str(fact))

    def _known(self, words: dict[str, _StrPromise], code: str) -> str:
        return str(words.get(code, code))

    def _line(self, label: _StrPromise | str, value: object) -> Line:
        with translation.override(ENGLISH):
            english = str(label)
        own = str(label)
        return Line(own, "" if own == english else english, str(value or "—"))


def direction_of(text: str) -> str:
    """Which way a piece of text runs: its first letter says (numbers and times run left to right)."""
    kinds = (unicodedata.bidirectional(character) for character in text)
    strong = next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L")
    return "ltr" if strong == "L" else "rtl"


def _joined(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _yes_or_no(fact: object) -> str:
    return str(WORDS[str(bool(fact))])
