"""People and systems of the family picture."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.cases.forms.fields import WithChoices, chips, pick
from yimi.core.forms import ActionForm, text_field


class PersonForm(WithChoices):
    """Someone in the family picture."""

    name = text_field(_("称呼或姓名"), 20)
    sex = chips(_("性别"), [("1", _("男")), ("2", _("女")), ("0", _("不详"))])
    born = forms.IntegerField(label=_("出生年份"), min_value=1850, max_value=2200, required=False)
    is_client = forms.BooleanField(label=_("服务对象"), required=False)
    is_at_home = forms.BooleanField(label=_("同住"), required=False)
    is_dead = forms.BooleanField(label=_("已故"), required=False)
    mark = text_field(
        _("备注"), 12, required=False, help_text=_("如“外出务工”“半失能”，写在图上。")
    )
    father = pick(_("父亲"), required=False)
    mother = pick(_("母亲"), required=False)
    partner = pick(_("配偶或伴侣"), required=False)
    union = chips(
        _("关系"),
        [
            ("married", _("已婚")),
            ("cohabiting", _("同居")),
            ("separated", _("分居")),
            ("divorced", _("离婚")),
        ],
        initial="married",
    )


class SystemForm(ActionForm):
    """Somebody or something that supports or burdens the family."""

    name = text_field(_("人或单位"), 20, help_text=_("如“镇卫生院”“邻居孙国强”。"))
    tie = chips(
        _("关系"),
        [
            ("strong", _("紧密")),
            ("ordinary", _("一般")),
            ("weak", _("疏远")),
            ("stressful", _("紧张")),
        ],
        initial="ordinary",
    )
