"""Keys and sealed files."""

import io
import subprocess
import sys

import pytest

from documents import sealing
from tests.architecture.house import ROOT


def test_a_pair_made_without_any_library_opens_what_is_sealed_to_it():
    made = subprocess.run(
        [sys.executable, ROOT / "bin/age-pair"], capture_output=True, check=True, text=True
    )
    public, secret = made.stdout.split()
    name, opened = (
        sealing.seal(io.BytesIO(b"proof"), public, "evidence/test/pair.age"),
        io.BytesIO(),
    )

    sealing.unseal(name, opened, secret)

    assert (sealing.checked(public), opened.getvalue()) == (public, b"proof")
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(name, io.BytesIO(), sealing.new_pair()[1])


def test_a_secret_key_is_no_public_key():
    with pytest.raises(sealing.NotAKey):
        sealing.checked(sealing.new_pair()[1])
