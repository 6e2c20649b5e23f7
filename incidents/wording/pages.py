"""What the pages of a report say, for three ages of readers: short and kind, never "why", never blaming.

In English and Spanish the reader chooses among three; the other languages have one plain level, the first.
Each text stays within the grade of its level (a test counts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language
from django.utils.translation import pgettext_lazy as _p

from incidents.terms.speak_up import Level

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LEVELS_IN: Final = ("en", "es")
# The grade that the words of a level stay within (Flesch-Kincaid).
GRADES: Final = {Level.YOUNG: 4.0, Level.MIDDLE: 6.0, Level.OLDER: 9.0}


def levels() -> tuple[Level, ...]:
    """The levels there are in the page's language."""
    return tuple(Level) if (get_language() or "en")[:2] in LEVELS_IN else (Level.YOUNG,)


def level_of(word: str) -> Level:
    """The level that was chosen, as far as the language has it; the middle one while nobody chose."""
    there = levels()
    chosen = Level(word) if word in Level.values else Level.MIDDLE
    return chosen if chosen in there else there[0]


def page(name: str, level: Level) -> dict[str, _StrPromise]:
    """The title and the lead of a page."""
    title, lead = PAGES[name][level]
    return {"title": title, "lead": lead}


def lines_at(level: Level) -> dict[str, _StrPromise]:
    """Every single line of text at a level, by its name."""
    return {name: texts[level] for name, texts in LINES.items()}


Y, M, O = Level.YOUNG, Level.MIDDLE, Level.OLDER  # noqa: E741

