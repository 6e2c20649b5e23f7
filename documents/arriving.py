"""Files that arrive over the web and are nobody's to read: encrypted as they come in, under a key that dies with the request.

Django's own handlers write an upload to disk as it is. Here each file waits as ciphertext (AES-256-CTR under a key that is only
in this process's memory) in a file without a name, until it is sealed to those who may open it.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from documents.sealing import waiting_room

BLOCK: Final = 16


class Waiting(io.RawIOBase):
    """A file that holds ciphertext and reads as what was written into it. Written once, from start to end."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(dir=waiting_room())  # noqa: SIM115 -- closed with this one
        self._key, self._nonce = os.urandom(32), os.urandom(8)
        self._encryptor = self._cipher(0).encryptor()
        self._at = self.size = 0

    def take(self, chunk: bytes) -> None:
        self._file.write(self._encryptor.update(chunk))
        self.size += len(chunk)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self.size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        skip = self._at % BLOCK
        self._file.seek(self._at - skip)
        decryptor = self._cipher((self._at - skip) // BLOCK).decryptor()
        plain = decryptor.update(self._file.read(skip + wanted))[skip:]
        self._at += len(plain)
        return plain

    def readinto(self, buffer: Any) -> int:
        plain = self.read(len(buffer))
        buffer[: len(plain)] = plain
        return len(plain)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _cipher(self, block: int) -> Cipher[modes.CTR]:
        counter = self._nonce + block.to_bytes(8, "big")
        return Cipher(algorithms.AES(self._key), modes.CTR(counter))


class Arrived(UploadedFile):
    """An upload that waits as ciphertext: its hash was counted as it came, and `is_cut` says that it was longer than allowed."""

    def __init__(self, waiting: Waiting, name: str, sha256: str, *, is_cut: bool) -> None:
        super().__init__(waiting, name, "application/octet-stream", waiting.size)  # type: ignore[arg-type]
        self.waiting, self.sha256, self.is_cut = waiting, sha256, is_cut


class EncryptingUploadHandler(FileUploadHandler):
    """Takes every file of a request, each no longer than `most` bytes: of a longer one nothing is kept."""

    def __init__(self, request: HttpRequest | None = None, *, most: int) -> None:
        super().__init__(request)
        self.most = most
        self.waiting: Waiting | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.waiting, self.digest, self.is_cut = Waiting(), hashlib.sha256(), False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        if self.waiting is None:
            return None
        if self.waiting.size + len(raw_data) > self.most and not self.is_cut:
            self.is_cut = True
            self.waiting.close()
            self.waiting = Waiting()
        if not self.is_cut:
            self.digest.update(raw_data)
            self.waiting.take(raw_data)
        return None

    def file_complete(self, file_size: int) -> Arrived | None:  # noqa: ARG002
        if self.waiting is None:
            return None
        arrived = Arrived(
            self.waiting, self.file_name or "", self.digest.hexdigest(), is_cut=self.is_cut
        )
        self.waiting = None
        return arrived

    def upload_interrupted(self) -> None:
        if self.waiting is not None:
            self.waiting.close()
            self.waiting = None


def encrypted_uploads(
    most: Callable[[], int],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view's files arrive encrypted, none longer than `most()` bytes.

    The handler has to be there before the form is read, and the check of the form's token reads it: so that check comes second.
    """

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        checked = csrf_protect(view)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                request.upload_handlers = [EncryptingUploadHandler(request, most=most())]
            return checked(request, *args, **kwargs)

        return csrf_exempt(inner)

    return around
