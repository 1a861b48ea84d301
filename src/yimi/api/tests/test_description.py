"""The description says everything, and the guide's examples work."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils.translation import override

from yimi.access.routes import all_routes
from yimi.api.pages import description
from yimi.api.tests.test_records import picture
from yimi.core import clock
from yimi.core.doors import Channel

GUIDE = Path(__file__).parents[4] / "docs" / "api.md"
OPERATIONS = [
    (path, method, operation)
    for path, operations in description()["paths"].items()
    for method, operation in operations.items()
]
ROUTES = {
    (route.method.lower(), "/" + re.sub(r"<(\w+)>", r"{\1}", route.pattern)): route
    for route in all_routes()
    if route.pattern.startswith("api/v1") and route.method
}


#: Operations that answer with a file.
FILES = {
    "/api/v1/photos/{uid}": "image/jpeg",
    "/api/v1/imports/{uid}/faulty-rows": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pytest.mark.parametrize("path,method,operation", OPERATIONS)
def test_every_status_is_declared(path, method, operation):
    statuses, door = set(operation["responses"]), ROUTES[method, path].door
    expected = {200, 400, 401, 422}
    expected |= {403} if door.permission else set()
    expected |= {404} if "{" in path else set()
    expected |= {413, 415} if "requestBody" in operation else set()
    assert expected <= statuses <= expected | {201, 404, 409, 410}
    for status, answer in operation["responses"].items():
        kind = "application/problem+json" if status >= 400 else FILES.get(path, "application/json")
        assert list(answer["content"]) == [kind], status
    assert operation["security"] == [{"TokenAuth": []}]
    assert operation["summary"]
    assert operation["description"]


def test_every_operation_has_the_channel_of_the_api():
    assert {route.door.channel for route in ROUTES.values()} == {Channel.API}
    assert set(ROUTES) == {(method, path) for path, method, _operation in OPERATIONS}


def test_operation_ids_are_names_of_their_own():
    names = Counter(operation["operationId"] for _path, _method, operation in OPERATIONS)
    assert max(names.values()) == 1


def test_bodies_refuse_what_they_do_not_know():
    for name, schema in description()["components"]["schemas"].items():
        if name.endswith(("In", "Change")):
            assert schema["additionalProperties"] is False, name


def test_texts_have_an_end_and_numbers_bounds():
    for name, schema in description()["components"]["schemas"].items():
        if not name.endswith(("In", "Change")):
            continue
        for field, part in schema["properties"].items():
            for option in part.get("anyOf", [part]):
                kind = option.get("type")
                if kind == "string":
                    assert {"maxLength", "format", "enum", "pattern", "const"} & set(option), (
                        name,
                        field,
                    )
                if kind == "integer":
                    assert {"minimum", "maximum"} <= set(option), (name, field)
                if kind == "array":
                    assert "maxItems" in option or "uniqueItems" in option, (name, field)


def test_the_document_is_served_to_everyone(client):
    served = client.get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert served.json()["openapi"] == "3.1.0"
    assert client.post("/api/v1/openapi.json").status_code == 405


@pytest.mark.parametrize("language,word", [("zh-hans", "接口说明"), ("en", "Status codes")])
def test_the_docs_page_needs_no_script_and_no_other_server(client, db, language, word):
    page = client.get("/api/v1/docs", headers={"accept-language": language})
    text = page.content.decode()
    assert page.status_code == 200
    assert word in text
    assert "POST /api/v1/records" in text
    assert not re.findall(r'(?:src|href)="https?://', text)
    assert "<script>" not in text
    assert "style=" not in text


def examples():
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    return [
        command
        for block in blocks
        for command in re.split(r"\n(?=curl)", block.strip())
        if command.startswith("curl")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("command", examples())
def test_the_guides_examples_work(world, command, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for word, value in (
        ("UNIT", world.unit.pk), ("HOUSEHOLD", world.household.pk), ("WORKER", world.worker.pk),
        ("RESIDENT", world.elder.pk), ("RECORD", world.record_uid), ("TODAY", clock.today()),
    ):  # fmt: skip
        command = re.sub(rf"\b{word}\b", str(value), command)
    words = shlex.split(command.replace("$YIMI", "/api/v1").replace("$TOKEN", world.drolma.token))
    address = next(word for word in words if word.startswith("/api/v1"))
    path, query = urlsplit(address).path, urlsplit(address).query
    client = world.drolma.client
    with override("zh-hans"):
        if "-F" in words:
            response = client.post(path, {"photo": picture()})
        else:
            method = words[words.index("-X") + 1] if "-X" in words else "GET"
            body = words[words.index("-d") + 1] if "-d" in words else ""
            response = client.generic(method, path, body, "application/json", QUERY_STRING=query)
    assert response.status_code in {200, 201}, response.content.decode()
