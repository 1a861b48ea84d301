"""What this room refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import DomainError, NotFound


class RegionUnknown(NotFound):
    """No division has this code."""

    code = "region_unknown"
    message = _("没有这个区划代码：%(region)s。请核对 12 位代码，或按名称查找。")


class AnotherEditionLoaded(DomainError):
    """The database holds another edition; replacing it would lose what became of its divisions."""

    code = "another_edition_loaded"
    status = 409
    message = _(
        "库中已是 %(loaded)s 版区划数据，程序自带的是 %(shipped)s 版。换版本要逐项登记撤并和更名，不能直接覆盖。"
    )
