"""Ways to spoil a spreadsheet: byte by byte, part by part, and within the XML of a part; chance is given, so it repeats."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from random import Random

_NUMBERS = (b"-1", b"0", b"4294967296", b"99999999999999999999", b"1e309", b"NaN", b"", b"\xc2\xb2")
_BITS = (
    b"<x>" * 2_000,
    b"</x>",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>",
    b"&a;",
    b"&#0;",
    b"&#xD800;",
    b"\x00",
    b"\x01",
    b"\xff\xfe",
    b"<![CDATA[x]]>",
    b"<!-- x -->",
    b"<c",
    b'<c r="A1" t="s"><v>999999</v></c>',
    b'<row r="150001"><c r="A150001"><v>1</v></c></row>',
    b'<mergeCell ref="A1:XFD1048576"/>',
    b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1"/>',
    b' x="' + b"y" * 100_000 + b'"',
)


def mangled(content: bytes, chance: Random) -> bytes:
    """The file, spoiled in one to three ways."""
    for _ in range(chance.randint(1, 3)):
        content = chance.choice((_bytes, _bytes, _parts, _xml, _xml, _xml))(content, chance)
    return content


def _bytes(content: bytes, chance: Random) -> bytes:
    at, until = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    short = content[at : min(until, at + 200)]
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: content[:at] + bytes(255 ^ byte for byte in content[at : at + chance.randint(1, 8)]) + content[at + 8 :],
        lambda: content[:at] or b"P",
        lambda: content[at:] or b"K",
        lambda: content[:at] + chance.randbytes(chance.randint(1, 64)) + content[at:],
        lambda: content[:at] + short * chance.randint(2, 50) + content[at:],
        lambda: content[:at] + bytes(len(short)) + content[at + len(short) :],
    )
    return chance.choice(ways)()


def _parts(content: bytes, chance: Random) -> bytes:
    return chance.choice((_swapped, _renamed, _dropped, _lying))(content, chance)


def _unzipped(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return {name: file.read(name) for name in file.namelist()}
    except Exception:  # noqa: BLE001 — it was spoiled before
        return {}


def _zipped(parts: dict[str, bytes], content: bytes) -> bytes:
    if not parts:
        return content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def _swapped(content: bytes, chance: Random) -> bytes:
    """Two parts hold each other's content."""
    parts = _unzipped(content)
    if len(parts) > 1:
        one, other = chance.sample(sorted(parts), 2)
        parts[one], parts[other] = parts[other], parts[one]
    return _zipped(parts, content)


def _renamed(content: bytes, chance: Random) -> bytes:
    """A part goes by another name."""
    parts = _unzipped(content)
    if parts:
        name = chance.choice(sorted(parts))
        parts[chance.choice((name.upper(), name.replace("/", "\\"), f"../{name}", f"/{name}", "x" * 300))] = parts.pop(name)
    return _zipped(parts, content)


def _dropped(content: bytes, chance: Random) -> bytes:
    """A part is missing."""
    parts = _unzipped(content)
    if len(parts) > 1:
        del parts[chance.choice(sorted(parts))]
    return _zipped(parts, content)


def _lying(content: bytes, chance: Random) -> bytes:
    """The directory of the zip file lies: a checksum, a size, a method, a flag or where a part begins."""
    entries = [match.start() for match in re.finditer(b"PK\x01\x02", content)]
    if not entries:
        return content
    at = chance.choice(entries)
    place, form = chance.choice(((16, "<I"), (20, "<I"), (24, "<I"), (10, "<H"), (8, "<H"), (42, "<I"), (28, "<H")))
    lie = chance.choice((0, 1, 0xFFFF, len(content), 0xFFFFFFFF)) & (0xFFFF if form == "<H" else 0xFFFFFFFF)
    spoiled = bytearray(content)
    spoiled[at + place : at + place + struct.calcsize(form)] = struct.pack(form, lie)
    return bytes(spoiled)


def _xml(content: bytes, chance: Random) -> bytes:
    """One part, or a text file, spoiled in its own language."""
    parts = _unzipped(content)
    if not parts:
        return _spoiled(content, chance)
    name = chance.choice(sorted(parts))
    parts[name] = _spoiled(parts[name], chance)
    return _zipped(parts, content)


def _spoiled(text: bytes, chance: Random) -> bytes:
    tags = [match.span() for match in re.finditer(rb"<[^<>]*>", text)]
    numbers = [match.span() for match in re.finditer(rb"(?<=[\"'>])[0-9.]+(?=[\"'<])", text)]
    at = chance.randrange(len(text) + 1)
    if numbers and chance.random() < 0.4:
        start, end = chance.choice(numbers)
        return text[:start] + chance.choice(_NUMBERS) + text[end:]
    if tags and chance.random() < 0.5:
        start, end = chance.choice(tags)
        return text[:start] + text[start:end] * chance.choice((0, 2, 3_000)) + text[end:]
    return text[:at] + chance.choice(_BITS) + text[at:]
