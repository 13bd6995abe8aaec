"""The PDF of a certificate: the one file that knows Typst and QR codes. Tagged, PDF/UA-1 (ISO 14289-1)."""

import io
import re
import threading
from datetime import UTC, datetime, time
from pathlib import Path
from unicodedata import normalize

import msgspec
import segno
import typst

from registry.certificates.document import Document
from registry.texts import Text

_FOLDER = Path(__file__).resolve().parent / "typeset"
_TEMPLATE = str(_FOLDER / "certificate.typ")
_QR_ERROR, _QR_MASK = "m", 2
_ABSENT = "\N{REPLACEMENT CHARACTER}"
_UNWRITABLE = re.compile(
    "[^\n -~\xa0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1\u03f0-\u052f\u1e00-\u1f15\u1f18-\u1f1d"
    "\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3"
    "\u1fd6-\u1fdb\u1fdd-\u1fef\u1ff2-\u1ff4\u1ff6-\u1ffe\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u214e\ufffd]"
)
"""What the font has no sign for (some of it makes Typst fail): it has Latin, Greek and Cyrillic, with punctuation."""
_UNSHOWN = Text(
    f"Waar {_ABSENT} staat, kan dit document een teken niet tonen. In het register staat de naam voluit.",
    f"Where {_ABSENT} stands, this document cannot show a character. The register has the name in full.",
)

_own = threading.local()


class TypesettingFailed(Exception):
    """Typst gave up on a document."""


def typeset(document: Document) -> bytes:
    """The document as PDF: equal bytes for equal documents. May be called from several threads at once.

    Values are data to the template, never markup. Raises TypesettingFailed.
    """
    text = normalize("NFC", msgspec.json.encode(document).decode())
    shown = _UNWRITABLE.sub(_ABSENT, text)
    unshown = "" if shown == text else _UNSHOWN.say(document.language)
    inputs = {"document": shown, "unshown": unshown, "qr": qr_code(document.check.address)}
    made = datetime.combine(document.issued_on, time(), UTC)
    return compiled(inputs, made=made)


def qr_code(address: str) -> str:
    """The address as a QR code in SVG. A fixed mask: every mask is valid, and choosing the best takes most of the time."""
    drawn = io.BytesIO()
    segno.make(address, error=_QR_ERROR, mask=_QR_MASK, micro=False).save(drawn, kind="svg", border=2, xmldecl=False)
    return drawn.getvalue().decode()


def compiled(inputs: dict[str, str], *, made: datetime) -> bytes:
    """The template with these inputs, and nothing else done: what `typeset` costs beyond this is our own.

    Typst's own panic is no Exception to Python: it is told as TypesettingFailed as well, and ends no worker.
    """
    try:
        content = _compiler().compile(sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"], timestamp=made)
    except typst.TypstError as error:
        raise TypesettingFailed("TypstError") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise TypesettingFailed("PanicException") from error
        raise
    if not isinstance(content, bytes):
        raise TypesettingFailed("not one file")
    return content


def _compiler() -> typst.Compiler:
    """One for each thread: a compiler that two threads use at once fails. No font of the machine's counts, only our own."""
    if not hasattr(_own, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FOLDER / "fonts")])
        _own.compiler = typst.Compiler(_TEMPLATE, root=str(_FOLDER), font_paths=fonts, ignore_system_fonts=True)
    compiler: typst.Compiler = _own.compiler
    return compiler
