"""What the explore room refuses, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

#: Keys of ``shapes.NotAMap``.
MAP_ERRORS: dict[str, Any] = {
    "too_big": _("文件超过 4 MB。请先用制图软件简化边界再载入。"),
    "no_json": _("这不是 GeoJSON 文件。请在制图软件里导出为 GeoJSON（UTF-8）。"),
    "no_features": _("文件里没有 features。请导出为 FeatureCollection。"),
    "too_many": _("图形或点太多（最多 600 个图形、20 万个点）。请简化后再载入。"),
    "no_polygon": _("有的图形不是面，或坐标不是经纬度。请用 WGS 84 或 CGCS2000 经纬度导出。"),
    "no_place": _(
        "没有一个图形对得上这里的下级地区。请在属性里写区划代码（code）或完整名称（name）。"
    ),
}
