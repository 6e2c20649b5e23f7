"""The files of an export in a profile's format, and the signed manifest beside them.

The signature is Ed25519 under a key worked out from `EXPORT_KEY`; the public key goes with it, so that a partner
can check a file without our secret.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import phonenumbers
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from consents.reports.export_profiles import CONTACTS, FIXED, GONE, SCHOOL, File, Profile
from consents.reports.recipients import Recipient
from core.sheets import safe

MANIFEST: Final = "manifest.json"
# An international number is digits after its plus, which no spreadsheet runs.
NUMBER: Final = re.compile(r"\+\d+", re.ASCII)
MADE_AT: Final = (1980, 1, 1, 0, 0, 0)
MOST_BYTES: Final = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody of the last list who may not be in it any more, with the code of the reason."""

    reference: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """What every row of an export shares: the group's name and the school."""

    group: str
    school: str
    school_id: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about a file that somebody brought back."""

    problems: tuple[str, ...]
    manifest: Mapping[str, Any]


def csv_files(
    profile: Profile, recipients: Sequence[Recipient], gone: Sequence[Gone], place: Place
) -> dict[str, bytes]:
    """Each file's bytes by its name."""
    shared = {"group": place.group, "school": place.school, "school_id": place.school_id}
    rows: dict[str, list[dict[str, str]]] = {
        CONTACTS: [_contact(profile, one) | shared for one in recipients],
        GONE: [
            {"reference": one.reference, "kind": profile.words[one.kind], "reason": one.reason}
            | shared
            for one in gone
        ],
        SCHOOL: [shared],
    }
    return {file.name: _csv(profile, file, rows.get(file.rows, [])) for file in profile.files}


def sealed(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """The zip with its signed manifest, and the manifest. The same rows give the same bytes."""
    manifest = signed(
        {
            **facts,
            "files": {
                name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
                for name, content in files.items()
            },
        }
    )
    written = {**files, MANIFEST: canonical(manifest)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(written):
            packed.writestr(zipfile.ZipInfo(name, MADE_AT), written[name], zipfile.ZIP_DEFLATED)
    return out.getvalue(), manifest


def signed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with our public key and the signature over everything else."""
    body = {**manifest, "public_key": public_key()}
    return {**body, "signature": _b64(_key().sign(canonical(body)))}


def public_key() -> str:
    """What partners check signatures with, as base64 of the 32 raw bytes."""
    return _b64(_key().public_key().public_bytes_raw())


def checked(content: bytes) -> Checked:
    """Every reason why this zip is not one we made as it is; `ValueError` when it is none at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                raise ValueError("too large")
            files = {name: packed.read(name) for name in packed.namelist()}
        manifest = json.loads(files.pop(MANIFEST))
        listed = dict(manifest["files"])
    except (
        zipfile.BadZipFile,
        KeyError,
        TypeError,
        UnicodeDecodeError,
        json.JSONDecodeError,
    ) as error:
        raise ValueError("not an export of this system") from error
    problems = [] if _is_ours(manifest) else ["the manifest's signature is not ours"]
    for name in sorted({*files, *listed}):
        problems += _about_file(name, files, listed)
    return Checked(tuple(problems), manifest)


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """One fixed form: what is signed, and what the zip holds."""
    return json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=1).encode()


def _about_file(name: str, files: Mapping[str, bytes], listed: Mapping[str, Any]) -> list[str]:
    if name not in files:
        return [f"{name} is missing"]
    if name not in listed:
        return [f"{name} was added"]
    digest = hashlib.sha256(files[name]).hexdigest()
    said = listed[name].get("sha256") if isinstance(listed[name], dict) else None
    return [] if digest == said else [f"{name} was changed"]


def _is_ours(manifest: Mapping[str, Any]) -> bool:
    body = {name: fact for name, fact in manifest.items() if name != "signature"}
    try:
        signature = base64.b64decode(str(manifest.get("signature", "")), validate=True)
        _key().public_key().verify(signature, canonical(body))
    except (InvalidSignature, ValueError):
        return False
    return True


def _key() -> Ed25519PrivateKey:
    seed = hashlib.sha256(b"cps-comms export:" + settings.EXPORT_KEY.encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


def _contact(profile: Profile, one: Recipient) -> dict[str, str]:
    person = one.guardian or one.student
    given = person.given_name
    if one.guardian is None:
        given = one.student.preferred_name or given
    return {
        "kind": profile.words[one.kind],
        "reference": one.reference,
        "student": one.student.sourced_id,
        "given_name": given,
        "family_name": person.family_name,
        "phone": _phone(one.number, profile.phone),
        "until": one.until.isoformat() if one.until else "",
        "agents": ",".join(one.agents),
    }


def _phone(number: str, written: str) -> str:
    if written == "e164":
        return number
    return str(phonenumbers.national_significant_number(phonenumbers.parse(number)))


def _csv(profile: Profile, file: File, rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=profile.newline)
    writer.writerow([column.header for column in file.columns])
    writer.writerows(file.lines)
    for row in rows:
        writer.writerow([_cell(column.source, row) for column in file.columns])
    return out.getvalue().encode()


def _cell(source: str, row: Mapping[str, str]) -> str:
    if source.startswith(FIXED):
        return source.removeprefix(FIXED)
    value = row.get(source, "")
    return value if NUMBER.fullmatch(value) else str(safe(value))


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
