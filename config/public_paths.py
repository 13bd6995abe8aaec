"""Which public addresses give many entries at once, and of which the answers may be kept ready."""

from config.languages import API_PREFIX, ENGLISH_PREFIX, PROOF

_SEARCH = f"{API_PREFIX}/certified-advisers"
_CHECK = f"{API_PREFIX}/certificates/"
_CHECK_LISTS = f"{API_PREFIX}/certificate-checks"
_CREDENTIALS = f"{API_PREFIX}/credential-checks"


def _pages(*paths: str) -> tuple[str, ...]:
    return tuple(prefix + path for prefix in ("", ENGLISH_PREFIX) for path in paths)


ENUMERABLE = (
    *_pages("/adviseurs", "/certificaten/lijst", "/certificaten/bestand", "/insluiten/", "/wijzigingen.atom"),
    "/data/",
    "/sitemap/",
    _SEARCH,
    _CHECK_LISTS,
    _CREDENTIALS,
)
"""What begins so is asked from a smaller bucket besides, and tells how much is left of it."""
KEPT_READY = (
    *_pages("/adviseurs", "/certificaten/", "/wijzigingen.atom"),
    "/catalogus.",
    "/sitemap.xml",
    _SEARCH,
    _CHECK,
)
"""What begins so may be kept ready."""
HOMES = frozenset({"/", ENGLISH_PREFIX})
"""So may the pages at these very addresses."""
OPEN = (
    *_pages("/wijzigingen.atom"),
    "/data/",
    "/catalogus.",
    "/log/",
    "/.well-known/did.json",
    "/.well-known/jwks.json",
    "/status/",
    "/schemes/",
    "/issuer",
    "/credentials/",
    _CHECK,
    _CHECK_LISTS,
    f"{API_PREFIX}/openapi.json",
)
"""What begins so may be read by programs on pages of any site, refusals too; and a proof."""
FRAMED = _pages("/insluiten/")
"""What begins so may be shown by the sites that the operator names."""


def is_open(path: str) -> bool:
    """Whether programs on pages of any site may read it, refusals too."""
    return path.startswith(OPEN) or path.endswith(PROOF)
