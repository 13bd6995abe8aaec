"""Settings that were not given and follow from the others."""

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_CHECKOUT = Path(__file__).resolve().parents[1]


def derived(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was not given and follows from the rest."""
    folder = values["data_folder"] or _default_data_folder()
    base_url = values["base_url"] or f"http://{_reachable(values['host'])}:{values['port']}"
    named = urlsplit(base_url).hostname or ""
    hosts = dict.fromkeys((named, *(_LOOPBACK if named in _LOOPBACK else ()), *values["allowed_hosts"]))
    return {
        "data_folder": folder,
        "base_url": base_url,
        "allowed_hosts": tuple(hosts),
        "seal_certificates_file": values["seal_certificates_file"] or folder / "seal-certificates.pem",
        "seal_key_file": values["seal_key_file"] or folder / "seal-key.pem",
        "second_factor_key_file": values["second_factor_key_file"] or folder / "second-factor-key",
        "signing_passphrase_file": values["signing_passphrase_file"] or folder / "signing-passphrase",
        "token_key_file": values["token_key_file"] or folder / "token-key.pem",
    }


def _default_data_folder() -> Path:
    """The same one from wherever a checkout's command is run."""
    return (_CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else Path.cwd()) / ".data"


def _reachable(host: str) -> str:
    """An address to visit for an address to listen on."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return "localhost"
    return f"[{host}]" if address.version == 6 else host  # noqa: PLR2004 - IPv6
