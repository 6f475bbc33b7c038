"""Reads a file in a process of its own, with limits that the operating system enforces.

A crafted PDF can keep a library busy for hours or fill the memory; a limit inside the library's own process cannot stop
that. The child sets its limits on itself before it loads any parser, reads the file from its standard input and answers
in JSON: nothing that comes back is ever executed.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from archive.transcripts.codes import NoticeCode, RefusalCode
from archive.transcripts.records import Notice, ParsedPassage, ParsedTranscript, TranscriptError

SECONDS = 120
MEGABYTES = 1_536
MAXIMUM_ANSWER_BYTES = 256 * 1024 * 1024
_ROOT = Path(__file__).resolve().parents[2]


def read_transcript_limited(
    data: bytes, filename: str, *, keep_empty: bool = False, seconds: int = SECONDS, megabytes: int = MEGABYTES
) -> ParsedTranscript:
    """As `reading.read_transcript`, in a child process.

    Args:
        data: the whole file.
        filename: its name, of which the extension is used.
        keep_empty: as there.
        seconds: processor time the child may use; by the clock it gets twice that and ten seconds.
        megabytes: address space the child may use.

    Raises:
        TranscriptError: as `read_transcript`; `reading-took-too-much` when a limit was reached, `reader-failed` when
            the child ended without an answer.

    Cost: starting the child, about 0.2 s, beside the reading. For many files take `process.TranscriptReader`.
    """
    asked = {"filename": filename, "keep_empty": keep_empty, "seconds": seconds, "megabytes": megabytes}
    request = json.dumps(asked).encode()
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "archive.transcripts.limited"],
            input=request + b"\n" + data,
            capture_output=True,
            timeout=seconds * 2 + 10,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONHASHSEED": "0", "LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_much(seconds, megabytes) from error
    return result_of(ended.returncode, ended.stdout, seconds, megabytes)


def too_much(seconds: int, megabytes: int) -> TranscriptError:
    """The refusal of a file whose reading reached a limit."""
    return TranscriptError(RefusalCode.TOOK_TOO_MUCH, data={"seconds": seconds, "megabytes": megabytes})


def result_of(status: int, answer: bytes, seconds: int, megabytes: int) -> ParsedTranscript:
    """The transcript in a child's answer; raises the TranscriptError that it, or the way it ended, stands for."""
    if status < 0:
        # Ended by a signal: the processor limit sends SIGXCPU or SIGKILL; a parser out of memory may crash.
        raise too_much(seconds, megabytes)
    try:
        record = json.loads(answer) if status == 0 else None
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise TranscriptError(RefusalCode.READER_FAILED, data={"status": status})
    if "code" in record:
        raise TranscriptError(RefusalCode.named(record["code"]), record["line"], record["column"], record["data"])
    return ParsedTranscript(
        passages=tuple(ParsedPassage(*fields) for fields in record["passages"]),
        notices=tuple(Notice(NoticeCode.named(code), *fields) for code, *fields in record["notices"]),
        format=record["format"],
        charset=record["charset"],
        metadata=record["metadata"],
    )


def _as_record(transcript: ParsedTranscript) -> dict[str, Any]:
    return {
        "passages": [(p.text, p.speaker, p.start_ms, p.end_ms, p.heading, p.language) for p in transcript.passages],
        "notices": [(n.code, n.where, n.line, n.column, dict(n.data)) for n in transcript.notices],
        "format": transcript.format,
        "charset": transcript.charset,
        "metadata": dict(transcript.metadata),
    }


def _limit(seconds: int, megabytes: int) -> None:
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAXIMUM_ANSWER_BYTES, MAXIMUM_ANSWER_BYTES))


def answer(request: dict[str, Any], source: BinaryIO) -> bytes:
    """Reads the file from `source` within the limits that `request` names, and gives the answer in JSON.

    Call it in a process that lives for this alone: the limits are set on the process itself.
    """
    seconds, megabytes = int(request["seconds"]), int(request["megabytes"])
    _limit(seconds, megabytes)
    record: dict[str, Any]
    try:
        from archive.transcripts.reading import read_transcript

        transcript = read_transcript(source.read(), str(request["filename"]), keep_empty=bool(request["keep_empty"]))
        record = _as_record(transcript)
    except TranscriptError as error:
        record = {"code": error.code, "line": error.line, "column": error.column, "data": dict(error.data)}
    except (MemoryError, RecursionError):
        refusal = too_much(seconds, megabytes)
        record = {"code": refusal.code, "line": None, "column": None, "data": dict(refusal.data)}
    return json.dumps(record).encode()


def _serve() -> None:
    """The child: limits first, parsers after."""
    request = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(answer(request, sys.stdin.buffer))
    sys.stdout.buffer.flush()
    # Parsers that were driven into a corner may hang while they clean up.
    os._exit(0)


if __name__ == "__main__":
    _serve()
