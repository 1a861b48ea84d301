"""The reading process: file in, rows out, little memory and no secrets. ``python -m yimi.imports.reading.child``

A workbook with one stray cell in its last corner makes the reading library ask for half a terabyte and abort; here it
takes only this process with it. Frames on standard output are marshalled: ("sheet", …), ("rows", […]), ("problem", key).
"""

from __future__ import annotations

import marshal
import resource
import sys
from typing import Any

from yimi.imports.reading.detect import UnreadableFile
from yimi.imports.reading.tables import content_rows, survey_content

MEMORY_BYTES = 2 << 30
BLOCK = 2_000


def main(arguments: list[str]) -> int:
    """``survey``, or ``rows SHEET``; the file comes on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    content = sys.stdin.buffer.read()
    try:
        if arguments[0] == "survey":
            for sheet in survey_content(content):
                _send(("sheet", sheet.name, sheet.height, sheet.head, sheet.merged))
        else:
            _send_rows(content, arguments[1])
    except UnreadableFile as error:
        _send(("problem", error.problem))
    except MemoryError:
        _send(("problem", "too_large_inside"))
    except BrokenPipeError:
        return 0  # whoever asked has seen enough
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        _send(("problem", "damaged"))
    return 0


def _send_rows(content: bytes, sheet: str) -> None:
    block = []
    for row in content_rows(content, sheet):
        block.append(row)
        if len(block) == BLOCK:
            _send(("rows", block))
            block = []
    _send(("rows", block))
    _send(("end",))


def _send(frame: tuple[Any, ...]) -> None:
    marshal.dump(frame, sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
