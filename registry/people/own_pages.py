"""The page on which an adviser says where and on what they work, what the public may see, and sees how that will look."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template

from registry.accounts.forms import Form, news
from registry.accounts.guards import requires
from registry.accounts.pages import in_language
from registry.accounts.work import Card
from registry.days import amsterdam_day
from registry.errors import NotFound
from registry.organisations import regions
from registry.organisations import service as organisations
from registry.people import service
from registry.people.rules import PublicField
from registry.people.schemas import AdviserOut, ChangeConsent, ChangeProfile
from registry.people.showing import OwnListing
from registry.permissions import Actor, Permission
from registry.reference_data.building_blocks import PROVINCES, specialisms
from registry.reference_data.competences import COMPETENCES
from registry.reference_data.languages import LANGUAGES
from registry.texts import Language, Text

_OWN = "/mijn-gegevens"
_TICK = "{field}-"
_CONSENT = "consent-"
FIELDS: Mapping[PublicField, Text] = {
    PublicField.NAME: Text("Naam", "Name"),
    PublicField.EMPLOYER: Text("Werkgever", "Employer"),
    PublicField.PROVINCES: Text("Provincies", "Provinces"),
    PublicField.REGIONS: Text("Regio’s", "Regions"),
    PublicField.LANGUAGES: Text("Talen", "Languages"),
    PublicField.COMPETENCES: Text("Competenties", "Competences"),
    PublicField.SPECIALISMS: Text("Vakgebieden", "Specialisms"),
    PublicField.AVAILABILITY: Text("Beschikbaar vanaf", "Available from"),
}
"""What the public can see of an adviser, in the order in which it stands on the list."""
_ASKED: Mapping[str, Text] = {
    "provinces": Text("In welke provincies werkt u?", "In which provinces do you work?"),
    "regions": Text("In welke regio’s werkt u?", "In which regions do you work?"),
    "languages": Text("In welke talen kunt u werken?", "In which languages can you work?"),
    "competences": Text("Wat zijn uw competenties?", "What are your competences?"),
    "specialisms": Text("Wat zijn uw vakgebieden?", "What are your specialisms?"),
}
_AVAILABILITY = Text(
    "de eerste dag waarop u tijd heeft, zoals u die opgeeft", "the first day on which you have time, as you state it"
)
_SAVED, _CHANGED = "bewaard", "toestemming"
_NEWS = {
    "gegevens": Text("Uw gegevens zijn opgeslagen.", "Your details are saved."),
    _SAVED: Text("Uw keuze is opgeslagen. Er verandert niets.", "Your choice is saved. Nothing changes."),
    _CHANGED: Text(
        "Uw keuze is opgeslagen. De openbare lijst volgt meteen.", "Your choice is saved. The public list follows at once."
    ),
}


async def waiting(actor: Actor, now: datetime) -> list[Card]:  # noqa: ARG001  every topic is asked alike
    """An adviser sees how much of their file is public; who has no file sees nothing."""
    if not actor.may(Permission.KEEP_OWN_FILE):
        return []
    try:
        own = await service.show_own_file(actor)
    except NotFound:
        return []
    text = Text(
        "Zeg waar u werkt en wat uw vakgebieden zijn, en kies wat iedereen mag zien.",
        "Say where you work and what your specialisms are, and choose what everyone may see.",
    )
    return [Card(Text("Mijn gegevens", "My details"), _OWN, text, len(own.consent), Text("openbaar", "public"))]


class OwnFilePages(Controller):
    """An adviser's own file in the browser."""

    path = _OWN
    guards = (requires(Permission.KEEP_OWN_FILE),)

    @get()
    async def show(
        self,
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        own_listing: NamedDependency[OwnListing],
        done: Annotated[str, QueryParameter(name="gedaan")] = "",
    ) -> Template:
        """What I said, what is public since when, and how it looks."""
        undo = await _undo(actor) if done == _CHANGED else None
        return await _page(_Visit(actor, language, now, own_listing), flash=news(done, _NEWS, language), undo=undo)

    @post("/profiel")
    async def profile(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Redirect:
        """From now on this is where and on what I work."""
        ticked = {field: _ticked(form, _TICK.format(field=field), offered) for field, offered in (await _offered()).items()}
        await service.change_profile(ChangeProfile(**ticked), actor=actor, now=now)
        return Redirect(in_language(f"{_OWN}?gedaan=gegevens", language), status_code=303)

    @post("/toestemming")
    async def consent(
        self,
        form: NamedDependency[Form],
        language: NamedDependency[Language],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        own_listing: NamedDependency[OwnListing],
    ) -> Template | Redirect:
        """From now on the public may see this; or first only how that would look."""
        chosen = [PublicField(each) for each in _ticked(form, _CONSENT, list(PublicField))]
        if form.text("preview"):
            return await _page(_Visit(actor, language, now, own_listing), chosen=chosen)
        stood = set((await service.show_own_file(actor)).consent)
        await service.change_consent(ChangeConsent(fields=chosen), actor=actor, now=now)
        done = _SAVED if stood == set(chosen) else _CHANGED
        return Redirect(in_language(f"{_OWN}?gedaan={done}", language), status_code=303)


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who looks at their own file, and when."""

    actor: Actor
    language: Language
    now: datetime
    listing: OwnListing


async def _undo(actor: Actor) -> dict[str, Any]:
    """The way back to what was public before."""
    fields = [(_CONSENT + field, "ja") for field in sorted(await service.consent_before(actor))]
    return {"action": f"{_OWN}/toestemming", "fields": fields}


async def _page(
    visit: _Visit,
    *,
    chosen: Collection[PublicField] | None = None,
    flash: dict[str, str] | None = None,
    undo: dict[str, Any] | None = None,
) -> Template:
    """The page as it stands, or with a choice of fields that is not saved."""
    own = await service.show_own_file(visit.actor)
    offered = await _offered()
    certificates = await visit.listing.of(visit.actor, now=visit.now)
    name = certificates[0].name if certificates and certificates[0].name else own.name
    values = await _values(own, offered, visit) | {PublicField.NAME: name}
    since = {field: amsterdam_day(given) for field, given in own.consent_given_at.items()}
    shown = own.consent if chosen is None else chosen
    context: dict[str, Any] = {
        "own": own,
        "fields": [(field, FIELDS[field].say(visit.language), values[field], since.get(field)) for field in FIELDS],
        "offered": {
            field: [(code, words.say(visit.language)) for code, words in choices.items()] for field, choices in offered.items()
        },
        "asked": _ASKED,
        "said": Form({_TICK.format(field=field) + code: "ja" for field in offered for code in getattr(own, field)}),
        "ticked": Form({_CONSENT + field: "ja" for field in shown}),
        "shown": [(FIELDS[field].say(visit.language), values[field]) for field in FIELDS if field in shown],
        "listed": PublicField.NAME in shown,
        "unsaved": chosen is not None,
        "certificates": certificates,
        "flash": flash,
        "undo": undo,
        "own_path": _OWN,
    }
    return Template("own_details.html", context=context)


def _ticked(form: Form, prefix: str, offered: Collection[str]) -> list[str]:
    return [code for code in offered if form.text(prefix + code)]


async def _offered() -> Mapping[str, Mapping[str, Text]]:
    """What can be chosen of each field of the profile: words by code."""
    return {
        "provinces": {each: Text(each, each) for each in PROVINCES},
        "regions": {code: Text(name, name) for code, name in (await regions.codes()).items()},
        "languages": LANGUAGES,
        "competences": COMPETENCES,
        "specialisms": specialisms(),
    }


async def _values(own: AdviserOut, offered: Mapping[str, Mapping[str, Text]], visit: _Visit) -> dict[PublicField, str]:
    """What stands, or would stand, in each public field; nothing where there is nothing to show."""
    employers = await organisations.names_of(set(await service.employers_of(own.person, amsterdam_day(visit.now))))
    said = {
        PublicField(field): ", ".join(choices[code].say(visit.language) for code in getattr(own, field) if code in choices)
        for field, choices in offered.items()
    }
    return said | {
        PublicField.NAME: own.name,
        PublicField.EMPLOYER: ", ".join(sorted(employers.values())),
        PublicField.AVAILABILITY: _AVAILABILITY.say(visit.language),
    }
