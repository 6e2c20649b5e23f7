"""The title and the lead of each page of a report, for three ages of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import pgettext_lazy

from incidents.terms.speak_up import Level

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Y, M, O = Level.YOUNG, Level.MIDDLE, Level.OLDER  # noqa: E741

PAGES: Final[dict[str, dict[Level, tuple[_StrPromise, _StrPromise]]]] = {
    "front": {
        Y: (
            pgettext_lazy("grades k-4", "You can tell us here"),
            pgettext_lazy(
                "grades k-4",
                "Did somebody write to you in a way that feels bad? Tell us. You do not need to say your name.",
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "You can tell us here"),
            pgettext_lazy(
                "grades 5-8",
                "Did an adult or a student write something that does not feel right? Tell us here. You do not have to give your name.",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Tell us what happened"),
            pgettext_lazy(
                "grades 9-12",
                "If an adult or a student wrote something to you, or to somebody you know, that was not right, tell us here. You can stay anonymous.",
            ),
        ),
    },
    "now": {
        Y: (
            pgettext_lazy("grades k-4", "Tell us fast"),
            pgettext_lazy(
                "grades k-4", "Call 911 first if you can. Then write a few words and press Send."
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Tell us fast"),
            pgettext_lazy(
                "grades 5-8",
                "If you can, call 911 first. Then write a few words here and press Send.",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Tell us now, in a few words"),
            pgettext_lazy(
                "grades 9-12",
                "If you can, call 911 first. Two short answers are enough to send this. You can add more at any time.",
            ),
        ),
    },
    "said": {
        Y: (
            pgettext_lazy("grades k-4", "What happened?"),
            pgettext_lazy(
                "grades k-4", "Use your own words. It can be short. Spelling does not matter."
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "What happened?"),
            pgettext_lazy(
                "grades 5-8",
                "Write it in your own words, in any language. Say what was written and about when. It does not have to be perfect.",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "What happened?"),
            pgettext_lazy(
                "grades 9-12",
                "Use your own words, in any language. It helps to say what was written, when, and how often. You don't have to tell everything.",
            ),
        ),
    },
    "about": {
        Y: (
            pgettext_lazy("grades k-4", "Who did it?"),
            pgettext_lazy("grades k-4", "Pick all that fit. It is fine if you do not know."),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Who is it about?"),
            pgettext_lazy("grades 5-8", "Choose all that fit. If you are not sure, that is fine."),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Who is it about?"),
            pgettext_lazy("grades 9-12", "Choose all that fit. You don't need to be sure."),
        ),
    },
    "people": {
        Y: (
            pgettext_lazy("grades k-4", "Do you know a name?"),
            pgettext_lazy(
                "grades k-4", "Write a name, or what the person does. You can skip this."
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Do you know who it is?"),
            pgettext_lazy(
                "grades 5-8",
                "Write a name, or just what the person does. A user name or number helps too. You can skip this.",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Do you know who it is?"),
            pgettext_lazy(
                "grades 9-12",
                "A name, a role, a user name or a phone number all help. Leave out what you don't know. You can name several people.",
            ),
        ),
    },
    "where": {
        Y: (
            pgettext_lazy("grades k-4", "Where was it?"),
            pgettext_lazy(
                "grades k-4", "Write the name of the app or game. Or say: text, phone, in class."
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Where did it happen?"),
            pgettext_lazy(
                "grades 5-8", "Write the app, game or site. Or say “text messages”, or a place."
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Where did it happen?"),
            pgettext_lazy(
                "grades 9-12", "Name the app, game or website, or say “text messages”, or a place."
            ),
        ),
    },
    "school": {
        Y: (
            pgettext_lazy("grades k-4", "Which school?"),
            pgettext_lazy("grades k-4", "Write a part of the name and press Find."),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Which school is it about?"),
            pgettext_lazy(
                "grades 5-8", "Write part of the school's name and press Find. Then choose it."
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Which school is it about?"),
            pgettext_lazy(
                "grades 9-12", "Write part of the school's name and press Find. Then choose it."
            ),
        ),
    },
    "have": {
        Y: (
            pgettext_lazy("grades k-4", "Do you have a picture of it?"),
            pgettext_lazy(
                "grades k-4", "First we must ask: does a picture show a kid with no clothes on?"
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Do you have pictures or files?"),
            pgettext_lazy(
                "grades 5-8",
                "We ask this first: does any picture or video show someone under 18 without clothes?",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Do you have pictures, videos or files?"),
            pgettext_lazy(
                "grades 9-12",
                "Before you add anything: does any of it show somebody under 18 without clothes, or doing something sexual?",
            ),
        ),
    },
    "keep": {
        Y: (
            pgettext_lazy("grades k-4", "Who must not see this?"),
            pgettext_lazy(
                "grades k-4",
                "We never show it to the person you write about. Who else must not see it?",
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Who must not see this?"),
            pgettext_lazy(
                "grades 5-8",
                "The person you write about never sees it. Is there somebody else who must not see it?",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Who must not see this?"),
            pgettext_lazy(
                "grades 9-12",
                "The person you write about never gets to see it, and nobody who stands in for them does. Name anybody else who must not.",
            ),
        ),
    },
    "you": {
        Y: (
            pgettext_lazy("grades k-4", "Who are you?"),
            pgettext_lazy("grades k-4", "You do not need to say your name."),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Who are you?"),
            pgettext_lazy("grades 5-8", "This is not about your name. Choose what fits best."),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Who are you?"),
            pgettext_lazy(
                "grades 9-12",
                "We don't need your name. This helps us give you the right next step.",
            ),
        ),
    },
    "home": {
        Y: (
            pgettext_lazy("grades k-4", "Is it safe to tell your mom, dad or the adult at home?"),
            pgettext_lazy(
                "grades k-4",
                "If you say no, we do not just tell them. A person thinks about it first.",
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Is it safe to tell your parent?"),
            pgettext_lazy(
                "grades 5-8",
                "If it is not safe, say no. Then nobody at home is told until a person has thought about it with care.",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Is it safe to tell your parent or guardian?"),
            pgettext_lazy(
                "grades 9-12",
                "If you answer no, or don't know, nobody at home is told by rule. A named person decides first what is safe.",
            ),
        ),
    },
    # For whoever is not the student.
    "home_of_student": {
        Y: (
            pgettext_lazy("grades k-4", "Is it safe to tell the adult at the student's home?"),
            pgettext_lazy(
                "grades k-4",
                "If you say no, we do not just tell them. A person thinks about it first.",
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Is it safe to tell the student's parent?"),
            pgettext_lazy(
                "grades 5-8",
                "If it is not safe, say no. Then nobody at home is told until a person has thought about it with care.",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Is it safe to tell the student's parent or guardian?"),
            pgettext_lazy(
                "grades 9-12",
                "If you answer no, or don't know, nobody at home is told by rule. A named person decides first what is safe.",
            ),
        ),
    },
    "trusted": {
        Y: (
            pgettext_lazy("grades k-4", "Is there a grown-up you trust?"),
            pgettext_lazy(
                "grades k-4",
                "We may ask this person to help you. We do not tell them by ourselves.",
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Is there an adult you trust?"),
            pgettext_lazy(
                "grades 5-8",
                "You can name an adult at school who should help you. Only the people who work on this can bring them in.",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Is there an adult you would like to have with you?"),
            pgettext_lazy(
                "grades 9-12",
                "You can name an adult at school. Nothing is sent to them now. Only the people who work on this can bring them in.",
            ),
        ),
    },
    "reach": {
        Y: (
            pgettext_lazy("grades k-4", "How can we talk to you?"),
            pgettext_lazy(
                "grades k-4",
                "You can leave all of this empty. At the end you get six words. They bring you back here.",
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "How can we reach you?"),
            pgettext_lazy(
                "grades 5-8",
                "You can leave all of this empty. At the end you get six words, and with them you can come back and read our answer.",
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "How can we reach you?"),
            pgettext_lazy(
                "grades 9-12",
                "You can leave all of this empty and stay anonymous. At the end you get six words that bring you back to read our answer.",
            ),
        ),
    },
    "check": {
        Y: (
            pgettext_lazy("grades k-4", "Look once more"),
            pgettext_lazy(
                "grades k-4", "Is this what you want to say? You can change it. Then press Send."
            ),
        ),
        M: (
            pgettext_lazy("grades 5-8", "Look once more, then send"),
            pgettext_lazy(
                "grades 5-8", "This is what you wrote. You can change each part before you send it."
            ),
        ),
        O: (
            pgettext_lazy("grades 9-12", "Look once more, then send"),
            pgettext_lazy(
                "grades 9-12", "This is all we keep. You can change each answer before you send it."
            ),
        ),
    },
}
