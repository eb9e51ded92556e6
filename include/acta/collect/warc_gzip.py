"""Archives compressed as one whole, which is against the WARC standard and common: unpacked as a stream, never held together."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from typing import BinaryIO

_STEP = 1 << 16
_MOST_HEADERS = 1 << 20
_LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d+)", re.IGNORECASE | re.MULTILINE)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


def is_one_member(file: BinaryIO) -> bool:
    """Whether the first gzip member holds more than its first record; False for what is no gzip, or too damaged to tell."""
    file.seek(0)
    unpacker, head, skip = zlib.decompressobj(zlib.MAX_WBITS | 16), b"", 0
    try:
        while not unpacker.eof and (chunk := unpacker.unconsumed_tail or file.read(_STEP)):
            head += unpacker.decompress(chunk, _STEP)
            if not skip and (end := _END_OF_HEADERS.search(head)):
                length = _LENGTH.search(head, 0, end.end())
                skip = end.end() + int(length[1]) if length else 0
            if not skip and len(head) > _MOST_HEADERS:
                return False
            if skip:  # the first record's body is passed over, not kept
                passed = min(skip - 1, len(head))
                head, skip = head[passed:], skip - passed
                if len(rest := head[skip:].lstrip()) >= len(b"WARC/"):
                    return rest.startswith(b"WARC/")
    except zlib.error:
        return False
    return bool(skip) and head[skip:].lstrip().startswith(b"WARC/")


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a gzip file. Damage is the end of them, for gzip cannot be read past it, and is remembered."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file, self.is_damaged = file, False
        self._restart()

    def _restart(self) -> None:
        self._file.seek(0)
        self._stream = gzip.GzipFile(fileobj=self._file, mode="rb")
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Forwards by reading, backwards from the start. Only absolute offsets."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("only absolute offsets")
        if offset < self._at:
            self._restart()
        while self._at < offset and self.read(min(_STEP, offset - self._at)):
            pass
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Up to ``size`` bytes; none at the end or at damage."""
        try:
            found = self._stream.read1(size if size >= 0 else _STEP)
        except (OSError, EOFError, zlib.error):
            self.is_damaged = True
            return b""
        self._at += len(found)
        return found
