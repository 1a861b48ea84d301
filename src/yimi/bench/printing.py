"""``yimi bench printing``: the complete file of a case with 40 sessions as one PDF, and as one Word file.

Measured from the answers in the clear to the bytes of the file; every round has other words, so that nothing is taken
from the typesetter's memory. The first round also looks through the system's fonts. The baseline sets the same words as
plain paragraphs, without tables, head or contents.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from typing import Any

import click
import typst

from yimi.core.boot import setup_django

GOAL_SECONDS = 3.0
SESSIONS = 40
BEFORE, AFTER = ("F-01", "F-02", "F-03", "F-04"), ("F-08", "F-09")
SENTENCES = (
    "老人说血压药还剩一周，儿子中秋前回来。",
    "卫生间地滑，扶手已装好，提醒慢走。",
    "约定下周三上午陪同到乡镇卫生院复查，带上医保卡和上次的化验单。",
    "谈到和邻居的矛盾时情绪低落，社工用同理和澄清的技巧，请她先说完。",
    "她愿意试着每天到村口走一走，先从十分钟开始。",
)
HEAD = {
    "number": "411623-26-00012", "unit": "东城街道社工站", "project": "乡镇社工站服务项目", "worker": "卓玛",
    "client": "赵桂英", "date": "2026-11-05", "time": "9:30–10:20", "place": "邓东村三组",
}  # fmt: skip
PLAIN = """#let data = json(bytes(sys.inputs.data))
#set text(font: data.fonts, lang: "zh")
#for one in data.texts [#par(one)]
"""


def main(arguments: Sequence[str]) -> None:
    """Print a table; exit code 1 when a round after the first misses the goal."""
    parser = argparse.ArgumentParser(prog="yimi bench printing")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(list(arguments))
    setup_django()
    from yimi.forms.printing import as_docx, as_pdf  # noqa: PLC0415 - needs Django

    texts = 0
    took: dict[str, list[float]] = {"pdf": [], "word": [], "plain": []}
    for number in range(options.rounds):
        forms = case_file(number)
        texts = sum(map(len, _words(forms)))
        took["pdf"].append(_seconds(as_pdf, "赵桂英个案档案", forms))
        took["word"].append(_seconds(as_docx, "赵桂英个案档案", forms))
        took["plain"].append(_seconds(_plain, _words(forms)))
    later = {name: sorted(times[1:] or times)[len(times[1:]) // 2] for name, times in took.items()}
    click.echo(f"{len(BEFORE) + SESSIONS + len(AFTER)} forms, {texts} characters of answers")
    click.echo(
        f"PDF   first {took['pdf'][0]:.2f} s, then {later['pdf']:.2f} s (goal {GOAL_SECONDS} s)"
    )
    click.echo(f"Word  first {took['word'][0]:.2f} s, then {later['word']:.2f} s")
    click.echo(f"PDF is {later['pdf'] / later['plain']:.1f} × the same words as plain paragraphs")
    raise SystemExit(int(max(took["pdf"]) > GOAL_SECONDS))


def case_file(round_number: int) -> list[Any]:
    """The forms of a case in the order of an evaluator's folder; no two rounds have the same words."""
    from yimi.forms.definitions import shipped  # noqa: PLC0415 - needs Django
    from yimi.forms.printing import PrintedForm  # noqa: PLC0415

    def one(code: str, number: int = 0) -> PrintedForm:
        form = shipped(code)
        caption = f"第 {number} 次" if number else ""
        text = f"（{round_number}–{number}）" + "".join(SENTENCES) * 2
        return PrintedForm(form, HEAD, _answers(form, text), caption=caption)

    sessions = [one("F-05", number) for number in range(1, SESSIONS + 1)]
    return [*map(one, BEFORE), *sessions, *map(one, AFTER)]


def _answers(form: Any, text: str) -> dict[str, Any]:
    """Something in every narrative field, and three rows in every small table."""
    answers: dict[str, Any] = {}
    for field in form.fields:
        if field.kind == "long_text":
            answers[field.key] = text
        elif field.kind == "table":
            columns = [one.key for one in field.columns if one.kind in {"text", "long_text"}]
            answers[field.key] = [dict.fromkeys(columns, text[:30]) for _n in range(3)]
        elif field.kind == "choice":
            answers[field.key] = field.codes[0].value
    return answers


def _words(forms: Sequence[Any]) -> list[str]:
    return [
        json.dumps(value, ensure_ascii=False) for form in forms for value in form.answers.values()
    ]


def _plain(texts: list[str]) -> bytes:
    from yimi.forms.printing.fonts import body_fonts, fonts  # noqa: PLC0415 - needs Django

    data = json.dumps({"texts": texts, "fonts": body_fonts()}, ensure_ascii=False)
    made = typst.compile(
        PLAIN.encode(), font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"data": data}
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made


def _seconds(make: Callable[..., bytes], *arguments: Any) -> float:
    started = time.perf_counter()
    make(*arguments)
    return time.perf_counter() - started
