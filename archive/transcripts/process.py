"""Reads many files, each in a process of its own with limits, without starting an interpreter for each.

One child loads the parsers once and forks for every file: the fork sets the limits on itself, reads that one file and
ends. Whatever a file does to its process, the next one begins anew.

What goes to the child is a line of JSON (with the length of the file) and the file; what comes back is a line of JSON
(how the fork ended and the length of its answer) and the answer.
"""

import io
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from archive.transcripts.codes import RefusalCode
from archive.transcripts.limited import MAXIMUM_ANSWER_BYTES, MEGABYTES, SECONDS, answer, result_of, too_much
from archive.transcripts.records import ParsedTranscript, TranscriptError

_ROOT = Path(__file__).resolve().parents[2]
_BLOCK = 1024 * 1024


class TranscriptReader:
    """Use it as a context manager, from one thread. The child starts with the first file and ends with the context."""

    def __init__(self, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "TranscriptReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin:
            child.stdin.close()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout:
            child.stdout.close()

    def read(self, data: bytes, filename: str, *, keep_empty: bool = False) -> ParsedTranscript:
        """As `limited.read_transcript_limited`, with the same errors. Cost: some 10 ms beside the reading."""
        asked = {
            "filename": filename,
            "keep_empty": keep_empty,
            "seconds": self._seconds,
            "megabytes": self._megabytes,
            "size": len(data),
        }
        try:
            child = self._started()
            assert child.stdin is not None and child.stdout is not None  # noqa: S101 - for the type checker
            child.stdin.write(json.dumps(asked).encode() + b"\n" + data)
            child.stdin.flush()
            head = json.loads(child.stdout.readline() or b"null")
            body = child.stdout.read(head["size"]) if head else b""
        except (OSError, ValueError):
            head, body = None, b""
        if head is None:
            status = self._child.poll() if self._child else None
            self.close()
            raise TranscriptError(RefusalCode.READER_FAILED, data={"status": status or 0})
        if head["late"]:
            raise too_much(self._seconds, self._megabytes)
        return result_of(head["status"], body, self._seconds, self._megabytes)

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "archive.transcripts.process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={"PYTHONPATH": str(_ROOT), "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
            )
        return self._child


def _serve() -> None:
    """The child: parsers first, then a fork for every file until the input ends."""
    from archive.transcripts import reading  # noqa: F401 - loaded once, for every fork

    source, target = sys.stdin.buffer, sys.stdout.buffer
    while line := source.readline():
        request = json.loads(line)
        data = source.read(int(request["size"]))
        if len(data) < int(request["size"]):
            return  # whoever asked has ended
        status, late, body = _in_a_fork(request, data)
        head = {"status": status, "late": late, "size": len(body)}
        target.write(json.dumps(head).encode() + b"\n" + body)
        target.flush()


def _in_a_fork(request: dict[str, Any], data: bytes) -> tuple[int, bool, bytes]:
    """How the fork ended (negative: by that signal), whether it was late, and what it answered."""
    receiving, sending = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(receiving)
        _read_and_end(request, data, sending)
    os.close(sending)
    deadline = time.monotonic() + int(request["seconds"]) * 2 + 10
    blocks: list[bytes] = []
    size = 0
    late = False
    while True:
        ready, _, _ = select.select([receiving], [], [], max(0.0, deadline - time.monotonic()))
        block = os.read(receiving, _BLOCK) if ready else b""
        late = not ready
        size += len(block)
        if not block or size > MAXIMUM_ANSWER_BYTES:
            break
        blocks.append(block)
    os.close(receiving)
    if late or size > MAXIMUM_ANSWER_BYTES:
        os.kill(pid, signal.SIGKILL)
    _, ended = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(ended), late, b"".join(blocks)


def _read_and_end(request: dict[str, Any], data: bytes, sending: int) -> None:
    """The fork: answers and ends, without the clean-up that belongs to its parent."""
    status = 1
    try:
        with os.fdopen(sending, "wb") as target:
            target.write(answer(request, io.BytesIO(data)))
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    _serve()
