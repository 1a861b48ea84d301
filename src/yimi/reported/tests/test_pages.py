"""The pages of reported figures: entering by hand, correcting, who is turned away, what a list costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from yimi.core.ids import new_uid
from yimi.reported.models import ReportedFigure
from yimi.reported.tests.factories import make_figure, make_source

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"reported:{name}", args=args)


def sent(people, **changes):
    return {
        "key": "groups", "label": "14 次小组活动", "value": "14", "measure": "times", "qualifier": "", "reading": "sessions",
        "is_ambiguous": "on", "note": "按 14 节理解", "source_title": "总结会召开", "author": "公益时报",
        "published_on": "2021-12-07", "page": "12", "unit": str(people.unit.pk), "region_code": "",
    } | changes  # fmt: skip


def test_a_head_enters_corrects_and_withdraws_a_figure(client, people):
    client.force_login(people.users.head)
    assert client.get(url("new_figure")).status_code == 200
    refused = client.post(url("new_figure"), sent(people, note=""))
    assert refused.status_code == 422
    assert "有哪几种理解" in refused.content.decode()
    made = client.post(url("new_figure"), sent(people))
    figure = ReportedFigure.objects.get()
    assert made.url == url("figure", figure.pk)
    page = client.get(made.url).content.decode()
    assert "原文有歧义" in page
    assert "公益时报" in page
    assert 'value="14"' in client.get(url("edit_figure", figure.pk)).content.decode()
    corrected = client.post(url("edit_figure", figure.pk), sent(people, value="15"))
    fresh = ReportedFigure.objects.current().get()
    assert corrected.url == url("figure", fresh.pk)
    assert "更正以前" in client.get(corrected.url).content.decode()
    assert client.post(url("edit_figure", figure.pk), sent(people)).status_code == 404
    assert client.get(url("withdraw", fresh.pk)).status_code == 200
    assert client.post(url("withdraw", fresh.pk), {"reason": "重复"}).status_code == 302
    assert not ReportedFigure.objects.current().exists()


def test_an_officer_enters_a_figure_about_a_place(client, people):
    client.force_login(people.users.li)
    neither = client.post(url("new_figure"), sent(people, unit=""))
    assert neither.status_code == 422
    made = client.post(url("new_figure"), sent(people, unit="", region_code="411623000000"))
    assert made.status_code == 302
    assert ReportedFigure.objects.get().unit is None
    outside = client.post(url("new_figure"), sent(people, unit="", region_code="411622000000"))
    assert outside.status_code == 403


def test_strangers_find_nothing_and_colleagues_are_told(client, people):
    figure = make_figure(people.unit)
    for who, seen, changed in (("head", 200, 200), ("drolma", 200, 403), ("wang", 404, 404)):
        client.force_login(getattr(people.users, who))
        assert client.get(url("figure", figure.pk)).status_code == seen
        assert client.get(url("edit_figure", figure.pk)).status_code == changed
        assert client.get(url("withdraw", figure.pk)).status_code == changed
    assert client.get(url("figure", new_uid())).status_code == 404


def test_the_list_filters_and_costs_the_same_for_3_and_30(client, people):
    client.force_login(people.users.li)
    source, costs = make_source("年度报告"), []
    client.get(url("figures"))
    for more in (3, 27):
        for number in range(more):
            make_figure(people.unit, source=source, value=number)
        with CaptureQueriesContext(connection) as spent:
            client.get(url("figures"))
        costs.append(len(spent))
    assert costs[0] == costs[1]
    make_figure(
        key="days",
        label="累计服务 75 天",
        value=75,
        measure="days",
        is_ambiguous=True,
        note="首尾怎么算",
    )

    def labels(**query):
        return {row.label for row in client.get(url("figures"), query).context["page"].rows}

    assert labels(q="75") == labels(key="days") == labels(ambiguous="on") == {"累计服务 75 天"}
    assert labels(q="年度报告") == {"10 个个案"}
    assert labels(q="\0", key="nonsense", before="x~y")
