"""Files for tests of evidence, tiny, and the keys that open them."""

import hashlib
import io
from pathlib import Path

import pyrage
from django.core.files.storage import default_storage
from PIL import Image

from core.actor import Actor, ActorKind
from documents import sealing
from documents.arriving import Arrived, Waiting
from incidents.actions import office_keys
from incidents.terms import OfficeCode

CHICAGO = (41.8781, -87.6298)


def keys_of_offices(by):
    """A key pair for each office, the public half set; the secret halves by office."""
    secrets = {}
    for office in OfficeCode:
        public, secrets[office] = sealing.new_pair()
        office_keys.found_key(office, public, by=by)
    return secrets


def arrived(content, name="IMG_0001.jpg"):
    """The file as the upload handler hands it over."""
    waiting = Waiting()
    waiting.take(content)
    return Arrived(waiting, name, hashlib.sha256(content).hexdigest(), is_cut=False)


def picture(kind="JPEG", size=(64, 48), **facts):
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **facts)
    return written.getvalue()


def gps_exif():
    exif = Image.Exif()
    exif[0x0110] = "Secret Phone 9"
    place = exif.get_ifd(0x8825)
    place.update({1: "N", 2: (41.0, 52.0, 41.16), 3: "W", 4: (87.0, 37.0, 47.28), 29: "2026:11:25"})
    exif[0x010E] = "Location 41.8781 -87.6298"
    return exif


def opened(original, secret):
    """The bytes of a sealed original."""
    return pyrage.decrypt(kept(original.stored_as), [pyrage.x25519.Identity.from_str(secret)])


def kept(name):
    """The bytes of a kept file."""
    with default_storage.open(name) as file:
        return file.read()


def kept_files():
    """The names of all files kept as evidence, without their folders."""
    return sorted(one.name for one in Path(default_storage.path("evidence")).rglob("*.*"))


def reporter(case):
    return Actor(ActorKind.REPORTER, case.code)
