"""The mark of this registry in a workbook that it gave back: the upload it came from, to know it by when it returns.

It stands among the workbook's custom properties, which Excel and LibreOffice keep. Anybody may type one there, so it
tells where a file may come from and decides nothing.
"""

import re

from exams.spreadsheets import limits
from exams.spreadsheets.gate import Kind
from exams.spreadsheets.parts import DAMAGE, Parts

PROPERTY = "Adviseursregister-aanlevering"
_PARTS = {Kind.XLSX: "docProps/custom.xml", Kind.ODS: "meta.xml"}
_VALUE = re.compile(
    rb"\bname=[\"']" + PROPERTY.encode() + rb"[\"'][^<>]*>\s*(?:<[^<>/][^<>]*>\s*)?"
    rb"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\s*<"
)


def own_mark_of(parts: Parts, *, kind: Kind) -> str | None:
    """The id of the upload that a workbook was marked for, as written in its properties; None when nothing plain is there."""
    try:
        with parts.open(_PARTS[kind]) as part:
            found = _VALUE.search(part.read(limits.SMALL_PART_BYTES))
    except (KeyError, *DAMAGE):
        return None
    return found[1].decode() if found else None
