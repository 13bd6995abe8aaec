"""Which language an answer is in: pages by their path, everything else by `Accept-Language`, Dutch where nothing is said."""

from functools import lru_cache

from litestar import Request

from registry.texts import Language

ENGLISH_PREFIX = "/en"
API_PREFIX = "/api/v1"
_BELOW_API = f"{API_PREFIX}/"
PROGRAM_PATHS = (
    "/api/",
    "/problems",
    "/metrics",
    "/healthz",
    "/readyz",
    "/data/",
    "/catalogus.",
    "/sitemap",
    "/wijzigingen.atom",
    "/en/wijzigingen.atom",
    "/.well-known/",
    "/log/",
    "/status/",
    "/credentials/",
    "/schemes/",
    "/issuer",
)
PROOF = "/tlog-proof"
"""What ends so is the proof of one certificate, a file for programs."""


def is_api(path: str) -> bool:
    """Whether the path is in this version of the API."""
    return path.startswith(_BELOW_API) or path == API_PREFIX


def is_for_programs(path: str) -> bool:
    """The API and the addresses for machines answer in JSON; every other path is a page."""
    return path.startswith(PROGRAM_PATHS) or path == "/api" or path.endswith(PROOF)


def page_language(path: str) -> Language:
    """Pages under `/en` are English, all others Dutch."""
    english = path.startswith(ENGLISH_PREFIX + "/") or path == ENGLISH_PREFIX
    return Language.EN if english else Language.NL


@lru_cache(maxsize=256)
def preferred(accept_language: str) -> Language:
    """The language of the two with the highest weight; the one named first on a tie, Dutch when neither is named."""
    best, weight = Language.NL, 0.0
    for choice in accept_language[:200].split(","):
        tag, _, parameter = choice.strip().partition(";")
        named = tag.strip().lower()[:2]
        try:
            asked = float(parameter.strip().removeprefix("q=") or "1")
        except ValueError:
            continue
        if named in {"nl", "en"} and asked > weight:
            best, weight = Language(named), asked
    return best


def language_of(path: str, accept_language: str) -> Language:
    """The language of the answer to this path."""
    return preferred(accept_language) if is_for_programs(path) else page_language(path)


def request_language(request: Request[object, object, object]) -> Language:  # type: ignore[type-var]
    """The dependency `language` of every handler."""
    return language_of(request.url.path, request.headers.get("accept-language", ""))
