"""A workbook's zip file to be written anew, part by part: whatever is not touched stays as its program wrote it.

No workbook is loaded and saved: that would lose what the library does not know (drop-downs from another sheet, charts,
shapes) and takes a minute for a long file. The parts are changed as text, where they are written as every program does.
"""

import io
import re
import zipfile
from posixpath import basename, dirname, relpath
from xml.sax.saxutils import escape

from exams.spreadsheets.own_mark import PROPERTY
from exams.spreadsheets.parts import Parts, plain_name, target_of

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_PROPERTIES = "docProps/custom.xml"
_OF_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_NO_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"></Properties>'
)
_OWN_PROPERTY = re.compile(rf'<property\b[^<>]*\bname="{PROPERTY}"[^<>]*>.*?</property>', re.DOTALL)
_PID = re.compile(r'\bpid="([0-9]{1,9})"')
_LINK = re.compile(r"<Relationship\b[^<>]*>")


class Unusual(Exception):
    """A part is not written as most programs do, so that it cannot be changed as text: such a workbook is copied."""


class Package:
    """The parts of an .xlsx by name, read when asked for."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._changed: dict[str, str | bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._changed or name in self._parts

    def bytes_of(self, name: str) -> bytes:
        """A part as it is now."""
        changed = self._changed.get(name)
        if changed is None:
            with self._parts.open(name) as part:
                return part.read()
        return changed.encode() if isinstance(changed, str) else changed

    def text_of(self, name: str) -> str:
        """A part as text; raises Unusual when it is not UTF-8."""
        try:
            return self.bytes_of(name).decode("utf-8-sig")
        except UnicodeDecodeError as odd:
            raise Unusual(name) from odd

    def put(self, name: str, content: str | bytes) -> None:
        """Write a part, new or in place of the old."""
        self._changed[self._own_name(name)] = content

    def _own_name(self, name: str) -> str:
        known = self._parts.infos.get(plain_name(name))
        return known.filename if known is not None else name

    def written(self) -> bytes:
        """The whole as a file, its parts in the order they were in, new ones last."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for info in self._parts.infos.values():
                file.writestr(info.filename, self.bytes_of(info.filename))
            for name in self._changed:
                if name not in self._parts:
                    file.writestr(name, self.bytes_of(name))
        return out.getvalue()

    def declare(self, name: str, kind: str) -> None:
        """Say of which kind a part is."""
        types = self.text_of(_TYPES)
        if f'"/{name}"' not in types:
            self.put(_TYPES, inserted(types, "</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/>'))

    def declare_suffix(self, suffix: str, kind: str) -> None:
        """Say of which kind every part with this suffix is."""
        types = self.text_of(_TYPES)
        if f'Extension="{suffix}"' not in types:
            at = types.index(">", types.index("<Types")) + 1
            self.put(_TYPES, f'{types[:at]}<Default Extension="{suffix}" ContentType="{kind}"/>{types[at:]}')

    def free(self, pattern: str) -> str:
        """The first name after a pattern with a number that no part has."""
        return next(name for number in range(1, 10_000) if (name := pattern.format(number)) not in self)

    def linked(self, source: str, kind: str) -> str | None:
        """The part that another links to as this kind, if there is one."""
        links = _links_name(source)
        if links not in self:
            return None
        for link in _LINK.findall(self.text_of(links)):
            if attribute(link, "Type").endswith(f"/{kind}") and (target := attribute(link, "Target")):
                return target_of(target, of=source)
        return None

    def link(self, source: str, kind: str, part: str) -> str:
        """Link a part to another as this kind; returns the id of the link, the one that is there already or a new one."""
        links = _links_name(source)
        text = self.text_of(links) if links in self else f'<Relationships xmlns="{_PACKAGE}"></Relationships>'
        text = re.sub(r"<Relationships\b([^<>]*)/>", r"<Relationships\1></Relationships>", text)
        found = _LINK.findall(text)
        for each in found:
            if attribute(each, "Type").endswith(f"/{kind}") and target_of(attribute(each, "Target"), of=source) == part:
                return attribute(each, "Id")
        taken = {attribute(each, "Id") for each in found}
        new = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
        target = relpath(f"/{part}", f"/{dirname(source)}")
        link = f'<Relationship Id="{new}" Type="{RELATED}/{kind}" Target="{target}"/>'
        self.put(links, inserted(text, "</Relationships>", link))
        return new

    def put_own_mark(self, mark: str) -> None:
        """The mark of the latest round alone, among the properties of the workbook."""
        text = self.text_of(_PROPERTIES) if _PROPERTIES in self else _NO_PROPERTIES
        if "</Properties>" not in text:
            text = _NO_PROPERTIES
        text = _OWN_PROPERTY.sub("", text)
        number = max((int(each) for each in _PID.findall(text)), default=1) + 1
        own = (
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{PROPERTY}">'
            f'<vt:lpwstr xmlns:vt="{_OF_VALUES}">{escape(mark)}</vt:lpwstr></property>'
        )
        self.put(_PROPERTIES, inserted(text, "</Properties>", own))
        self.declare(_PROPERTIES, _PROPERTIES_TYPE)
        self.link("", "custom-properties", _PROPERTIES)


def _links_name(source: str) -> str:
    return f"{dirname(source)}/_rels/{basename(source)}.rels".lstrip("/")


def tags(text: str, name: str) -> list[str]:
    """Every opening tag of that name in a text."""
    return re.findall(rf"<{name}\b[^<>]*>", text)


def attribute(tag: str, name: str) -> str:
    """The value of an attribute in a tag, empty when it has none."""
    found = re.search(rf"\b{name}=(?:\"([^\"]*)\"|'([^']*)')", tag)
    return (found[1] or found[2] or "") if found else ""


def inserted(text: str, before: str, more: str) -> str:
    """The text with more put before the last of a tag; raises Unusual when the tag is not there."""
    at = text.rfind(before)
    if at < 0:
        raise Unusual(before)
    return text[:at] + more + text[at:]
