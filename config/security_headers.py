"""The headers that every answer carries, made once: one list for the API, one for pages, one for what others show."""

from collections.abc import Sequence

Headers = tuple[tuple[bytes, bytes], ...]

API_VERSION = "1.0.0"

_API_POLICY = "default-src 'none'; frame-ancestors 'none'"
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' '{sheet}'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_FRAMED_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'none'; base-uri 'none'"
)
_EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "server": "",
}
_HTTPS_ONLY = {"strict-transport-security": "max-age=31536000; includeSubDomains"}


def _encoded(*parts: dict[str, str]) -> Headers:
    return tuple((name.encode(), value.encode()) for part in parts for name, value in part.items())


def api_headers(*, https: bool) -> Headers:
    """For everything under `/api/v1`: nothing may be loaded from, framed or run; and the version of the API."""
    own = {"content-security-policy": _API_POLICY, "api-version": API_VERSION}
    return _encoded(_EVERYWHERE, own, _HTTPS_ONLY if https else {})


def page_headers(*, https: bool, sheet: str) -> Headers:
    """For pages: only what this site itself serves; nothing inline but the one sheet that has this hash."""
    own = {"content-security-policy": _PAGE_POLICY.format(sheet=sheet)}
    return _encoded(_EVERYWHERE, own, _HTTPS_ONLY if https else {})


def framed_headers(*, https: bool, origins: Sequence[str]) -> Headers:
    """For the list that other sites may show: as pages, but no script runs, and these sites may put it in a frame."""
    sites = " ".join(origins) or "'none'"
    own = {
        "content-security-policy": f"{_FRAMED_POLICY}; frame-ancestors {sites}",
        "cross-origin-resource-policy": "cross-origin",
    }
    everywhere = {name: value for name, value in _EVERYWHERE.items() if not (origins and name == "x-frame-options")}
    return _encoded(everywhere | own, _HTTPS_ONLY if https else {})
