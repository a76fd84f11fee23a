"""Where a result waits between the worker that writes it and the client that reads it.

A slow client holds no worker: the worker writes at its own pace into the spool, in memory up to a size and in a nameless file beyond.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from typing import IO, Final

CHUNK: Final = 1 << 16


class Spool:
    """One result while it grows: a single writer, a single reader."""

    def __init__(self, memory_bytes: int) -> None:
        """Hold up to so many bytes in memory."""
        self._memory_bytes = memory_bytes
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._news = asyncio.Event()
        self.size = 0
        self.is_whole = False
        self.is_broken = False

    @property
    def is_large(self) -> bool:
        """Tell whether the result has outgrown memory."""
        return self._file is not None

    def append(self, data: bytes) -> None:
        """Add what the worker wrote.

        Raises:
            OSError: when there is no room for all of it.

        """
        self.size += len(data)
        if self._file is None:
            self._parts.append(data)
            if self.size <= self._memory_bytes:
                return
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by close(), it lives as long as the response
            data = b"".join(self._parts)
            self._parts = []
        self._file.seek(0, 2)
        left = memoryview(data)
        while left:  # when a disk fills, the last write before the error is a part
            left = left[self._file.write(left) :]
        self._news.set()

    def finish(self, *, whole: bool) -> None:
        """Say that no more will come, and whether the result is whole; what was said first counts."""
        if self.is_whole or self.is_broken:
            return
        self.is_whole, self.is_broken = whole, not whole
        self._news.set()

    def content(self) -> bytes:
        """Return a small result."""
        return b"".join(self._parts)

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield a large result from its beginning, waiting for the worker where it must; ends early when the result breaks off."""
        offset = 0
        while self._file is not None:
            self._file.seek(offset)
            data = self._file.read(CHUNK)
            if data:
                offset += len(data)
                yield data
            elif self.is_whole or self.is_broken:
                return
            else:
                self._news.clear()
                await self._news.wait()

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._parts = []
