"""Work that comes at the same moment is done together, and nobody pays for another's trouble."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from yimi.core import together as module
from yimi.core.together import Together, Unanswered


def test_everybody_gets_their_own_answer_and_nothing_is_done_twice():
    done: list[int] = []

    def work(items):
        done.extend(items)
        return [item * item for item in items]

    together = Together(work, at_most=5)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(together, range(400))) == [n * n for n in range(400)]
    assert sorted(done) == list(range(400))


def test_those_who_come_while_somebody_works_are_worked_for_at_once():
    begun, go_on = threading.Event(), threading.Event()
    batches: list[list[int]] = []

    def work(items):
        batches.append(items)
        if not begun.is_set():
            begun.set()
            go_on.wait(5)
        return items

    together = Together(work)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(together, 0)
        begun.wait(5)
        others = [pool.submit(together, n) for n in range(1, 7)]
        while len(together._waiting) < 7:  # with the one being worked on
            threading.Event().wait(0.001)
        go_on.set()
        assert [first.result(), *(each.result() for each in others)] == list(range(7))
    assert [len(batch) for batch in batches] == [1, 6]


def test_a_refusal_reaches_only_the_one_refused():
    together = Together(lambda items: [ValueError(n) if n == 3 else n for n in items])
    with ThreadPoolExecutor(6) as pool:
        futures = [pool.submit(together, n) for n in range(6)]
        assert [f.result() for n, f in enumerate(futures) if n != 3] == [0, 1, 2, 4, 5]
        with pytest.raises(ValueError, match="3"):
            futures[3].result()


def test_when_the_batch_breaks_each_is_tried_alone():
    def work(items):
        if len(items) > 1 or items == [2]:
            raise RuntimeError(items)
        return items

    together = Together(work)
    with ThreadPoolExecutor(6) as pool:
        futures = [pool.submit(together, n) for n in range(6)]
        assert [f.result() for n, f in enumerate(futures) if n != 2] == [0, 1, 3, 4, 5]
        with pytest.raises(RuntimeError):
            futures[2].result()


def test_whoever_is_interrupted_in_the_pause_leaves_nobody_waiting(monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def pause(_seconds):
        if not begun.is_set():
            begun.set()
            go_on.wait(5)
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "time", SimpleNamespace(sleep=pause))
    together = Together(lambda items: items)
    together._had_company = True
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(together, 0)
        begun.wait(5)
        others = [pool.submit(together, n) for n in range(1, 4)]
        while len(together._waiting) < 4:
            threading.Event().wait(0.001)
        go_on.set()
        assert [each.result(5) for each in others] == [1, 2, 3]
        with pytest.raises(KeyboardInterrupt):
            first.result(5)
    assert together(4) == 4


def test_whoever_is_interrupted_after_the_work_lets_the_others_go_without_a_false_answer(
    monkeypatch,
):
    begun, go_on = threading.Event(), threading.Event()
    together = Together(lambda items: items)
    settle = together._settle

    def interrupted(slips):
        if not begun.is_set():
            begun.set()
            go_on.wait(5)
            return settle(slips)
        raise KeyboardInterrupt

    monkeypatch.setattr(together, "_settle", interrupted)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(together, 0)
        begun.wait(5)
        others = [pool.submit(together, n) for n in range(1, 4)]
        while len(together._waiting) < 4:
            threading.Event().wait(0.001)
        go_on.set()
        assert first.result(5) == 0
        faults = [type(each.exception(5)) for each in others]
    assert sorted(fault.__name__ for fault in faults) == ["KeyboardInterrupt", *["Unanswered"] * 2]
    assert Unanswered in faults
