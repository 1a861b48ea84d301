"""What the pages say where a rule answers with a key."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: ``rules.advice`` → what to try.
ADVICE = {
    "afternoon": _("前几次都在上午，改下午去，或先打电话"),
    "morning": _("前几次都在下午，改上午去，或先打电话"),
    "weekend": _("前几次都在工作日，改周末去，或先打电话"),
    "phone": _("先打电话约时间，或问问邻居"),
}
