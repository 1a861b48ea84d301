"""What the rulemaking room refuses, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Conflict, DomainError
from yimi.rulemaking.models import PackDraft


class EditClash(Conflict):
    """Somebody saved since the editor was opened; ``current`` is what stands now. Nothing typed is lost."""

    code = "draft_edit_clash"
    message = _("您编辑时，这份草稿刚被别人改过。您写的还在下面，请对照以后再存。")

    def __init__(self, current: PackDraft) -> None:
        self.current = current
        super().__init__()


class DraftGone(Conflict):
    """It was put away meanwhile."""

    code = "draft_gone"
    message = _("这份草稿已经收起来了，不能再改。")


class NothingToCompare(DomainError):
    """A version cannot be laid beside another."""

    code = "nothing_to_compare"
    message = _("没有办法对比：%(why)s")
