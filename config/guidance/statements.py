"""The statements: Markdown of `docs/statements`, completed with what the operator told and what the tables say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, StrictUndefined

from config.guidance.contents import DOCS, page_of
from config.guidance.markdown import Rendered, escaped
from config.guidance.operator import ASKED, Operator
from config.guidance.personal_data import kept_data
from registry.texts import Language, Text, written

_UNFILLED = Text("nog niet ingevuld", "not filled in yet")
_STATUSES: Mapping[str, Text] = {
    "A": Text("A: voldoet volledig", "A: complies fully"),
    "B": Text("B: voldoet gedeeltelijk", "B: complies partially"),
    "C": Text("C: eerste maatregelen genomen", "C: first measures taken"),
    "D": Text("D: voldoet niet", "D: does not comply"),
    "E": Text("E: heeft geen toegankelijkheidsverklaring", "E: has no accessibility statement"),
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: where it is, what it is called, and which values of the operator it needs."""

    slug: str
    name: Text
    needs: tuple[str, ...]


STATEMENTS: Sequence[Statement] = (
    Statement(
        "toegankelijkheid",
        Text("Toegankelijkheid", "Accessibility"),
        ("name", "mail", "telephone", "status", "researched", "report", "findings"),
    ),
    Statement("privacy", Text("Privacy", "Privacy"), ("name", "address", "mail", "officer", "officer_mail")),
    Statement("over", Text("Over het register", "About the registry"), ("name",)),
    Statement("contact", Text("Contact", "Contact"), ("name", "address", "mail", "telephone")),
    Statement("colofon", Text("Colofon", "Colophon"), ("name", "source_code")),
)

_PLAIN = Environment(undefined=StrictUndefined, finalize=escaped, trim_blocks=True, lstrip_blocks=True)  # noqa: S701  Markdown, not HTML
"""What is put in is words without signs; what comes out goes through Markdown, which takes no HTML."""


@cache
def completed(statement: Statement, operator: Operator, *, language: Language, names_settings: bool) -> Rendered:
    """The statement as HTML. What is not filled in says so; to developers (`names_settings`) it says by which setting.

    Made once for each operator and language: nothing in it changes while the registry runs.
    """
    text = (DOCS / "statements" / language.value / f"{statement.slug}.md").read_text("utf-8")
    values = {field: _told(operator, field, language, names_settings=names_settings) for field in ASKED}
    status = values["status"] if operator.status is None else _STATUSES[operator.status].say(language)
    facts = values | {"status": status, "supervisor": operator.supervisor, "kept": kept_data(language), "has": operator}
    made = _PLAIN.from_string(text).render(facts)
    findings = escaped(values["findings"]) if operator.findings is None else operator.findings
    return page_of(made.replace("FINDINGS", findings), language=language)


def _told(operator: Operator, field: str, language: Language, *, names_settings: bool) -> str:
    value = getattr(operator, field)
    if value is not None:
        return written(value, language)
    setting, words = ASKED[field]
    named = f"{words.say(language)}, {setting}" if names_settings else words.say(language)
    return f"[{_UNFILLED.say(language)}: {named}]"
