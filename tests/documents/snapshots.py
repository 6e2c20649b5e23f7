"""A signed form's snapshot in each language, as the consents app writes it."""

# ruff: noqa: RUF001 -- Chinese and Urdu have stops of their own

import copy

ENGLISH = {
    "language": "en",
    "title": "Permission to text my child for a safety meet-up",
    "sections": [
        {
            "heading": "What you are asked",
            "text": "Coach Dana Reyes asks to send text messages to Amal Hassan.\n\n"
            "Every message goes to a group with you in it. Nobody writes to your child alone.",
        },
        {
            "heading": "If you say no",
            "text": "Nothing changes for your child. Your child still takes part in everything.",
        },
        {
            "heading": "If you change your mind",
            "text": "You can take this permission back at any time, and it stops at once.",
        },
    ],
    "sha256": "1" * 64,
}
ARABIC = {
    "language": "ar",
    "title": "إذن بإرسال رسائل نصية إلى طفلي من أجل لقاء السلامة",
    "sections": [
        {
            "heading": "ما الذي يُطلب منك",
            "text": "تطلب المدربة Dana Reyes إرسال رسائل نصية إلى أمل حسن.\n\n"
            "كل رسالة تذهب إلى مجموعة أنت فيها. لا أحد يكتب إلى طفلك وحده.",
        },
        {"heading": "إذا رفضت", "text": "لا يتغير شيء بالنسبة لطفلك. يشارك طفلك في كل شيء."},
        {
            "heading": "إذا غيّرت رأيك",
            "text": "يمكنك سحب هذا الإذن في أي وقت، ويتوقف على الفور.",
        },
    ],
    "sha256": "2" * 64,
}
URDU = {
    "language": "ur",
    "title": "میرے بچے کو ٹیکسٹ پیغام بھیجنے کی اجازت",
    "sections": [
        {
            "heading": "آپ سے کیا پوچھا جا رہا ہے",
            "text": "کوچ Dana Reyes آپ کے بچے کو پیغام بھیجنا چاہتی ہیں۔",
        },
        {"heading": "اگر آپ انکار کریں", "text": "آپ کے بچے کے لیے کچھ نہیں بدلے گا۔"},
        {"heading": "اگر آپ اپنا ارادہ بدلیں", "text": "آپ یہ اجازت کسی بھی وقت واپس لے سکتے ہیں۔"},
    ],
    "sha256": "3" * 64,
}
CHINESE = {
    "language": "zh-hans",
    "title": "允许为安全集合向我的孩子发送短信",
    "sections": [
        {
            "heading": "请您决定的事",
            "text": "教练 Dana Reyes 请求向张小骨发送短信。每条短信都发到有您在内的群组。",
        },
        {"heading": "如果您拒绝", "text": "您的孩子不会受到任何影响。"},
        {"heading": "如果您改变主意", "text": "您可以随时撤回许可，立即生效。"},
    ],
    "sha256": "4" * 64,
}
POLISH = {
    "language": "pl",
    "title": "Zgoda na wysyłanie wiadomości tekstowych do mojego dziecka",
    "sections": [
        {
            "heading": "O co prosimy",
            "text": "Trenerka Dana Reyes prosi o zgodę na wysyłanie wiadomości.",
        },
        {"heading": "Jeśli Państwo odmówią", "text": "Dla dziecka nic się nie zmieni."},
        {"heading": "Jeśli zmienią Państwo zdanie", "text": "Zgodę można wycofać w każdej chwili."},
    ],
    "sha256": "5" * 64,
}
FORMS = {"en": ENGLISH, "ar": ARABIC, "ur": URDU, "zh-hans": CHINESE, "pl": POLISH}
NAMES = {
    "en": "Amina Hassan",
    "ar": "أمينة حسن عبد الله",
    "ur": "آمنہ حسن",
    "zh-hans": "张伟骨",
    "pl": "Łucja Żółć-Święcka",
}
LABELS = {
    "en": "Permission given",
    "ar": "تم منح الإذن",
    "ur": "اجازت دی گئی",
    "zh-hans": "同意",
    "pl": "Zgoda udzielona",
}


def snapshot(language="en", answer_id=17, **changed):
    form = {
        "schema": 1,
        "answer_id": answer_id,
        "decision": "granted",
        "decision_label": LABELS[language],
        "language": language,
        "texts": [FORMS[language], ENGLISH],
        "student": {"name": "Amal Hassan", "number": "50012345", "grade": "10"},
        "school": {"name": "Mulberry High School", "phone": "+1 773-555-0199"},
        "activity": {
            "name": "Girls' cross-country",
            "purpose": "Where to meet after away races, and who is still missing.",
            "starts_on": "2026-09-01",
            "ends_on": "2027-05-30",
            "channel": "group_text",
        },
        "adults": [{"name": "Dana Reyes", "email": "dana.reyes@district.example"}],
        "exception": {"code": "safety_meetup", "name": "Safety meet-up", "clause": "T2"},
        "approval": {
            "approved_by": "Principal Rosa Lopez",
            "approved_at": "2026-09-01T14:05:00+00:00",
            "necessary": "Athletes have no district device with them at away races.",
            "authorised": "T2",
        },
        "year": {"name": "2026-27", "starts_on": "2026-07-01", "ends_on": "2027-06-30"},
        "signer": {
            "typed_name": NAMES[language],
            "name_on_file": "Amina Hassan",
            "relationship": "Mother",
            "kind": "guardian",
        },
        "choices": {
            "texts_student": True,
            "student_phone": "+13125550142",
            "duplicates": True,
            "own_phone": "+13125550143",
        },
        "reason": "",
        "signed_at": "2026-10-12T23:40:12+00:00",
        "signed_at_local": "2026-10-12 18:40 CDT",
        "timezone": "America/Chicago",
        "received_at": "2026-10-12T23:40:12+00:00",
        "route": "online",
        "evidence": {
            "address": "203.0.113.7",
            "browser": "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile",
            "proof": {
                "channel": "sms",
                "code_id": 41,
                "birth_date_asked": True,
                "contact_verified_at": "2026-10-12T23:38:02+00:00",
            },
            "agreed_to_sign_electronically": True,
        },
        "version": {"id": 9, "number": 1},
    }
    return copy.deepcopy(form | changed)
