"""Who is on a case today, and the episodes before and after it."""

from __future__ import annotations

from yimi.cases.models import Case, CaseAssignment


def team_of(case: Case) -> list[CaseAssignment]:
    """Who is on the case today, the owner first. One query."""
    order = {"owner": 0, "co_worker": 1, "supervisor": 2}
    rows = CaseAssignment.objects.held_now().filter(case=case)
    return sorted(rows.select_related("worker"), key=lambda row: order[row.role])


def chain_of(case: Case) -> list[Case]:
    """The episodes before and after, oldest first, without this one."""
    found: list[Case] = []
    before = case.previous
    while before is not None:
        found.insert(0, before)
        before = before.previous
    after = Case.objects.filter(previous=case).first()
    while after is not None:
        found.append(after)
        after = Case.objects.filter(previous=after).first()
    return found
