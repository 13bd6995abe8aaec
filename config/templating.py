"""The templates of all topics: one environment, Dutch message ids with an English catalogue, and how values are written.

Every template can use `language`, `path`, `other_language_url`, `_()`, `url(path)`, the filters date, instant, days, in_days,
score, number and say, and the test day; a page also knows who visits (`actor`, `csrf`) and where they may go (`menu`,
`footer_links`). Templates stand in `config/templates` and in the `templates` folder of each topic.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from litestar.plugins.jinja import JinjaTemplateEngine

from config.languages import ENGLISH_PREFIX, page_language
from config.static_files import Look, StaticFiles
from registry.permissions import Actor, Permission
from registry.texts import Language, Text, in_days, written

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = Path(__file__).resolve().parent / "locale/en/LC_MESSAGES/messages.po"
EXTENSIONS = ("jinja2.ext.i18n",)
_SENT_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def template_folders() -> list[Path]:
    """Where templates stand: the roof's, then each topic's."""
    topics = [
        *ROOT.glob("registry/*/templates"),
        *ROOT.glob("exams/*/templates"),
        *ROOT.glob("public_list/*/templates"),
    ]
    return [ROOT / "config/templates", ROOT / "public_list/templates", *sorted(topics)]


def english_messages() -> dict[str, str]:
    """The English of each Dutch message."""
    with ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {str(message.id): str(message.string) for message in catalogue if message.id and message.string}


def _language(context: Context) -> Language:
    return Language(context["language"])


@pass_context
def _url(context: Context, path: str) -> str:
    """The path in the language of the page."""
    return f"{ENGLISH_PREFIX}{path}" if _language(context) is Language.EN else path


@pass_context
def _date(context: Context, value: date) -> str:
    """`5 maart 2026`."""
    return written(value, _language(context))


@pass_context
def _instant(context: Context, value: datetime) -> str:
    """`5 maart 2026 14:30`, in Amsterdam's time."""
    return written(value, _language(context))


@pass_context
def _days(context: Context, quarters: int) -> str:
    """Quarter days as days: 9 is `2,25`."""
    return written(Decimal(quarters) / 4, _language(context))


@pass_context
def _in_days(context: Context, number: Decimal) -> str:
    """A number of days with its unit: 1 is `1 dag`, 2.25 is `2,25 dagen`."""
    return in_days(number, _language(context))


@pass_context
def _score(context: Context, tenths: int) -> str:
    """A score in tenths: 75 is `7,5`."""
    return written(Decimal(tenths) / 10, _language(context))


@pass_context
def _number(context: Context, value: Decimal) -> str:
    """A number: 2.25 is `2,25`."""
    return written(value, _language(context))


@pass_context
def _say(context: Context, text: Text, **facts: object) -> str:
    """A text of the registry in the language of the page."""
    return text.say(_language(context), **facts)


def _is_day(value: object) -> bool:
    """A day as a date field of a browser takes it: `2026-03-05`."""
    return isinstance(value, date) or _SENT_DAY.fullmatch(str(value)) is not None


def environment(files: StaticFiles | None = None, *, name: str = Look().name) -> Environment:
    """The environment in which every template is rendered; an unknown name is an error, not an empty place.

    `files` is what pages ask for besides themselves, `name` what the site is called.
    """
    files = files or StaticFiles()
    made = Environment(
        loader=FileSystemLoader(template_folders()),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=EXTENSIONS,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "date": _date,
        "instant": _instant,
        "days": _days,
        "in_days": _in_days,
        "score": _score,
        "number": _number,
        "say": _say,
    }
    made.tests["day"] = _is_day
    made.globals |= {"url": _url, "static": files.address, "has_static": files.has, "sheet": files.sheet, "site_name": name}
    messages = english_messages()

    @pass_context
    def translate(context: Context, message: str) -> str:
        return messages.get(message, message) if _language(context) is Language.EN else message

    @pass_context
    def translate_number(context: Context, one: str, many: str, number: int) -> str:
        return str(translate(context, one if number == 1 else many))

    cast("Any", made).install_gettext_callables(translate, translate_number, newstyle=True)
    return made


def other_language_url(path: str) -> str:
    """The same page in the other language."""
    if page_language(path) is Language.EN:
        return path.removeprefix(ENGLISH_PREFIX) or "/"
    return ENGLISH_PREFIX + (path if path != "/" else "")


