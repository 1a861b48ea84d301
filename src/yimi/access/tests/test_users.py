"""Making and closing accounts, and the pages where administrators do it."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimi.access.actions import NewUser, create_user, create_users, deactivate_user, set_password
from yimi.access.errors import AdministratorsApart, ReachesFurther, UserAlreadyInactive
from yimi.access.models import User
from yimi.access.queries import actor_for_token, build_actor, system_actor
from yimi.access.queries.users import UserFilter, page_of_users
from yimi.access.tests.factories import grant, make_user
from yimi.access.tests.test_actors import token_of
from yimi.audit.models import AuditEvent
from yimi.core.errors import Forbidden, Invalid
from yimi.core.paging import PAGE_SIZE

pytestmark = pytest.mark.django_db
COUNTY, OTHER_COUNTY = "411623000000", "411622000000"


@pytest.fixture
def admin(people):
    return build_actor(people.system)


def test_a_new_account_has_a_one_time_password_and_no_role(people, admin):
    user, password = create_user(NewUser(" ZhaoMin ", "赵敏", COUNTY), actor=admin)
    assert (user.username, user.must_change_password) == ("zhaomin", True)
    assert user.check_password(password)
    assert build_actor(user).grants == ()
    event = AuditEvent.objects.get()
    assert event.action == "access.user_created"
    assert password not in str(event.details)
    assert "赵敏" not in str(event.details)


@pytest.mark.parametrize(
    "username",
    [
        "",
        "a",
        "drolma",
        "DROLMA",
        "ｄｒｏｌｍａ",
        "drоlma",
        "has space",
        "<b>",
        "a" * 61,
        "nul\x00l",
        "-x",
        "a\u202eb",
        "a/b",
    ],
)
def test_a_name_that_is_taken_or_unusable_is_refused(people, admin, username):
    with pytest.raises(Invalid) as refused:
        create_user(NewUser(username, "某人", COUNTY), actor=admin)
    assert list(refused.value.fields) == ["username"]


def test_control_characters_are_left_out_of_names_and_reasons(people, admin):
    user, _password = create_user(NewUser("zhaomin", " 赵\x00敏\n", COUNTY), actor=admin)
    assert user.name == "赵敏"
    with pytest.raises(Invalid):
        deactivate_user(user, actor=admin, reason="\x00\n")
    assert deactivate_user(user, actor=admin, reason="离\x00职").is_active is False


def test_a_reason_too_long_for_the_trail_is_refused(people, admin):
    with pytest.raises(Invalid):
        deactivate_user(people.drolma, actor=admin, reason="长" * 301)


def test_accounts_are_made_only_at_home(people, admin):
    for code in (OTHER_COUNTY, "", "410000000000"):
        with pytest.raises(Forbidden):
            create_user(NewUser("someone", "某人", code), actor=admin)


@pytest.mark.parametrize("who", ["security", "auditor", "li", "drolma"])
def test_only_the_system_administrator_makes_closes_and_resets(people, who):
    actor = build_actor(getattr(people, who))
    with pytest.raises(Forbidden):
        create_user(NewUser("someone", "某人", COUNTY), actor=actor)
    with pytest.raises(Forbidden):
        set_password(people.drolma, actor=actor)
    with pytest.raises(Forbidden):
        deactivate_user(people.drolma, actor=actor, reason="试试")


def test_a_batch_names_the_row_that_is_wrong_and_makes_nothing(people, admin):
    encoded = make_password("x")
    batch = [NewUser(name, "某人", COUNTY, encoded=encoded) for name in ("one1", "two2", "one1")]
    with pytest.raises(Invalid) as refused:
        create_users(batch, actor=admin)
    assert list(refused.value.fields) == ["2.username"]
    assert not User.objects.filter(username="one1").exists()


def test_a_hundred_accounts_cost_as_many_queries_as_two(
    people, admin, django_assert_max_num_queries
):
    encoded = make_password("x")
    for size in (2, 100):
        batch = [NewUser(f"batch{size}n{n}", "某人", COUNTY, encoded=encoded) for n in range(size)]
        with django_assert_max_num_queries(7):
            create_users(batch, actor=admin)
    assert AuditEvent.objects.count() == 2


def test_a_reset_opens_a_locked_account(client, people, admin):
    for _n in range(5):
        client.post("/sign-in/", {"username": "drolma", "password": "wrong password 1"})
    password = set_password(people.drolma, actor=admin)
    response = client.post("/sign-in/", {"username": "drolma", "password": password})
    assert response.status_code == 302


@pytest.mark.parametrize("who", ["security", "auditor"])
def test_no_administrator_gets_into_another_ones_account(people, admin, who):
    with pytest.raises(AdministratorsApart):
        set_password(getattr(people, who), actor=admin)
    # at the machine it is possible
    assert set_password(getattr(people, who), actor=system_actor("命令行"))


def test_an_account_that_reaches_further_than_the_administrator_is_not_reset(people, admin):
    assert set_password(people.li, actor=admin)
    grant(people.drolma, "worker", people.other_unit)
    city = make_user("city_officer", "411600000000", region_code=COUNTY)
    for user in (people.drolma, city):
        with pytest.raises(ReachesFurther):
            set_password(user, actor=admin)


def test_a_name_cannot_be_turned_around(people, admin):
    with pytest.raises(Invalid):
        create_user(NewUser("someone", "\u202e", COUNTY), actor=admin)
    assert create_user(NewUser("someone", "李\u202e文静", COUNTY), actor=admin)[0].name == "李文静"


def test_closing_an_account_ends_everything_it_had(people, admin):
    _token, raw = token_of(people.drolma)
    deactivate_user(people.drolma, actor=admin, reason="已离职")
    assert actor_for_token(raw) is None
    assert not people.drolma.role_grants.filter(revoked_at=None).exists()
    assert AuditEvent.objects.latest("id").reason == "已离职"
    with pytest.raises(UserAlreadyInactive):
        deactivate_user(people.drolma, actor=admin, reason="再来一次")
    with pytest.raises(UserAlreadyInactive):
        set_password(people.drolma, actor=admin)


def test_nobody_closes_their_own_account(people, admin):
    with pytest.raises(Invalid):
        deactivate_user(people.system, actor=admin, reason="手滑")


# --- pages


def test_the_list_shows_ones_own_county_only(client, people):
    client.force_login(people.security)
    page = client.get("/users/").content.decode()
    assert "卓玛" in page
    assert "王强" not in page


def test_strangers_find_nothing_and_colleagues_are_told_why(client, people):
    client.force_login(people.security)
    assert client.get(f"/users/{people.wang.uid}/").status_code == 404
    assert client.get(f"/users/{people.drolma.uid}/").status_code == 200
    assert client.get("/users/new/").status_code == 403
    client.force_login(people.drolma)
    assert client.get("/users/").status_code == 403
    client.force_login(people.system)
    assert client.get(f"/users/{people.drolma.uid}/grants/new/").status_code == 403


def test_the_list_costs_the_same_with_3_rows_and_30(client, people, django_assert_num_queries):
    client.force_login(people.security)
    client.get("/users/")
    actor, costs = build_actor(people.security), []
    for size in (3, 30):
        for _n in range(size):
            grant(make_user("worker", people.unit, region_code=COUNTY), "station_head", people.unit)
        # 4: users, their grants, names of units, names of divisions
        with django_assert_num_queries(4):
            page_of_users(actor, UserFilter())
        with CaptureQueriesContext(connection) as page:
            client.get("/users/")
        costs.append(len(page))
    assert costs[0] == costs[1]


def test_the_list_turns_pages_both_ways(people):
    for number in range(PAGE_SIZE + 20):
        make_user(username=f"row{number:03d}", region_code=COUNTY)
    actor, wanted = build_actor(people.auditor), UserFilter(q="row")
    first = page_of_users(actor, wanted)
    second = page_of_users(actor, wanted, before=first.older)
    names = [row.user.username for page in (first, second) for row in page.rows]
    assert names == [f"row{number:03d}" for number in range(PAGE_SIZE + 20)]
    assert (first.newer, second.older) == ("", "")
    back = page_of_users(actor, wanted, after=second.newer)
    assert [row.user.uid for row in back.rows] == [row.user.uid for row in first.rows]
    assert (back.newer, bool(back.older)) == ("", True)


@pytest.mark.parametrize(
    "query, found",
    [
        ("q=卓玛", {"卓玛"}),
        ("q=DROL", {"卓玛"}),
        ("role=worker", {"卓玛"}),
        ("role=audit_admin", {"孙审计"}),
        ("region=411623001&role=worker", {"卓玛"}),
        ("region=411622", set()),
        ("state=inactive", set()),
        ("q=%00", None),
        ("role=emperor", None),
        ("region=abc", None),
        ("state=%27--", None),
        ("before=%00&after=%00", None),
        ("q=" + "长" * 3000, None),
    ],
)
def test_the_list_is_narrowed_and_survives_nonsense(client, people, query, found):
    client.force_login(people.security)
    response = client.get(f"/users/?{query}")
    assert response.status_code == 200
    if found is not None:
        assert {row.user.name for row in response.context["page"].rows} == found


def test_an_account_is_made_on_the_page_and_its_password_shown_once(client, people):
    client.force_login(people.system)
    form = {"username": "zhaomin", "name": "赵敏", "region_code": COUNTY}
    page = client.post("/users/new/", form)
    password = page.context["password"]
    assert password in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    user = User.objects.get(username="zhaomin")
    assert password not in client.get(f"/users/{user.uid}/").content.decode()
    again = client.post("/users/new/", form)
    assert again.status_code == 422
    assert "已经有人用了" in again.content.decode()


def test_names_are_shown_as_text_never_as_markup(client, people):
    make_user(name="<script>alert(1)</script>", region_code=COUNTY)
    client.force_login(people.system)
    assert "<script>alert" not in client.get("/users/").content.decode()


def test_a_role_is_given_and_taken_on_the_page(client, people):
    client.force_login(people.security)
    user = make_user(name="新来的", region_code=COUNTY)
    form = {
        "role": "worker",
        "place_kind": "unit",
        "unit": str(people.unit.uid),
        "starts_on": "2026-01-01",
    }
    assert "东城街道社工站" in client.get(f"/users/{user.uid}/grants/new/").content.decode()
    assert client.post(f"/users/{user.uid}/grants/new/", form).status_code == 302
    second = client.post(f"/users/{user.uid}/grants/new/", form)
    assert (second.status_code, user.role_grants.count()) == (422, 1)
    assert "不用再授一次" in second.content.decode()
    held = user.role_grants.get()
    revoke = f"/users/{user.uid}/grants/{held.uid}/revoke/"
    assert "东城街道社工站" in client.get(revoke).content.decode()
    assert client.post(revoke, {"reason": ""}).status_code == 422
    assert client.post(revoke, {"reason": "已调离本站"}).status_code == 302
    assert client.post(revoke, {"reason": "又点一次"}).status_code == 409
    page = client.get(f"/users/{user.uid}/").content.decode()
    assert "已调离本站" in page
    assert "钱安全" in page


def test_the_form_offers_only_the_countys_units(client, people):
    client.force_login(people.security)
    page = client.get(f"/users/{people.drolma.uid}/grants/new/").content.decode()
    assert str(people.other_unit.uid) not in page
    form = {
        "role": "worker",
        "place_kind": "unit",
        "unit": str(people.other_unit.uid),
        "starts_on": "2026-01-01",
    }
    assert client.post(f"/users/{people.drolma.uid}/grants/new/", form).status_code == 422


def test_a_refused_place_is_shown_at_the_field_that_chose_it(client, people):
    client.force_login(people.security)
    user = make_user(region_code=COUNTY)
    form = {
        "role": "worker",
        "place_kind": "region",
        "region_code": COUNTY,
        "starts_on": "2026-01-01",
    }
    response = client.post(f"/users/{user.uid}/grants/new/", form)
    assert list(response.context["form"].errors) == ["region_code"]
    form |= {"place_kind": "everywhere", "role": "county_officer"}
    assert client.post(f"/users/{user.uid}/grants/new/", form).status_code == 403


def test_another_users_grant_is_not_found_under_this_user(client, people):
    client.force_login(people.security)
    foreign = people.drolma.role_grants.get()
    address = f"/users/{people.li.uid}/grants/{foreign.uid}/revoke/"
    assert client.post(address, {"reason": "x"}).status_code == 404


def test_a_password_is_reset_and_an_account_closed_on_the_page(client, people):
    client.force_login(people.system)
    page = client.post(f"/users/{people.drolma.uid}/reset-password/")
    people.drolma.refresh_from_db()
    assert people.drolma.check_password(page.context["password"])
    assert client.get(f"/users/{people.drolma.uid}/reset-password/").status_code == 405
    close = f"/users/{people.drolma.uid}/deactivate/"
    assert client.post(close, {}).status_code == 422
    assert client.post(close, {"reason": "已离职"}).status_code == 302
    assert "已停用" in client.get(f"/users/{people.drolma.uid}/").content.decode()


def test_my_account_shows_my_roles_places_and_tokens(client, people):
    client.force_login(people.li)
    page = client.get("/account/").content.decode()
    assert "县级工作人员" in page
    assert "商水县" in page
    response = client.post("/account/tokens/", {"name": "县统计平台", "expires_on": "2999-01-01"})
    assert response.status_code == 422
    form = {"name": "县统计平台", "expires_on": str(people_end()), "read_only": "on"}
    made = client.post("/account/tokens/", form)
    raw = made.context["made_token"]
    assert raw in made.content.decode()
    assert actor_for_token(raw).uid == people.li.uid
    assert raw not in client.get("/account/").content.decode()
    token = people.li.tokens.get()
    client.force_login(people.drolma)
    assert client.post(f"/account/tokens/{token.uid}/revoke/").status_code == 404
    client.force_login(people.li)
    assert client.post(f"/account/tokens/{token.uid}/revoke/").status_code == 302
    assert client.post(f"/account/tokens/{token.uid}/revoke/").status_code == 409
    assert actor_for_token(raw) is None


def people_end():
    from datetime import timedelta

    from yimi.core import clock

    return clock.today() + timedelta(days=30)


def test_roles_without_programs_see_no_tokens(client, people):
    client.force_login(people.auditor)
    assert "接口密钥" not in client.get("/account/").content.decode()
    assert client.post("/account/tokens/", {}).status_code == 403
