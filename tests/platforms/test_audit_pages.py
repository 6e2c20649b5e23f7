"""The pages of audits: partial work, two tabs, files, the second person, and lists at any length (P2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from platforms.actions import audits as actions
from platforms.models import Audit, AuditDecision, Evidence, Result
from platforms.terms.audits import AuditStage, Value
from tests.platform_factories import PlatformFactory
from tests.platforms.auditing import assessed, begun, evidence_for, handed_in

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P2")]


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def url(door, *keys):
    return reverse(f"platforms:{door}", args=keys)


def filled(scene, **rows):
    """The form of group IAM as a page shows it now, with some rows changed: `IAM_01={"value": "met"}`."""
    data = {}
    for criterion in scene.audit.criteria_set.criteria.filter(group="IAM"):
        standing = scene.audit.results.filter(criterion=criterion).order_by("-pk").first()
        fields = {
            "value": standing.value if standing else "unknown",
            "grade": standing.grade if standing else "claimed",
            "note": standing.note if standing else "",
            "seen": standing.pk if standing else "",
            **rows.get(criterion.code.replace("-", "_"), {}),
        }
        data |= {f"c{criterion.pk}-{name}": value for name, value in fields.items()}
    return data


def kept(scene):
    rows = Result.objects.standing().filter(audit=scene.audit).order_by("criterion__place")
    return [(row.criterion.code, row.value, row.note) for row in rows]


def test_only_what_was_touched_is_kept_and_a_form_sent_twice_keeps_it_once():
    scene = begun()
    client, address = browser(scene.its), url("audit_group", scene.audit.pk, "IAM")
    sent = filled(scene, IAM_02={"value": "partial", "note": "Half of it."})

    first, second = client.post(address, sent), client.post(address, sent)

    assert (first.status_code, second.status_code) == (302, 302)
    assert kept(scene) == [("IAM-02", "partial", "Half of it.")]
    assert Result.objects.count() == 1


def test_a_form_that_fails_keeps_all_that_was_typed_and_nothing_is_written():
    scene = begun()
    sent = filled(
        scene,
        IAM_01={"value": "met", "grade": "observed", "note": "Seen on Monday."},
        IAM_02={"value": "na", "note": ""},
    )

    answer = browser(scene.its).post(url("audit_group", scene.audit.pk, "IAM"), sent)

    words = answer.content.decode()
    assert answer.status_code == 422
    assert "Seen on Monday." in words
    assert "A grade above “claimed” rests on evidence: attach at least one piece." in words
    assert "Say why it does not apply." in words
    assert not Result.objects.exists()


def test_two_tabs_the_later_counts_the_other_is_shown_and_what_neither_touched_stays():
    scene = begun()
    address = url("audit_group", scene.audit.pk, "IAM")
    stale = filled(scene, IAM_01={"value": "not_met", "note": "Mine."})
    fresh = filled(scene, IAM_01={"value": "partial", "note": "Theirs."}, IAM_02={"value": "met"})
    browser(scene.second).post(address, fresh)

    page = browser(scene.its).post(address, stale, follow=True)

    told = [str(message) for message in page.context["messages"]]
    assert kept(scene) == [("IAM-01", "not_met", "Mine."), ("IAM-02", "met", "")]
    assert told[0].startswith(f"IAM-01: {scene.second.name} kept “Partly met” at ")
    assert "“Theirs.”" in page.content.decode()


def test_a_knock_out_met_on_too_little_is_told_at_once_and_leaves_it_undecided():
    scene = begun()
    address = url("audit_group", scene.audit.pk, "IAM")

    page = browser(scene.its).post(address, filled(scene, IAM_01={"value": "met"}), follow=True)
    overview = browser(scene.its).get(url("audit", scene.audit.pk))

    assert "Called met, on too little" in page.content.decode()
    assert [one.code for one in overview.context["reasons"]] == [
        "no_agreement",
        "unknown:CON-01",
        "unknown:IAM-02",
        "weak_evidence:IAM-01",
    ]


def test_a_file_is_added_attached_and_saved_again():
    scene = begun()
    client, store = browser(scene.its), url("platform_evidence", scene.platform.pk)
    said = {
        "title": "Join from outside",
        "origin": "its",
        "dated_on": timezone.localdate().isoformat(),
    }
    bad = client.post(store, {**said, "file": SimpleUploadedFile("a.pdf", b"PK\x03\x04rest")})
    client.post(store, {**said, "file": SimpleUploadedFile("a.txt", b"joined without a code")})
    piece = Evidence.objects.get()
    row = {"value": "not_met", "grade": "observed", "evidence": piece.pk}
    client.post(url("audit_group", scene.audit.pk, "IAM"), filled(scene, IAM_01=row))

    file = client.get(url("evidence_file", piece.pk))

    assert bad.status_code == 422
    assert "This kind of file is not taken." in bad.content.decode()
    assert Result.objects.get().evidence.get().evidence == piece
    assert file.content == b"joined without a code"
    assert file["Content-Disposition"] == f'attachment; filename="a-{piece.pk}.txt"'
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_last_finding_stands_beside_and_is_not_carried():
    scene = handed_in()
    second = browser(scene.reviewer)
    second.post(url("review_scope", scene.audit.pk), {"word": "accept"})
    second.post(url("decide_audit", scene.audit.pk), {"decide-public_reason": "Good."})
    again = actions.request(scene.platform, by=scene.by["its"])
    actions.assign(again, scene.its, by=scene.by["its"])

    page = browser(scene.its).get(url("audit_group", again.pk, "IAM"))

    rows = [desk.row for desk in page.context["desks"]]
    assert [(row.before.value, row.result) for row in rows] == [("met", None), ("met", None)]
    assert "Last audit, to read" in page.content.decode()


def test_the_second_person_accepts_and_decides_and_the_auditor_may_not():
    scene = handed_in(with_na=True)
    na = Result.objects.get(value=Value.NA)
    own, other = browser(scene.its), browser(scene.reviewer)
    words = {"decide-public_reason": "It keeps every message."}
    early = other.post(url("decide_audit", scene.audit.pk), words)
    unsaid = other.post(url("review_na", scene.audit.pk, na.pk), {"word": "not"})
    for client in (own, other):
        client.post(url("review_scope", scene.audit.pk), {"word": "accept"})
        client.post(url("review_na", scene.audit.pk, na.pk), {"word": "accept"})

    mine = own.post(url("decide_audit", scene.audit.pk), words)
    theirs = other.post(url("decide_audit", scene.audit.pk), words)

    assert (early.status_code, unsaid.status_code) == (422, 422)
    assert (mine.status_code, theirs.status_code) == (403, 302)
    assert AuditDecision.objects.get().decided_by == scene.reviewer
    page = other.get(url("audit", scene.audit.pk))
    assert "An approval counts once it is published" in page.content.decode()


def test_what_is_missing_is_linked_before_the_hand_in():
    scene = begun()

    answer = browser(scene.its).post(url("hand_in_audit", scene.audit.pk), {"hand-note": ""})

    words = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="{url("audit_group", scene.audit.pk, "IAM")}#IAM-01"' in words
    assert Audit.objects.get().stage == AuditStage.ASSESSING


def test_lists_and_pages_ask_the_same_number_of_queries_however_much_there_is():
    scene = assessed()
    client = browser(scene.its)
    addresses = [
        url("audits"),
        url("audit", scene.audit.pk),
        url("audit_group", scene.audit.pk, "IAM"),
        url("platform_evidence", scene.platform.pk),
        url("review_audit", scene.audit.pk),
    ]

    def counts():
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    counts()
    few = counts()
    for _n in range(12):
        evidence_for(scene)
        other = PlatformFactory()
        audit = actions.request(other, by=scene.by["asker"])
        actions.assign(audit, scene.its, by=scene.by["asker"])
        browser(scene.its).post(
            url("audit_group", scene.audit.pk, "IAM"), filled(scene, IAM_02={"note": f"{_n}"})
        )

    assert counts() == few


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["late"]),
        ("due=late", ["late"]),
        ("due=week", []),
        ("stage=dropped", ["dropped"]),
        ("stage=all", ["dropped", "late"]),
        ("stage=nonsense", ["late"]),
        ("q=nothing", []),
    ],
)
def test_the_list_is_narrowed(asked, found):
    late, dropped = begun(), begun()
    Audit.objects.filter(pk=late.audit.pk).update(due_on=timezone.localdate().replace(year=2020))
    actions.drop(dropped.audit, by=dropped.by["its"], note="Enough.")
    names = {late.audit.pk: "late", dropped.audit.pk: "dropped"}

    rows = browser(late.its).get(f"{url('audits')}?{asked}").context["rows"]

    assert [names[row.audit.pk] for row in rows] == found


def test_there_is_no_admin_and_no_way_to_write_an_audit_by_the_api():
    scene = begun()
    client = browser(scene.reviewer)

    answers = {
        address: client.post(address, {"outcome": "approved"}).status_code
        for address in (
            "/admin/platforms/auditdecision/add/",
            f"/api/v1/audits/{scene.audit.pk}/decision",
            "/api/v1/platforms",
        )
    }

    assert set(answers.values()) <= {403, 404, 405}
    assert not AuditDecision.objects.exists()
