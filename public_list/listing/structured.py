"""One entry as structured data in a page (schema.org, JSON-LD): for search engines, and nothing that the page does not show."""

from typing import Any
from urllib.parse import quote

import msgspec
from markupsafe import Markup

from public_list.listing.rules import Entry
from registry.certificates.rules import Status
from registry.reference_data.building_blocks import specialisms
from registry.reference_data.competences import COMPETENCES
from registry.texts import Language

_IN_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""Signs by which HTML could end the element, written as JSON writes any sign."""
_ACTIVE, _INACTIVE = "https://schema.org/CertificationActive", "https://schema.org/CertificationInactive"


def json_ld(entry: Entry, *, base_url: str, language: Language) -> Markup:
    """What stands inside `<script type="application/ld+json">`: data, which no browser runs and no content policy stops."""
    encoded = msgspec.json.encode(_person(entry, base_url, language)).decode()
    return Markup(encoded.translate(_IN_HTML))  # noqa: S704  nothing in it that HTML would read


def _person(entry: Entry, base_url: str, language: Language) -> dict[str, Any]:
    prefix = "/en" if language is Language.EN else ""
    page = f"{base_url}{prefix}/adviseurs/{quote(entry.number)}"
    known = {**specialisms(), **COMPETENCES}
    told = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": f"{base_url}/adviseurs/{quote(entry.number)}#adviseur",
        "url": page,
        "name": entry.name,
        "worksFor": {"@type": "Organization", "name": entry.employer} if entry.employer else None,
        "knowsLanguage": list(entry.languages),
        "knowsAbout": [
            known[code].say(language) if code in known else code for code in (*entry.competences, *entry.specialisms)
        ],
        "workLocation": [{"@type": "AdministrativeArea", "name": province} for province in entry.provinces],
        "hasCertification": _certification(entry, base_url, prefix, language),
    }
    return {name: value for name, value in told.items() if value}


def _certification(entry: Entry, base_url: str, prefix: str, language: Language) -> dict[str, Any]:
    told = {
        "@type": "Certification",
        "name": entry.scheme_name.say(language),
        "certificationIdentification": entry.number,
        "certificationStatus": _ACTIVE if entry.status is Status.VALID else _INACTIVE,
        "url": f"{base_url}{prefix}/certificaten/{quote(entry.number)}",
        "validFrom": entry.valid_from,
        "expires": entry.valid_until,
        "issuedBy": {"@type": "Organization", "name": entry.taken_over_from} if entry.taken_over_from else None,
    }
    return {name: value for name, value in told.items() if value}
