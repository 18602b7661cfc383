"""The child process: limits itself, reads one file from its standard input, answers on standard output.

Arguments: kind, memory in bytes, processor seconds, characters, bytes of the answer, 1 for shown text only.
The answer is JSON, ``{"problem": ..., "place": ..., "pieces": [[place, text, form, number, heading], ...]}``
in UTF-8.
"""

import json
import resource
import sys
from dataclasses import astuple
from typing import BinaryIO

from .pieces import Piece, Problem, Unreadable


def main() -> None:
    """Read standard input as the kind the first argument names."""
    kind = sys.argv[1]
    memory, seconds, characters, answer_bytes, shown_only = (int(word) for word in sys.argv[2:])
    limit_process(memory, seconds, answer_bytes)
    answer = answer_for(sys.stdin.buffer, kind, characters, bool(shown_only))
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace"))


def limit_process(memory: int, seconds: int, answer_bytes: int) -> None:
    """Bound address space, processor time and the length of any file written; no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # At the soft limit the signal says why it ends; at the hard one it would be a plain kill.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (answer_bytes, answer_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_for(file: BinaryIO, kind: str, characters: int, shown_only: bool) -> dict[str, object]:
    """Return the pieces of a file or the problem with it, never both."""
    try:
        pieces = [list(astuple(piece)) for piece in bounded(file, kind, characters, shown_only)]
    except Unreadable as error:
        return {"problem": error.problem.value, "place": error.place, "pieces": []}
    except MemoryError:
        return {"problem": Problem.TOO_LARGE.value, "place": "", "pieces": []}
    return {"problem": "", "place": "", "pieces": pieces}


def bounded(file: BinaryIO, kind: str, characters: int, shown_only: bool) -> list[Piece]:
    """Return the pieces of a file; raise Unreadable when they hold more than ``characters``."""
    # Readers load their libraries under the limits too.
    from .dispatch import read

    pieces = []
    for piece in read(file, kind, shown_only=shown_only):
        characters -= len(piece.text)
        if characters < 0:
            raise Unreadable(Problem.TOO_LARGE)
        pieces.append(piece)
    return pieces


if __name__ == "__main__":
    main()