_MENU: tuple[tuple[str, Text, Permission | None], ...] = (
    ("/adviseurs", Text("Adviseurs", "Advisers"), None),
    ("/certificaten", Text("Certificaat controleren", "Check a certificate"), None),
    ("/opleidingen", Text("Opleidingen", "Training tracks"), None),
    ("/kandidaten", Text("Kandidaten", "Candidates"), Permission.ENROL),
    ("/aanleveringen", Text("Aanleveringen", "Uploads"), Permission.UPLOAD_RESULTS),
    ("/aanvragen", Text("Mijn aanvraag", "My application"), Permission.APPLY),
    ("/dossiers", Text("Dossiers", "Dossiers"), Permission.READ_DOSSIERS),
    ("/certificaatbeheer", Text("Certificaten", "Certificates"), Permission.READ_CERTIFICATES),
    ("/intakes", Text("Intakes", "Intakes"), Permission.READ_INTAKES),
    ("/boekingen", Text("Boekingen", "Bookings"), Permission.READ_BOOKINGS),
    ("/mijn-boekingen", Text("Mijn boekingen", "My bookings"), Permission.ANSWER_BOOKINGS),
)
_WORK = ("/werk", Text("Mijn werk", "My work"), None)
_FOOTER = (
    ("/certificatieschemas", Text("Certificatieschema’s", "Certification schemes")),
    ("/bezwaar", Text("Bezwaar of klacht", "Appeal or complaint")),
    ("/cijfers", Text("Cijfers", "Figures")),
    ("/open-data", Text("Open data", "Open data")),
    ("/openbaar-logboek", Text("Openbaar logboek", "Public log")),
    ("/uitleg/api", Text("Voor programma’s: de API", "For programs: the API")),
    ("/uitleg", Text("Uitleg", "Guides")),
    ("/toegankelijkheid", Text("Toegankelijkheid", "Accessibility")),
    ("/privacy", Text("Privacy", "Privacy")),
    ("/over", Text("Over het register", "About the registry")),
    ("/contact", Text("Contact", "Contact")),
    ("/colofon", Text("Colofon", "Colophon")),
)
_NO_QUERY_OF = "gedaan"


def page_variables(context: Mapping[str, Any]) -> dict[str, Any]:
    """What each page knows without being told: its path, its language, where it is in the other language, and who visits.

    `own_path` is where to find a page that answers a form, whose address takes no GET. A page that is rendered without a
    request (an error) does not know whether anyone is signed in, and does not guess.
    """
    given = {"path": context.get("path", "/"), **context}
    if "request" in context:
        given |= _of_request(context["request"].scope, own_path=context.get("own_path"))
    path, actor = given["path"], given.get("actor")
    language = page_language(path)
    defaults = {
        "language": language,
        "other_language_url": other_language_url(path),
        "menu": list(_menu(path, language, actor)),
        "footer_links": [(label.say(language), _in(language, address)) for address, label in _FOOTER],
    }
    return defaults | given


def _in(language: Language, address: str) -> str:
    """The page at this address in the language; the API is the same in both."""
    return ENGLISH_PREFIX + address if language is Language.EN and not address.startswith("/api/") else address


def _of_request(scope: Mapping[str, Any], *, own_path: str | None) -> dict[str, Any]:
    path, state = scope["path"], scope.get("state", {})
    english = page_language(path) is Language.EN
    own = path if own_path is None else (ENGLISH_PREFIX if english else "") + own_path
    query = scope.get("query_string", b"").decode("latin-1") if scope["method"] == "GET" else ""
    kept = "&".join(part for part in query.split("&") if part and not part.startswith(_NO_QUERY_OF + "="))
    found = {"path": own, "other_language_url": other_language_url(own) + (f"?{kept}" if kept else "")}
    if "visitor" in state:
        found |= {"actor": state["visitor"], "csrf": state["csrf"]}
    return found


def _menu(path: str, language: Language, actor: Actor | None) -> Iterator[tuple[str, str, bool]]:
    """The way to each page that the visitor may open, and whether they are there."""
    prefix = ENGLISH_PREFIX if language is Language.EN else ""
    for place, label, permission in (*_MENU[:3], *((_WORK,) if actor else ()), *_MENU[3:]):
        if permission is None or (actor is not None and actor.may(permission)):
            here = path.removeprefix(prefix)
            yield label.say(language), prefix + place, here == place or here.startswith(place + "/")


class _PageTemplate:
    """A template that knows its language by the path of the request."""

    def __init__(self, template: Template) -> None:
        self._template = template

    def render(self, *_: object, **context: Any) -> str:  # noqa: ANN401 - whatever a page hands over
        return self._template.render(page_variables(context))


class Templates(JinjaTemplateEngine):
    """Litestar's engine over our environment."""

    def __init__(self, files: StaticFiles, *, name: str) -> None:
        super().__init__(engine_instance=environment(files, name=name))

    def get_template(self, template_name: str) -> Any:  # noqa: ANN401 - stands in for jinja2.Template
        """The template of that name, to be rendered with the page's own variables."""
        return _PageTemplate(super().get_template(template_name))

    def error_page(self, context: dict[str, Any]) -> str:
        """The page that tells an error."""
        return cast("str", self.get_template("error.html").render(**context))


def folders_with_templates() -> Iterator[Path]:
    """The folders that exist, for whoever walks all templates."""
    return (folder for folder in template_folders() if folder.is_dir())
