"""The cell styles of a workbook with those added that marking needs: every style also in the colour of a fault."""

import re

from exams.spreadsheets.marked_package import Unusual, attribute

COLOUR = "FFFFC7CE"
_FILL = f'<fill><patternFill patternType="solid"><fgColor rgb="{COLOUR}"/><bgColor indexed="64"/></patternFill></fill>'
_BOLD = '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
_ONE_FILL = re.compile(r"<fill>.*?</fill>|<fill/>", re.DOTALL)
_ONE_FONT = re.compile(r"<font>.*?</font>|<font/>", re.DOTALL)
_ONE_FORMAT = re.compile(r"<xf\b[^<>]*/>|<xf\b[^<>]*[^/<>]>.*?</xf>|<xf>.*?</xf>", re.DOTALL)
_BETWEEN = re.compile(r"(?:^|(?<=>))\s+(?=<|$)")
_FILL_ID = re.compile(r"\s(?:fillId|applyFill)=(?:\"[^\"]*\"|'[^']*')")
MOST_FORMATS = 60_000


class Styles:
    """The styles part of a workbook as text; raises Unusual when it is not written as most programs do."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._fills = self._list("fills", _ONE_FILL)
        self._fonts = self._list("fonts", _ONE_FONT)
        self._formats = self._list("cellXfs", _ONE_FORMAT)
        self._own = [place for place, fill in enumerate(self._fills) if f'rgb="{COLOUR}"' in fill and "solid" in fill]
        if not self._own:
            self._own = [len(self._fills)]
            self._fills.append(_FILL)
        self._faulty: dict[int, int] = {}
        self._clean: dict[int, int] = {}
        self.heading = self._add(
            f'<xf numFmtId="0" fontId="{len(self._fonts)}" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        )
        self._fonts.append(_BOLD)
        self.wrapped = self._add(
            '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
            '<alignment vertical="top" wrapText="1"/></xf>'
        )

    def faulty(self, style: int) -> int:
        """The style of a cell with a fault, that otherwise has this style."""
        if style not in self._faulty:
            self._faulty[style] = self._coloured(style, self._own[0])
        return self._faulty[style]

    def clean(self, style: int) -> int:
        """The style of a cell that has no fault any more: itself, without our colour."""
        if self._fill_of(style) not in self._own:
            return style
        if style not in self._clean:
            self._clean[style] = self._coloured(style, 0)
        return self._clean[style]

    def written(self) -> str:
        """The styles part."""
        text = self._text
        for name, items in (("fills", self._fills), ("fonts", self._fonts), ("cellXfs", self._formats)):
            whole = f'<{name} count="{len(items)}">{"".join(items)}</{name}>'
            text = _whole(name).sub(lambda _, whole=whole: whole, text, count=1)  # type: ignore[misc]  # a default, no argument
        return text

    def _list(self, name: str, one: re.Pattern[str]) -> list[str]:
        found = _whole(name).search(self._text)
        items = one.findall(found[1]) if found else []
        if not found or _BETWEEN.sub("", "".join(items)) != _BETWEEN.sub("", found[1]):
            raise Unusual(name)
        return items

    def _format(self, style: int) -> str:
        if style >= len(self._formats):
            raise Unusual("cellXfs")
        return self._formats[style]

    def _fill_of(self, style: int) -> int:
        return int(attribute(self._format(style).partition(">")[0], "fillId") or 0)

    def _coloured(self, style: int, fill: int) -> int:
        tag, end, rest = self._format(style).partition(">")
        closed = "/" if tag.endswith("/") else ""
        bare = _FILL_ID.sub("", tag.removesuffix("/"))
        return self._add(f'{bare} fillId="{fill}" applyFill="1"{closed}{end}{rest}')

    def _add(self, written: str) -> int:
        if len(self._formats) >= MOST_FORMATS:
            raise Unusual("cellXfs")
        self._formats.append(written)
        return len(self._formats) - 1


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"<{name}\b[^<>]*>(.*?)</{name}>", re.DOTALL)
