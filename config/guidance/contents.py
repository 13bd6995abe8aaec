"""Which guides there are, in their order, and for whom; each is written in both languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from config.guidance.markdown import Rendered, render
from config.languages import ENGLISH_PREFIX, is_for_programs
from registry.permissions import Role
from registry.texts import Language, Text

_PACKAGED = Path(__file__).parent / "docs"
DOCS = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).resolve().parents[2] / "docs"
"""In a wheel the texts stand in the package, in a checkout at its top."""
PATH = "/uitleg"
PICTURES = f"{PATH}/beelden"


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide; `roles` are those for whom it is written."""

    slug: str
    name: Text
    about: Text
    roles: tuple[Role, ...] = ()

    def file(self, language: Language) -> Path:
        """Its text in that language."""
        return DOCS / language.value / f"{self.slug}.md"


GUIDES: Sequence[Guide] = (
    Guide(
        "bezoeker",
        Text("Een adviseur zoeken of een certificaat controleren", "Find an adviser or check a certificate"),
        Text("Voor iedereen. U hebt geen account nodig.", "For everyone. You need no account."),
    ),
    Guide(
        "opleider",
        Text("Werken als opleider", "Working as a training provider"),
        Text("Kandidaten inschrijven en uitslagen aanleveren.", "Enrol candidates and send results."),
        (Role.PROVIDER,),
    ),
    Guide(
        "adviseur",
        Text("Werken als e-adviseur", "Working as an e-adviser"),
        Text("Uw aanvraag, uw vermelding en uw boekingen.", "Your application, your entry and your bookings."),
        (Role.ADVISER,),
    ),
    Guide(
        "gemeente",
        Text("Werken bij een gemeente", "Working at a municipality"),
        Text("Een adviseur boeken en dagen goedkeuren.", "Book an adviser and approve days."),
        (Role.MUNICIPALITY,),
    ),
    Guide(
        "certificeerder",
        Text("Werken als certificeerder", "Working as a certifier"),
        Text("Dossiers, besluiten, maatregelen en bezwaren.", "Dossiers, decisions, measures and appeals."),
        (Role.CERTIFIER,),
    ),
    Guide(
        "regie-adviseur",
        Text("Werken als regie-adviseur", "Working as an intake coordinator"),
        Text("Intakes houden en dagen toekennen.", "Hold intakes and grant days."),
        (Role.COORDINATOR,),
    ),
    Guide(
        "schemabeheerder",
        Text("Werken als schemabeheerder", "Working as a scheme owner"),
        Text("Regels van certificaten en erkende opleiders.", "Rules of certificates and approved providers."),
        (Role.SCHEME_OWNER,),
    ),
    Guide(
        "beheerder",
        Text("Werken als functioneel beheerder", "Working as an admin"),
        Text("Mensen, organisaties, programma’s en herindelingen.", "People, organisations, programmes and mergers."),
        (Role.ADMIN,),
    ),
    Guide(
        "auditor",
        Text("Werken als auditor", "Working as an auditor"),
        Text("Alles bekijken, niets veranderen.", "Look at everything, change nothing."),
        (Role.AUDITOR,),
    ),
    Guide(
        "api",
        Text("Voor programma’s: de API", "For programs: the API"),
        Text("Voorbeelden die u zo kunt draaien.", "Examples that run as they are."),
    ),
    Guide(
        "technisch-beheer",
        Text("Het register draaien", "Running the registry"),
        Text("Voor wie het register op een server zet en bewaakt.", "For who puts the registry on a server and watches it."),
    ),
)
BY_SLUG: Mapping[str, Guide] = {guide.slug: guide for guide in GUIDES}


def in_language(path: str, language: Language) -> str:
    """The page in that language; what is for programs is the same in both."""
    return ENGLISH_PREFIX + path if language is Language.EN and not is_for_programs(path) else path


@cache
def shown(guide: Guide, language: Language) -> Rendered:
    """The guide as HTML for who reads this language."""
    return page_of(guide.file(language).read_text("utf-8"), language=language)


def page_of(text: str, *, language: Language) -> Rendered:
    """A text of `docs/` as HTML, its links in this language: `opleider.md#kop` is a guide, `/adviseurs` a page."""

    def led(link: str) -> str:
        if link.startswith("/"):
            return in_language(link, language)
        name, hash_sign, anchor = link.partition("#")
        return (
            in_language(f"{PATH}/{name.removesuffix('.md')}", language) + hash_sign + anchor if name.endswith(".md") else link
        )

    def pictured(source: str) -> str:
        return f"{PICTURES}/{Path(source).parent.name}/{Path(source).name}"

    return render(text, led=led, pictured=pictured)


def picture(language: str, name: str) -> bytes | None:
    """The bytes of a picture of a guide; nothing where there is none of that name."""
    return _pictures(Language(language)).get(name)


@cache
def _pictures(language: Language) -> Mapping[str, bytes]:
    return {file.name: file.read_bytes() for file in (DOCS / "pictures").glob(f"{language.value}/*.webp")}
