"""Every room's operations, put together under ``/api/v1``."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.operation import Operation

from yimi.access import api as access
from yimi.api.problems import register_problems
from yimi.api.reading import AUTH, Renderer, StrictParser, strict
from yimi.imports import api as imports
from yimi.people import api as people
from yimi.regions import api as regions
from yimi.services import api as services
from yimi.stations import api as stations
from yimi.workforce import api as workforce

ROUTERS = (
    ("/me", access.router),
    ("/regions", regions.router),
    ("/units", stations.router),
    ("/workers", workforce.router),
    ("/households", people.households),
    ("/residents", people.residents),
    ("/status-kinds", people.status_kinds),
    ("", people.statuses),
    ("/catalogue", services.catalogue),
    ("/records", services.records),
    ("/photos", services.photos),
    ("/figures", services.figures),
    ("/imports", imports.router),
)
DESCRIPTION = (
    "一米的接口，和网页用同一套规则、权限和留痕。令牌在“我的账号”里生成，按岗位和地点生效。"
    "出错时答复 application/problem+json，语言随 Accept-Language。\n\n"
    "The same rules, permissions and trail as the pages. Make a token under “My account”; it carries your own "
    "roles and places. Errors are application/problem+json in the language of Accept-Language."
)


class YimiAPI(NinjaAPI):
    """ninja's API with operation ids that a client library can use as function names."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The handler's name; they are unique (checked by a test)."""
        return operation.view_func.__name__


def make_api() -> YimiAPI:
    """A fresh API; the process makes one, in ``urls``."""
    api = YimiAPI(
        title="一米 Yimi API",
        version="1",
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        urls_namespace="api-v1",
        auth=AUTH,
        parser=StrictParser(),
        renderer=Renderer(),
    )
    register_problems(api)
    api.add_decorator(strict, mode="view")
    for prefix, router in ROUTERS:
        api.add_router(prefix, router)
    return api


def openapi(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    """The OpenAPI description, with problems under their own media type and parameters without null."""
    schema: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=prefix))
    for path in schema["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    content = answer["content"]
                    content["application/problem+json"] = content.pop("application/json")
            for parameter in operation["parameters"]:
                parameter["schema"] = _without_null(parameter["schema"])
    return schema


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Leaving a parameter out is how an address says nothing."""
    kept = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
    if len(kept) != 1:
        return schema
    return {name: value for name, value in schema.items() if name != "anyOf"} | kept[0]
