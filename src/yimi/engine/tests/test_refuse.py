"""What an expression may not say, and how it is told. Nothing in a text reaches a table, a file or the network."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import EngineError, ExpressionError
from yimi.engine.expressions import check
from yimi.engine.kinds import Kind
from yimi.engine.parameters import Bindings
from yimi.engine.tests.generated import AS_OF, Maker

CATALOGUE = load_catalogue()

REFUSED = [
    ("certificate", "isued_on > '2022-01-01'", "unknown_column", 1, 1, "issued_on"),
    ("worker", "any(certficate, level = 'senior')", "unknown_child", 1, 1, "certificate"),
    ("worker", "any(certificate,\n    level = 'seniorr')", "unknown_code", 2, 5, "senior"),
    ("resident", "agee_on(birth_on, :as_of) > 60", "unknown_function", 1, 1, "age_on"),
    ("resident", "birth_on < :as_off", "unknown_day", 1, 1, "as_of"),
    ("resident", "household.incom_month_fen > 1", "unknown_column", 1, 1, "income_month_fen"),
    ("resident", "husehold.opened_on > :as_of", "unknown_parent", 1, 1, "household"),
    ("household", "income_month_fen < param('dibao')", "unknown_parameter", 1, 20, "dibao_line"),
    ("resident", "birth_on > 3", "kinds_differ", 1, 1, ""),
    ("resident", "sex > '1'", "no_order", 1, 1, ""),
    ("resident", "birth_on > '2020-13-01'", "bad_date", 1, 1, "2022-09-14"),
    ("resident", "birth_on = null", "compare_null", 1, 1, "is null"),
    ("household", "income_year_fen / 12 > 3", "no_division", 1, 17, "a * 100 > b * 40"),
    ("household", "income_year_fen > 0.4", "whole_numbers", 1, 19, "整数"),
    ("household", "income_year_fen * income_month_fen > 1", "kinds_differ", 1, 1, ""),
    ("resident", "birth_on + 3 > :as_of", "date_arithmetic", 1, 1, "add_days"),
    ("resident", "count(resident_status, holds) > 1", "incomplete_child", 1, 1, "没有问过"),
    ("resident", "add_months(birth_on, care_needed_months) > :as_of", "must_be_constant", 1, 22, ""),
    ("resident", "any(family_link, birth_on is null)", "unknown_column", 1, 18, "子表条件"),
    ("resident", "in_region(hukou_region_code, '42101')", "bad_region", 1, 30, ""),
    ("resident", "(birth_on is null", "unbalanced", 1, 18, "右括号"),
    ("resident", "birth_on is null)", "unbalanced", 1, 17, ""),
    ("resident", "birth_on", "kinds_differ", 1, 1, "整个表达式"),
    ("resident", "", "empty", 0, 0, ""),
    ("resident", "(" * 200 + "true" + ")" * 200, "too_deep", 1, 13, ""),
    ("resident", "not " * 400 + "true", "too_deep", 1, 17, ""),
    ("resident", " and ".join(["studying"] * 700), "too_long", 0, 0, ""),
    ("resident", "x" * 9000, "too_long", 0, 0, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    "fact, text, code, line, column, hint", REFUSED, ids=[f"{r[2]}-{r[0]}" for r in REFUSED]
)
def test_an_error_says_where_and_what_is_near(fact, text, code, line, column, hint):
    with pytest.raises(ExpressionError) as caught:
        check(text, CATALOGUE, fact, parameters={"dibao_line": Kind.MONEY_FEN})
    assert caught.value.code == code
    assert (caught.value.where.line, caught.value.where.column) == (line, column)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "select 1",
        "(select 1) = 1",
        "exists(select 1)",
        "true; drop table resident",
        "true -- and more\n; attach 'x'",
        "read_csv('/etc/passwd') = 1",
        "read_text('/etc/passwd') is null",
        "any(read_parquet('x'), true)",
        "any('/etc/passwd', true)",
        "sex = any(select 1)",
        "sex in (select sex from resident)",
        "sex in read_csv('x')",
        "resident.sex = '1'",
        "cast(sex as int) = 1",
        "sex::int = 1",
        "sex like '%'",
        "sex || 'a' = 'b'",
        "\"sex\" = '1'",
        "sex = $1",
        "sex = ?",
        "getenv('HOME') = 'x'",
        "current_setting('x') = 'y'",
        "pragma_version() is null",
        "{{ sex }}",
        "sex = '1' collate nocase",
        "birth_on + interval 1 day > :as_of",
        "row(1) is null",
        "sum(studying) over () > 1",
        "x -> x + 1",
        "[1, 2][1] = 1",
        "@a = 1",
        "sex = '1' as b",
        "true, true",
        "case sex when '1' then true end",
        "date(birth_on) = :as_of",
        "current_date = :as_of",
        "struct_pack(a := 1) is null",
        "$$x$$ = 'x'",
        "0x10 = 16",
        "1e3 = 1000",
    ],
)
def test_nothing_but_expressions_passes(text):
    with pytest.raises(ExpressionError):
        check(text, CATALOGUE, "resident")


_WORDS = st.sampled_from(
    [
        "any",
        "all",
        "count",
        "sum",
        "min",
        "max",
        "(",
        ")",
        "(",
        ")",
        ",",
        ".",
        ":",
        "=",
        "<",
        ">",
        "<=",
        "<>",
        "+",
        "-",
        "*",
        "/",
        "and",
        "or",
        "not",
        "in",
        "is",
        "null",
        "between",
        "case",
        "when",
        "then",
        "else",
        "end",
        "true",
        "date",
        "'2022-01-01'",
        "'dibao'",
        "12",
        "birth_on",
        "sex",
        "household",
        "resident_status",
        "holds",
        "kind",
        ":as_of",
        "status",
        "age_at",
        "param",
        "in_region",
        "coalesce",
        "add_months",
        "select",
        "from",
        "read_csv",
        ";",
        "--",
        "/*",
        "*/",
        '"',
        "$1",
        "?",
        "::",
        "[",
        "]",
        "{",
        "}",
        "fn__any",
        "一",
    ]
)


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.lists(_WORDS, max_size=30).map(" ".join), st.text(max_size=80)))
def test_any_text_is_an_expression_or_a_plain_error(text):
    try:
        tree = check(text, CATALOGUE, "resident")
    except EngineError:
        return
    assert tree.kind == Kind.BOOL


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_are_an_expression_or_a_plain_error(data):
    with pytest.raises(EngineError):
        check(data.decode("utf-8", "replace") + " ?", CATALOGUE, "resident")


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_a_broken_expression_gives_an_error_never_a_crash(seed, data):
    maker = Maker(seed)
    text = maker.condition(CATALOGUE.fact("resident"))
    cut = data.draw(st.integers(0, len(text)))
    stray = data.draw(st.sampled_from(["", "(", ")", "'", ",", " and", ";", "select ", "--", "/*"]))
    try:
        check(
            text[:cut] + stray + text[cut:],
            CATALOGUE,
            "resident",
            parameters={"line_fen": Kind.MONEY_FEN, "months": Kind.INT},
        )
    except EngineError:
        return


def test_a_locked_backend_opens_neither_files_nor_settings(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    backend = DuckBackend()
    backend.lock()
    for statement in (
        f"SELECT * FROM '{secret}'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|permission|cannot"):
            backend.connection.execute(statement)


def test_text_from_an_author_stays_a_value():
    tree = check(
        "sex in ('1') and kind_of.x = 'a'' or 1=1 --'".replace("kind_of.x", "household.visit_tier"),
        CATALOGUE,
        "resident",
    )
    backend = DuckBackend()
    builder = SelectBuilder(
        Plan(CATALOGUE, Bindings(AS_OF), backend.dialect), CATALOGUE.fact("resident")
    )
    sql = backend.sql(builder.build({"v": builder.value(tree)}))
    assert "'a'' or 1=1 --'" in sql