PAGES: Final[dict[str, dict[Level, tuple[_StrPromise, _StrPromise]]]] = {
    "front": {
        Y: (
            _p("grades k-4", "You can tell us here"),
            _p(
                "grades k-4",
                "Did somebody write to you in a way that feels bad? Tell us. You do not need to say your name.",
            ),
        ),
        M: (
            _p("grades 5-8", "You can tell us here"),
            _p(
                "grades 5-8",
                "Did an adult or a student write something that does not feel right? Tell us here. You do not have to give your name.",
            ),
        ),
        O: (
            _p("grades 9-12", "Tell us what happened"),
            _p(
                "grades 9-12",
                "If an adult or a student wrote something to you, or to somebody you know, that was not right, tell us here. You can stay anonymous.",
            ),
        ),
    },
    "now": {
        Y: (
            _p("grades k-4", "Tell us fast"),
            _p("grades k-4", "Call 911 first if you can. Then write a few words and press Send."),
        ),
        M: (
            _p("grades 5-8", "Tell us fast"),
            _p(
                "grades 5-8",
                "If you can, call 911 first. Then write a few words here and press Send.",
            ),
        ),
        O: (
            _p("grades 9-12", "Tell us now, in a few words"),
            _p(
                "grades 9-12",
                "If you can, call 911 first. Two short answers are enough to send this. You can add more at any time.",
            ),
        ),
    },
    "said": {
        Y: (
            _p("grades k-4", "What happened?"),
            _p("grades k-4", "Use your own words. It can be short. Spelling does not matter."),
        ),
        M: (
            _p("grades 5-8", "What happened?"),
            _p(
                "grades 5-8",
                "Write it in your own words, in any language. Say what was written and about when. It does not have to be perfect.",
            ),
        ),
        O: (
            _p("grades 9-12", "What happened?"),
            _p(
                "grades 9-12",
                "Use your own words, in any language. It helps to say what was written, when, and how often. You don't have to tell everything.",
            ),
        ),
    },
    "about": {
        Y: (
            _p("grades k-4", "Who did it?"),
            _p("grades k-4", "Pick all that fit. It is fine if you do not know."),
        ),
        M: (
            _p("grades 5-8", "Who is it about?"),
            _p("grades 5-8", "Choose all that fit. If you are not sure, that is fine."),
        ),
        O: (
            _p("grades 9-12", "Who is it about?"),
            _p("grades 9-12", "Choose all that fit. You don't need to be sure."),
        ),
    },
    "people": {
        Y: (
            _p("grades k-4", "Do you know a name?"),
            _p("grades k-4", "Write a name, or what the person does. You can skip this."),
        ),
        M: (
            _p("grades 5-8", "Do you know who it is?"),
            _p(
                "grades 5-8",
                "Write a name, or just what the person does. A user name or number helps too. You can skip this.",
            ),
        ),
        O: (
            _p("grades 9-12", "Do you know who it is?"),
            _p(
                "grades 9-12",
                "A name, a role, a user name or a phone number all help. Leave out what you don't know. You can name several people.",
            ),
        ),
    },
    "where": {
        Y: (
            _p("grades k-4", "Where was it?"),
            _p("grades k-4", "Write the name of the app or game. Or say: text, phone, in class."),
        ),
        M: (
            _p("grades 5-8", "Where did it happen?"),
            _p("grades 5-8", "Write the app, game or site. Or say “text messages”, or a place."),
        ),
        O: (
            _p("grades 9-12", "Where did it happen?"),
            _p("grades 9-12", "Name the app, game or website, or say “text messages”, or a place."),
        ),
    },
    "school": {
        Y: (
            _p("grades k-4", "Which school?"),
            _p("grades k-4", "Write a part of the name and press Find."),
        ),
        M: (
            _p("grades 5-8", "Which school is it about?"),
            _p("grades 5-8", "Write part of the school's name and press Find. Then choose it."),
        ),
        O: (
            _p("grades 9-12", "Which school is it about?"),
            _p("grades 9-12", "Write part of the school's name and press Find. Then choose it."),
        ),
    },
    "have": {
        Y: (
            _p("grades k-4", "Do you have a picture of it?"),
            _p("grades k-4", "First we must ask: does a picture show a kid with no clothes on?"),
        ),
        M: (
            _p("grades 5-8", "Do you have pictures or files?"),
            _p(
                "grades 5-8",
                "We ask this first: does any picture or video show someone under 18 without clothes?",
            ),
        ),
        O: (
            _p("grades 9-12", "Do you have pictures, videos or files?"),
            _p(
                "grades 9-12",
                "Before you add anything: does any of it show somebody under 18 without clothes, or doing something sexual?",
            ),
        ),
    },
    "keep": {
        Y: (
            _p("grades k-4", "Who must not see this?"),
            _p(
                "grades k-4",
                "We never show it to the person you write about. Who else must not see it?",
            ),
        ),
        M: (
            _p("grades 5-8", "Who must not see this?"),
            _p(
                "grades 5-8",
                "The person you write about never sees it. Is there somebody else who must not see it?",
            ),
        ),
        O: (
            _p("grades 9-12", "Who must not see this?"),
            _p(
                "grades 9-12",
                "The person you write about never gets to see it, and nobody who stands in for them does. Name anybody else who must not.",
            ),
        ),
    },
    "you": {
        Y: (
            _p("grades k-4", "Who are you?"),
            _p("grades k-4", "You do not need to say your name."),
        ),
        M: (
            _p("grades 5-8", "Who are you?"),
            _p("grades 5-8", "This is not about your name. Choose what fits best."),
        ),
        O: (
            _p("grades 9-12", "Who are you?"),
            _p(
                "grades 9-12",
                "We don't need your name. This helps us give you the right next step.",
            ),
        ),
    },
    "home": {
        Y: (
            _p("grades k-4", "Is it safe to tell your mom, dad or the adult at home?"),
            _p(
                "grades k-4",
                "If you say no, we do not just tell them. A person thinks about it first.",
            ),
        ),
        M: (
            _p("grades 5-8", "Is it safe to tell your parent?"),
            _p(
                "grades 5-8",
                "If it is not safe, say no. Then nobody at home is told until a person has thought about it with care.",
            ),
        ),
        O: (
            _p("grades 9-12", "Is it safe to tell your parent or guardian?"),
            _p(
                "grades 9-12",
                "If you answer no, or don't know, nobody at home is told by rule. A named person decides first what is safe.",
            ),
        ),
    },
    "trusted": {
        Y: (
            _p("grades k-4", "Is there a grown-up you trust?"),
            _p(
                "grades k-4",
                "We may ask this person to help you. We do not tell them by ourselves.",
            ),
        ),
        M: (
            _p("grades 5-8", "Is there an adult you trust?"),
            _p(
                "grades 5-8",
                "You can name an adult at school who should help you. Only the people who work on this can bring them in.",
            ),
        ),
        O: (
            _p("grades 9-12", "Is there an adult you would like to have with you?"),
            _p(
                "grades 9-12",
                "You can name an adult at school. Nothing is sent to them now. Only the people who work on this can bring them in.",
            ),
        ),
    },
    "reach": {
        Y: (
            _p("grades k-4", "How can we talk to you?"),
            _p(
                "grades k-4",
                "You can leave all of this empty. At the end you get six words. They bring you back here.",
            ),
        ),
        M: (
            _p("grades 5-8", "How can we reach you?"),
            _p(
                "grades 5-8",
                "You can leave all of this empty. At the end you get six words, and with them you can come back and read our answer.",
            ),
        ),
        O: (
            _p("grades 9-12", "How can we reach you?"),
            _p(
                "grades 9-12",
                "You can leave all of this empty and stay anonymous. At the end you get six words that bring you back to read our answer.",
            ),
        ),
    },
    "check": {
        Y: (
            _p("grades k-4", "Look once more"),
            _p("grades k-4", "Is this what you want to say? You can change it. Then press Send."),
        ),
        M: (
            _p("grades 5-8", "Look once more, then send"),
            _p(
                "grades 5-8", "This is what you wrote. You can change each part before you send it."
            ),
        ),
        O: (
            _p("grades 9-12", "Look once more, then send"),
            _p(
                "grades 9-12", "This is all we keep. You can change each answer before you send it."
            ),
        ),
    },
}

