"""Which of the system's fonts a PDF is set in: a FangSong or Song face as on official paper, a Tibetan face beside it."""

from __future__ import annotations

from functools import cache

import typst

from yimi.forms.errors import NoFontForPrinting

#: In the order of preference; the free ones come with Debian's fonts-noto-cjk.
CHINESE = (
    "FangSong_GB2312",
    "FangSong",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "Songti SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Zen Hei",
)
#: For titles and labels.
BOLD = ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", *CHINESE)
TIBETAN = ("Noto Serif Tibetan", "Noto Sans Tibetan", "Microsoft Himalaya", "Kailasa", "Jomolhari")


@cache
def fonts() -> typst.Fonts:
    """The system's fonts, looked through once per process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def families() -> frozenset[str]:
    """The names of the system's font families."""
    return frozenset(fonts().families())


def body_fonts() -> list[str]:
    """The faces of the text, Chinese first. Raises :class:`NoFontForPrinting`."""
    return _available(CHINESE)


def title_fonts() -> list[str]:
    """The faces of titles and labels. Raises :class:`NoFontForPrinting`."""
    return _available(BOLD)


def _available(wanted: tuple[str, ...]) -> list[str]:
    chinese = [name for name in wanted if name in families()][:1]
    if not chinese:
        raise NoFontForPrinting()
    return chinese + [name for name in TIBETAN if name in families()][:1]
