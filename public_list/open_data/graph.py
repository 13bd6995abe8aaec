"""A small graph of things and what is said of them, and its two spellings: Turtle and JSON-LD."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

import msgspec

from registry.texts import Language, Text

_SAFE_IN_ADDRESS = ":/?#[]@!$&'()*+,;=%~-._"
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\u0000"})


@dataclass(frozen=True, slots=True)
class Iri:
    """A thing that has an address."""

    address: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of a kind, such as an instant; the kind is a short name."""

    value: str
    kind: str


Value: TypeAlias = Iri | Text | Typed | str
"""What is said: another thing, words in two languages, a value of a kind, or plain text."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its address, what it is, and what is said of it, by short names."""

    address: str
    kind: str
    said: Sequence[tuple[str, Value]]


Spelling: TypeAlias = Callable[[Sequence[Node], Mapping[str, str]], bytes]
"""Either way to write it: the things, and what each short name stands for."""


def turtle(nodes: Sequence[Node], prefixes: Mapping[str, str]) -> bytes:
    """The graph in Turtle (RDF 1.1)."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in prefixes.items()]
    for node in nodes:
        said = [f"a {node.kind}", *(f"{name} {each}" for name, value in node.said for each in _in_turtle(value))]
        lines += ["", f"<{_safe(node.address)}> " + " ;\n    ".join(said) + " ."]
    return ("\n".join(lines) + "\n").encode()


def _in_turtle(value: Value) -> list[str]:
    match value:
        case Iri(address):
            return [f"<{_safe(address)}>"]
        case Text():
            return [f"{_quoted(value.say(language))}@{language.value}" for language in Language]
        case Typed(text, kind):
            return [f"{_quoted(text)}^^{kind}"]
        case str():
            return [_quoted(value)]


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPED)}"'


def json_ld(nodes: Sequence[Node], prefixes: Mapping[str, str]) -> bytes:
    """The same graph in JSON-LD 1.1."""
    graph = []
    for node in nodes:
        told: dict[str, Any] = {"@id": _safe(node.address), "@type": node.kind}
        for name, value in node.said:
            told.setdefault(name, []).extend(_in_json(value))
        graph.append(told)
    return msgspec.json.format(msgspec.json.encode({"@context": dict(prefixes), "@graph": graph})) + b"\n"


def _in_json(value: Value) -> list[Any]:
    match value:
        case Iri(address):
            return [{"@id": _safe(address)}]
        case Text():
            return [{"@value": value.say(language), "@language": language.value} for language in Language]
        case Typed(text, kind):
            return [{"@value": text, "@type": kind}]
        case str():
            return [value]


def _safe(address: str) -> str:
    """An address with nothing in it that would end it."""
    return quote(address, safe=_SAFE_IN_ADDRESS)
