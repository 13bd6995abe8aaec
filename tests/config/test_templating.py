"""Templates: two languages, safe values, and how dates and numbers are written."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from babel.messages.extract import extract
from jinja2 import UndefinedError
from jinja2.ext import babel_extract

from config.templating import english_messages, environment, folders_with_templates, other_language_url, page_variables
from registry.texts import Text

FACTS = {
    "day": date(2026, 3, 5),
    "at": datetime(2026, 3, 5, 13, 30, tzinfo=UTC),
    "text": Text("Nog {n} dagen", "{n} days left"),
}


def rendered(source: str, path: str, **facts: object) -> str:
    """A template as a visitor of that path sees it."""
    return environment().from_string(source).render(page_variables({"path": path, **FACTS, **facts}))


@pytest.mark.parametrize(
    ("source", "dutch", "english"),
    [
        ("{{ day|date }}", "5 maart 2026", "5 March 2026"),
        ("{{ at|instant }}", "5 maart 2026 14:30", "5 March 2026 14:30"),
        ("{{ 9|days }}", "2,25", "2.25"),
        ("{{ 80|days }}", "20", "20"),
        ("{{ 75|score }}", "7,5", "7.5"),
        ("{{ text|say(n=2) }}", "Nog 2 dagen", "2 days left"),
        ("{{ _('Aanmelden') }}", "Aanmelden", "Sign in"),
        ("{{ url('/boeken') }}", "/boeken", "/en/boeken"),
        ("{{ other_language_url }}", "/en/boeken", "/boeken"),
        ("{{ language }}", "nl", "en"),
    ],
)
def test_both_languages(source: str, dutch: str, english: str) -> None:
    """A page under /en is English, all others are Dutch; each writes values as its language does."""
    assert rendered(source, "/boeken") == dutch
    assert rendered(source, "/en/boeken") == english


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/", "/en"), ("/en", "/"), ("/en/", "/"), ("/english", "/en/english"), ("/en/adviseurs", "/adviseurs")],
)
def test_the_other_language(path: str, expected: str) -> None:
    """Each page has its twin in the other language at the same path."""
    assert other_language_url(path) == expected


def test_values_are_escaped() -> None:
    """What people typed is text, in a sentence of ours as well."""
    assert "<b>" not in rendered("{{ name }} {% trans %}Dag {{ name }}{% endtrans %}", "/", name="<b>Jan</b>")


def test_unknown_names_are_errors() -> None:
    """A template that names what it was not given fails; it does not leave a hole."""
    with pytest.raises(UndefinedError):
        rendered("{{ nothing }}", "/")


def messages() -> Iterator[tuple[str, str]]:
    """Each message in each template, and where it stands."""
    for folder in folders_with_templates():
        for path in sorted(folder.rglob("*.html")):
            with path.open("rb") as file:
                for line, message, *_ in extract(babel_extract, file, options={"encoding": "utf-8"}):  # type: ignore[arg-type]
                    for each in [message] if isinstance(message, str) else message:
                        yield each, f"{path.name}:{line}"


def test_every_message_has_its_english() -> None:
    """No page falls back to Dutch halfway: the catalogue has each message of each template."""
    english = english_messages()
    found = dict(messages())
    assert len(found) > 10
    missing = {message: where for message, where in found.items() if message not in english}
    assert not missing, "\n".join(f'#: {where}\nmsgid "{message}"\nmsgstr ""\n' for message, where in missing.items())


def test_every_template_compiles() -> None:
    """Each template of each topic can be found and read."""
    made = environment()
    names = made.list_templates(extensions=["html"])
    assert {"layout.html", "error.html"} <= set(names)
    for name in names:
        made.get_template(name)
