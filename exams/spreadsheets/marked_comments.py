"""The comments of a sheet as text, and the drawing that shows them: ours come and go, those of people stay."""

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from exams.spreadsheets.marked_package import Unusual, attribute, inserted
from exams.spreadsheets.sheet import place

AUTHOR = "Adviseursregister"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENT = re.compile(r"<comment\b[^<>]*>.*?</comment>", re.DOTALL)
_AUTHORS = re.compile(r"<author>([^<]*)</author>|<author/>")
_OWN_RUN = re.compile(rf'<r><t xml:space="preserve">\n\[{AUTHOR}\][^<]*</t></r>')
_SHAPE = re.compile(r"<v:shape\b.*?</v:shape>", re.DOTALL)
_LONGEST = 32_000
NO_COMMENTS = f'<comments xmlns="{_MAIN}"><authors></authors><commentList></commentList></comments>'
NO_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


class Comments:
    """The comments part of a sheet and its drawing, without the comments of an earlier round."""

    def __init__(self, comments: str, drawing: str) -> None:
        if "<commentList" not in comments or "</xml>" not in drawing:
            raise Unusual("comments")
        comments = re.sub(r"<(authors|commentList)\b[^<>]*/>", r"<\1></\1>", comments)
        names = [each[1] or "" for each in _AUTHORS.finditer(comments)]
        own = {str(number) for number, name in enumerate(names) if name == AUTHOR}
        if not own:
            comments = inserted(comments, "</authors>", f"<author>{AUTHOR}</author>")
        self._author = min(own, default=str(len(names)))
        found = _COMMENT.findall(comments)
        self._frame = _COMMENT.sub("", comments)
        self._of_people = {
            attribute(each, "ref"): _OWN_RUN.sub("", each) for each in found if attribute(each, "authorId") not in own
        }
        self.forgotten = {
            attribute(each, "ref") for each in found if attribute(each, "ref") not in self._of_people or _OWN_RUN.search(each)
        }
        self._drawing = drawing
        self._own: dict[str, str] = {}

    def tell(self, notes: Mapping[str, str]) -> None:
        """Put these notes at their cells; where people commented already, below what they wrote."""
        for cell, note in notes.items():
            text = escape("".join(letter for letter in note if letter.isprintable() or letter == "\n")[:_LONGEST])
            if cell in self._of_people:
                run = f'<r><t xml:space="preserve">\n[{AUTHOR}] {text}</t></r>'
                self._of_people[cell] = inserted(re.sub(r"<text\s*/>", "<text></text>", self._of_people[cell]), "</text>", run)
            else:
                self._own[cell] = (
                    f'<comment ref="{cell}" authorId="{self._author}"><text><r><t xml:space="preserve">{text}</t></r></text>'
                    "</comment>"
                )

    def written(self) -> str:
        """The comments part."""
        return inserted(self._frame, "</commentList>", "".join((*self._of_people.values(), *self._own.values())))

    def drawn(self) -> str:
        """The drawing: a shape for each comment."""
        stay = {place(cell) for cell in self._of_people}
        kept = _SHAPE.sub(lambda shape: shape[0] if _stays(shape[0], stay) else "", self._drawing)
        return inserted(kept, "</xml>", "".join(map(_shape, self._own)))


def _stays(shape: str, cells: set[tuple[int, int]]) -> bool:
    """A shape goes when it is that of a comment which is no longer there."""
    row, column = (re.search(rf"<x:{side}>\s*([0-9]{{1,7}})\s*</x:{side}>", shape) for side in ("Row", "Column"))
    if 'ObjectType="Note"' not in shape or row is None or column is None:
        return True
    return (int(row[1]) + 1, int(column[1])) in cells


def _shape(cell: str) -> str:
    row, column = place(cell)
    return (
        f'<v:shape id="_x0000_s{1_000_000 + row * 64 + column}" type="#_x0000_t202" style="position:absolute;'
        'margin-left:60pt;margin-top:2pt;width:360px;height:120px;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
