"""Keys of other systems: how one is made, and which one a caller holds. Only hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from accounts.models import ApiKey

PREFIX_LENGTH = 8
SECRET_BYTES = 32
# So that a key found in a log or a repository is known for what it is.
MARK = "cps"
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
# A key in steady use writes its last use once in this while.
USE_NOTED_EVERY = timedelta(minutes=1)


def new_key() -> tuple[str, str]:
    """A fresh prefix, which names the key on pages, and the whole key, which nobody can work out again."""
    prefix = "".join(secrets.choice(ALPHABET) for _ in range(PREFIX_LENGTH))
    return prefix, f"{MARK}_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"


def digest_of(key: str) -> str:
    """What is kept. The key is random and long, so a plain hash cannot be guessed back."""
    return hashlib.sha256(key.encode()).hexdigest()


def holder_of(key: str, at: datetime) -> ApiKey | None:
    """The living key these words are, or None."""
    parts = key.split("_", 2)
    if len(parts) != 3 or parts[0] != MARK or len(parts[1]) != PREFIX_LENGTH:
        return None
    found = ApiKey.objects.live(at).filter(prefix=parts[1]).first()
    if found is None or not hmac.compare_digest(found.digest, digest_of(key)):
        return None
    return found
