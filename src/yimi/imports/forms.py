"""What the import pages ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.forms import ActionForm
from yimi.imports.access import units_to_import_for
from yimi.imports.headers import Header
from yimi.imports.kinds import KINDS, Kind
from yimi.imports.kinds.base import MARK
from yimi.imports.permissions import VIEW_IMPORTS

#: Stations offered in the list; someone with more uses the command line.
SHOWN_UNITS = 200


class UploadForm(ActionForm):
    """Which file, what is in it, for which station."""

    kind = forms.ChoiceField(label=_("表里是什么"), widget=forms.RadioSelect)
    unit = forms.ChoiceField(label=_("给哪个站点"))
    file = forms.FileField(
        label=_("选择文件"),
        help_text=_("Excel（.xlsx、.xls）或 CSV，最大 64 MB。列名不必和模板一样，上传后可以核对。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.et,.ods"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in KINDS.values() if actor.may(kind.permission)]
        units = units_to_import_for(actor, VIEW_IMPORTS)[:SHOWN_UNITS]
        self.units = {str(unit.pk): unit for unit in units}
        self.declare("kind", [(kind.slug, kind.label) for kind in kinds])
        self.declare("unit", [(uid, unit.name) for uid, unit in self.units.items()])
        if len(self.units) == 1:
            self.fields["unit"].initial = next(iter(self.units))

    def declare(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Give a field its choices and choose the first."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
            field.initial = choices[0][0] if choices else ""


class ColumnsForm(ActionForm):
    """One select per column of the file: which field it is."""

    def __init__(self, *args: Any, header: Header, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("不导入")), (MARK, _("标记（示例行）"))]
        choices += [(c.field, f"{c.title}*" if c.is_required else c.title) for c in kind.columns]
        for match in header.matches:
            self.fields[f"column-{match.column}"] = forms.ChoiceField(
                label=match.title, choices=choices, required=False, initial=match.field
            )

    def chosen(self) -> dict[int, str]:
        """Column of the file → field."""
        return {int(name.partition("-")[2]): value for name, value in self.cleaned_data.items()}