LINES: Final[dict[str, dict[Level, _StrPromise]]] = {
    "advice_reply": {
        Y: _p("grades k-4", "Do not write back."),
        M: _p("grades 5-8", "Do not answer the person."),
        O: _p("grades 9-12", "Don't reply to the person."),
    },
    "advice_keep": {
        Y: _p("grades k-4", "Do not erase the messages."),
        M: _p("grades 5-8", "Do not delete anything. It can help later."),
        O: _p("grades 9-12", "Don't delete anything: messages can help to show what happened."),
    },
    "advice_blame": {
        Y: _p("grades k-4", "You are not in trouble."),
        M: _p("grades 5-8", "You are not in trouble. This is not your fault."),
        O: _p("grades 9-12", "You are not in trouble, and it is not your fault."),
    },
    "danger": {
        Y: _p("grades k-4", "Is someone in danger right now?"),
        M: _p("grades 5-8", "Is someone in danger right now?"),
        O: _p("grades 9-12", "Is someone in danger right now?"),
    },
    "danger_lead": {
        Y: _p(
            "grades k-4",
            "If yes, call 911. If you feel so sad that you want to die, call or text 988. They help day and night.",
        ),
        M: _p(
            "grades 5-8",
            "If so, call 911. If you or a friend thinks of ending their life, call or text 988. Both help day and night.",
        ),
        O: _p(
            "grades 9-12",
            "If so, call 911. If you or somebody else is thinking about suicide, call or text 988. Both answer day and night, and you can still tell us here.",
        ),
    },
    "card": {
        Y: _p(
            "grades k-4",
            "You matter. If you are in danger, call 911. If you want to talk to a kind person now, call or text 988.",
        ),
        M: _p(
            "grades 5-8",
            "You matter to us. If somebody is in danger, call 911. To talk with someone now, call or text 988. You can go on here too.",
        ),
        O: _p(
            "grades 9-12",
            "What you wrote sounds serious, and you matter. In danger, call 911. To talk with someone right now, call or text 988. You can go on here as well.",
        ),
    },
    "reads": {
        Y: _p(
            "grades k-4",
            "People whose job is to help read this. The person you write about does not.",
        ),
        M: _p(
            "grades 5-8",
            "People whose job it is to help will read this. The person you write about will not.",
        ),
        O: _p(
            "grades 9-12",
            "Only people whose job this is will read it, and never the person it is about. Before you send, you see who.",
        ),
    },
    "nobody": {
        Y: _p(
            "grades k-4",
            "Nobody reads this page yet. Please call one of the numbers, or tell a grown-up you trust.",
        ),
        M: _p(
            "grades 5-8",
            "Nobody reads here yet. What you send is kept. To get help now, call one of the numbers or tell an adult you trust.",
        ),
        O: _p(
            "grades 9-12",
            "Nobody reads reports here yet. What you send is kept safe, but to get help now, call one of the numbers or tell an adult you trust.",
        ),
    },
    "limits": {
        Y: _p(
            "grades k-4",
            "We keep it safe. But if someone could get hurt, we may have to tell other helpers.",
        ),
        M: _p(
            "grades 5-8",
            "We lock up what you write. But if someone may get hurt, the law can make us tell the police or other helpers. We cannot keep that a secret.",
        ),
        O: _p(
            "grades 9-12",
            "What you write is locked and few people can open it. We can't promise full secrecy: where somebody may be harmed, the law can require us to tell the police or child protection.",
        ),
    },
    "device": {
        Y: _p(
            "grades k-4",
            "Is this a school laptop or tablet? The school may see which pages you open. Your own phone is safer.",
        ),
        M: _p(
            "grades 5-8",
            "Is this a school laptop or tablet? The school may see which pages you open. Your own phone, not on school Wi-Fi, is safer.",
        ),
        O: _p(
            "grades 9-12",
            "On a school device or school Wi-Fi, the school may see which pages you open. A phone of your own on mobile data is safer.",
        ),
    },
    "hour": {
        Y: _p(
            "grades k-4",
            "This page forgets what you wrote after one hour. It is not sent until you press Send.",
        ),
        M: _p(
            "grades 5-8",
            "Nothing is sent until you press Send. After one hour this page forgets what you wrote.",
        ),
        O: _p(
            "grades 9-12",
            "Nothing is sent until you press Send. What you write is forgotten after one hour, or at once when you leave.",
        ),
    },
    "exit": {
        Y: _p(
            "grades k-4",
            "Does someone come? Press Leave now. The page goes away. The list of pages you saw may still show it.",
        ),
        M: _p(
            "grades 5-8",
            "If someone comes, press “Leave now”, or the Shift key three times. The page closes and forgets. Your browser's history may still list it.",
        ),
        O: _p(
            "grades 9-12",
            "“Leave now”, or the Shift key three times, closes this at once and forgets what you wrote. Your browser's history may still list the page; a private window does not keep it.",
        ),
    },
    "bare_yes": {
        Y: _p(
            "grades k-4",
            "Please do not send it here. Do not show it or copy it. Do not erase it. You did nothing wrong. You can tell us about it in words.",
        ),
        M: _p(
            "grades 5-8",
            "Please do not send it here, and do not copy, share or delete it. You did nothing wrong. Just tell us in words what it shows. Someone will ask you how to keep it safe.",
        ),
        O: _p(
            "grades 9-12",
            "Please don't send it here, and don't copy, share or delete it. You did nothing wrong by telling us. Describe it in words instead; the people who work on this, or the police, can take it from the device in a safe way.",
        ),
    },
    "bare_down": {
        Y: _p(
            "grades k-4",
            "Is a picture of you on the internet? There is a free page that helps to take it down: takeitdown.ncmec.org. The picture stays on your phone.",
        ),
        M: _p(
            "grades 5-8",
            "A free service helps to take pictures of you off the internet: takeitdown.ncmec.org. The picture never leaves your phone.",
        ),
        O: _p(
            "grades 9-12",
            "Take It Down is free and helps to get such pictures of you off the internet: takeitdown.ncmec.org. The picture never leaves your device.",
        ),
    },
    "bare_tip": {
        Y: _p("grades k-4", "You, or a grown-up you trust, can also tell report.cybertip.org."),
        M: _p(
            "grades 5-8",
            "You or an adult you trust can also report it at report.cybertip.org. They work with the police.",
        ),
        O: _p(
            "grades 9-12",
            "You can also report it to the CyberTipline, which works with the police: report.cybertip.org.",
        ),
    },
    "shared": {
        Y: _p(
            "grades k-4",
            "Does someone else read your phone or mail? Then it is safer to leave this empty.",
        ),
        M: _p(
            "grades 5-8",
            "Can someone else read your phone or e-mail? Then it is safer to leave it empty and come back with your words.",
        ),
        O: _p(
            "grades 9-12",
            "If somebody else can read your phone or mailbox, it is safer to leave it empty and to come back with your six words.",
        ),
    },
}
