"""A reported figure is kept as it was written, corrected by a new row, and never compared across units."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.audit.models import AuditEvent
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.reported import access, queries
from yimi.reported.actions import (
    FigureDraft,
    SourceDraft,
    correct_figure,
    report_figure,
    report_figures,
    withdraw_figure,
)
from yimi.reported.models import ReportedFigure, Source
from yimi.reported.rules import (
    DayReading,
    Reported,
    Verdict,
    compare,
    days_between,
    reading_of_days,
)
from yimi.reported.tests.factories import make_figure

ARTICLE = SourceDraft(title="支援行动总结会召开", author="公益时报", published_on=date(2021, 12, 7))
GROUPS = FigureDraft(
    key="groups", label="14 次小组活动", value=14, measure="times", source=ARTICLE,
    region_code="411623000000", reading="sessions", is_ambiguous=True,
    note="原文只说“次”：可以是 14 个小组，也可以是 14 节。按 14 节理解。",
)  # fmt: skip
#: A busy machine is no fault of the rule.
PATIENT = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
pytestmark = pytest.mark.django_db


def test_a_figure_keeps_its_words_its_reading_and_its_source(people):
    figure = report_figure(replace(GROUPS, unit=people.unit, region_code=""), actor=people.head)
    assert (figure.measure, figure.read_as, figure.is_ambiguous) == ("times", "sessions", True)
    assert figure.region_code == people.unit.region_code
    assert queries.figures_of_unit(people.unit)["groups"] == [figure]
    event = AuditEvent.objects.get(action="reported.report_figures")
    assert event.unit_uid == people.unit.pk


def test_one_article_with_three_figures_is_one_source(people):
    drafts = [replace(GROUPS, value=value) for value in (1, 2, 3)]
    drafts = [FigureDraft(**{name: getattr(d, name) for name in d.__slots__ if name != "uid"}) for d in drafts]  # fmt: skip
    report_figures(drafts, actor=people.li)
    assert Source.objects.count() == 1
    report_figure(GROUPS, actor=people.li)
    assert Source.objects.count() == 1
    assert ReportedFigure.objects.count() == 4


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"key": "happiness"}, "key"),
        ({"label": " "}, "label"),
        ({"value": -1}, "value"),
        ({"measure": "stones"}, "measure"),
        ({"reading": "stones"}, "reading"),
        ({"qualifier": "hardly"}, "qualifier"),
        ({"note": ""}, "note"),
        ({"region_code": "411623999000"}, "region_code"),
        ({"starts_on": date(2021, 2, 1), "ends_on": date(2021, 1, 1)}, "ends_on"),
        ({"source": SourceDraft(title=" ")}, "source_title"),
        ({"source": SourceDraft(title="明天的报", published_on=date(2999, 1, 1))}, "published_on"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field(people, changes, field):
    with pytest.raises(Invalid) as refused:
        report_figure(replace(GROUPS, **changes), actor=people.li)
    assert list(refused.value.fields) == [field]
    assert not ReportedFigure.objects.exists()


def test_who_may_enter_a_figure_where(people):
    at_unit = replace(GROUPS, unit=people.unit)
    for who in ("drolma", "town", "wang"):
        with pytest.raises(Forbidden):
            report_figure(at_unit, actor=getattr(people, who))
    with pytest.raises(Forbidden):
        report_figure(GROUPS, actor=people.head)  # a county's figure is not a station's to enter
    assert report_figure(at_unit, actor=people.head)


def test_a_figure_is_seen_by_its_station_and_the_offices_above(people):
    ours, county = make_figure(people.unit), make_figure()
    make_figure(people.elsewhere)
    seen = {
        who: set(access.visible_figures(getattr(people, who))) for who in ("drolma", "town", "li")
    }
    assert seen == {"drolma": {ours}, "town": {ours}, "li": {ours, county}}
    with pytest.raises(NotFound):
        access.get_figure_for_view(people.wang, ours.pk)
    with pytest.raises(Forbidden):
        access.get_figure_for_edit(people.drolma, ours.pk)
    with pytest.raises(NotFound):
        access.get_figure_for_edit(people.wang, ours.pk)


def test_a_correction_supersedes_and_the_old_figure_stays_readable(people):
    figure = make_figure(people.unit)
    fresh = correct_figure(
        figure, actor=people.head, changes={"value": Decimal(11), "source": ARTICLE}
    )
    assert (fresh.value, fresh.source.title) == (11, ARTICLE.title)
    assert queries.figures_of_unit(people.unit) == {"cases": [fresh]}
    assert [row.value for row in queries.earlier_versions(fresh)] == [10]
    with pytest.raises(Conflict):
        correct_figure(figure, actor=people.head, changes={"value": Decimal(12)})
    with pytest.raises(Forbidden):
        correct_figure(fresh, actor=people.drolma, changes={"value": Decimal(12)})
    with pytest.raises(NotFound):
        access.get_figure_for_edit(people.head, figure.pk)


def test_a_withdrawn_figure_is_shown_no_longer_and_says_why(people):
    figure = make_figure(people.unit)
    with pytest.raises(Forbidden):
        withdraw_figure(figure, actor=people.wang, reason="重复")
    withdraw_figure(figure, actor=people.li, reason="原文没有这个数")
    assert not queries.figures_of_unit(people.unit)
    assert AuditEvent.objects.get(action="reported.withdraw_figure").reason == "原文没有这个数"


@PATIENT
@given(st.integers(1, 10_000), st.integers(0, 20_000), st.sampled_from(["", "odd", "nearly", "more_than", "in_all", "about"]))  # fmt: skip
def test_a_bound_never_agrees_on_its_wrong_side(value, computed, qualifier):
    verdict = compare(Reported(Decimal(value), "pieces", qualifier), computed, "pieces")
    assert (verdict == Verdict.EQUAL) == (value == computed)
    if verdict == Verdict.CONSISTENT:
        assert qualifier in (
            {"odd", "more_than", "about"} if computed > value else {"nearly", "about"}
        )


def test_what_was_not_computed_or_is_another_unit_is_never_compared():
    assert compare(Reported(Decimal(4130), "persons"), None, "persons") == Verdict.NOT_COMPUTED
    assert compare(Reported(Decimal(14), "sessions"), 14, "pieces") == Verdict.OTHER_UNIT


@PATIENT
@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 400))
def test_the_days_of_a_period_are_counted_with_both_ends(first, length):
    last = date.fromordinal(first.toordinal() + length)
    days = days_between(first, last)
    assert days == length + 1
    assert [reading_of_days(first, last, days + more) for more in (-1, 0, 1, 2)] == [
        DayReading.ONE_END, DayReading.BOTH_ENDS, DayReading.DAY_AFTER, DayReading.UNEXPLAINED,
    ]  # fmt: skip
