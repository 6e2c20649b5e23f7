"""Single lines on the pages of a report, for three ages of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import pgettext_lazy

from incidents.terms.speak_up import Level

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Y, M, O = Level.YOUNG, Level.MIDDLE, Level.OLDER  # noqa: E741

LINES: Final[dict[str, dict[Level, _StrPromise]]] = {
    "advice_reply": {
        Y: pgettext_lazy("grades k-4", "Do not write back."),
        M: pgettext_lazy("grades 5-8", "Do not answer the person."),
        O: pgettext_lazy("grades 9-12", "Don't reply to the person."),
    },
    "advice_keep": {
        Y: pgettext_lazy("grades k-4", "Do not erase the messages."),
        M: pgettext_lazy("grades 5-8", "Do not delete anything. It can help later."),
        O: pgettext_lazy(
            "grades 9-12", "Don't delete anything: messages can help to show what happened."
        ),
    },
    "advice_blame": {
        Y: pgettext_lazy("grades k-4", "You are not in trouble."),
        M: pgettext_lazy("grades 5-8", "You are not in trouble. This is not your fault."),
        O: pgettext_lazy("grades 9-12", "You are not in trouble, and it is not your fault."),
    },
    "danger": {
        Y: pgettext_lazy("grades k-4", "Is someone in danger right now?"),
        M: pgettext_lazy("grades 5-8", "Is someone in danger right now?"),
        O: pgettext_lazy("grades 9-12", "Is someone in danger right now?"),
    },
    "danger_lead": {
        Y: pgettext_lazy(
            "grades k-4",
            "If yes, call 911. If you feel so sad that you want to die, call or text 988. They help day and night.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "If so, call 911. If you or a friend thinks of ending their life, call or text 988. Both help day and night.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "If so, call 911. If you or somebody else is thinking about suicide, call or text 988. Both answer day and night, and you can still tell us here.",
        ),
    },
    "card": {
        Y: pgettext_lazy(
            "grades k-4",
            "You matter. If you are in danger, call 911. If you want to talk to a kind person now, call or text 988.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "You matter to us. If somebody is in danger, call 911. To talk with someone now, call or text 988. You can go on here too.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "What you wrote sounds serious, and you matter. In danger, call 911. To talk with someone right now, call or text 988. You can go on here as well.",
        ),
    },
    "reads": {
        Y: pgettext_lazy(
            "grades k-4",
            "People whose job is to help read this. The person you write about does not.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "People whose job it is to help will read this. The person you write about will not.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "Only people whose job this is will read it, and never the person it is about. Before you send, you see who.",
        ),
    },
    "nobody": {
        Y: pgettext_lazy(
            "grades k-4",
            "Nobody reads this page yet. Please call one of the numbers, or tell a grown-up you trust.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "Nobody reads here yet. What you send is kept. To get help now, call one of the numbers or tell an adult you trust.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "Nobody reads reports here yet. What you send is kept safe, but to get help now, call one of the numbers or tell an adult you trust.",
        ),
    },
    "limits": {
        Y: pgettext_lazy(
            "grades k-4",
            "We keep it safe. But if someone could get hurt, we may have to tell other helpers.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "We lock up what you write. But if someone may get hurt, the law can make us tell the police or other helpers. We cannot keep that a secret.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "What you write is locked and few people can open it. We can't promise full secrecy: where somebody may be harmed, the law can require us to tell the police or child protection.",
        ),
    },
    "device": {
        Y: pgettext_lazy(
            "grades k-4",
            "Is this a school laptop or tablet? The school may see which pages you open. Your own phone is safer.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "Is this a school laptop or tablet? The school may see which pages you open. Your own phone, not on school Wi-Fi, is safer.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "On a school device or school Wi-Fi, the school may see which pages you open. A phone of your own on mobile data is safer.",
        ),
    },
    "hour": {
        Y: pgettext_lazy(
            "grades k-4",
            "This page forgets what you wrote after one hour. It is not sent until you press Send.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "Nothing is sent until you press Send. After one hour this page forgets what you wrote.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "Nothing is sent until you press Send. What you write is forgotten after one hour, or at once when you leave.",
        ),
    },
    "exit": {
        Y: pgettext_lazy(
            "grades k-4",
            "Does someone come? Press Leave now. The page goes away. The list of pages you saw may still show it.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "If someone comes, press “Leave now”, or the Shift key three times. The page closes and forgets. Your browser's history may still list it.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "“Leave now”, or the Shift key three times, closes this at once and forgets what you wrote. Your browser's history may still list the page; a private window does not keep it.",
        ),
    },
    "bare_yes": {
        Y: pgettext_lazy(
            "grades k-4",
            "Please do not send it here. Do not show it or copy it. Do not erase it. You did nothing wrong. You can tell us about it in words.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "Please do not send it here, and do not copy, share or delete it. You did nothing wrong. Just tell us in words what it shows. Someone will ask you how to keep it safe.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "Please don't send it here, and don't copy, share or delete it. You did nothing wrong by telling us. Describe it in words instead; the people who work on this, or the police, can take it from the device in a safe way.",
        ),
    },
    "bare_down": {
        Y: pgettext_lazy(
            "grades k-4",
            "Is a picture of you on the internet? There is a free page that helps to take it down: takeitdown.ncmec.org. The picture stays on your phone.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "A free service helps to take pictures of you off the internet: takeitdown.ncmec.org. The picture never leaves your phone.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "Take It Down is free and helps to get such pictures of you off the internet: takeitdown.ncmec.org. The picture never leaves your device.",
        ),
    },
    "bare_tip": {
        Y: pgettext_lazy(
            "grades k-4", "You, or a grown-up you trust, can also tell report.cybertip.org."
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "You or an adult you trust can also report it at report.cybertip.org. They work with the police.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "You can also report it to the CyberTipline, which works with the police: report.cybertip.org.",
        ),
    },
    "staff": {
        Y: pgettext_lazy(
            "grades k-4",
            "You work at a school. So you must call the child hotline too. It is not enough to tell us.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "You work at a school, so the law asks you to call the child hotline too. Telling us, or your boss, is not enough.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "If you work at a school, the law asks you to call the child-protection hotline yourself when a child may be abused. Telling us or your principal is not enough.",
        ),
    },
    "shared": {
        Y: pgettext_lazy(
            "grades k-4",
            "Does someone else read your phone or mail? Then it is safer to leave this empty.",
        ),
        M: pgettext_lazy(
            "grades 5-8",
            "Can someone else read your phone or e-mail? Then it is safer to leave it empty and come back with your words.",
        ),
        O: pgettext_lazy(
            "grades 9-12",
            "If somebody else can read your phone or mailbox, it is safer to leave it empty and to come back with your six words.",
        ),
    },
}
