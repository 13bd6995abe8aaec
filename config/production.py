"""What production refuses to start with."""

from collections.abc import Mapping
from typing import Any

from config.second_factor_key import second_factor_key_fault
from config.token_key import key_file_fault
from registry.messages.mailing import MailServer, Security
from registry.signing_keys.files import passphrase_fault


def unfit_for_production(values: Mapping[str, Any], *, given: Mapping[str, str]) -> list[str]:
    """Every setting that is only fit for development; `given` are the environment variables as they were set."""
    key_given, place_given = given.get("REGISTRY_TOKEN_KEY_FILE"), given.get("REGISTRY_DATA_FOLDER")
    sealing_given = given.get("REGISTRY_SECOND_FACTOR_KEY_FILE")
    signing_given = given.get("REGISTRY_SIGNING_PASSPHRASE_FILE")
    unfit = {
        "REGISTRY_DEBUG is on": values["debug"],
        "REGISTRY_BASE_URL does not begin with https://": not values["base_url"].startswith("https://"),
        "REGISTRY_TOKEN_KEY_FILE is not set, and a generated secret will not do": not key_given,
        "REGISTRY_SECOND_FACTOR_KEY_FILE is not set, and a generated secret will not do": not sealing_given,
        "REGISTRY_SIGNING_PASSPHRASE_FILE is not set, and a generated secret will not do": not signing_given,
        "REGISTRY_PASSWORD_COST is cheapest": values["password_cost"] == "cheapest",  # noqa: S105 - a cost, not a password
        "REGISTRY_MAIL_URL sends a password in the clear: use ?starttls or smtps://": _password_in_the_clear(
            values["mail_url"]
        ),
        "neither REGISTRY_DATABASE_URL nor REGISTRY_DATA_FOLDER says where the data lies": not (
            values["database_url"] or place_given
        ),
    }
    faults = [f"{fault} (production)" for fault, holds in unfit.items() if holds]
    if key_given and (fault := key_file_fault(values["token_key_file"])):
        faults.append(f"REGISTRY_TOKEN_KEY_FILE {fault} (production)")
    if sealing_given and (fault := second_factor_key_fault(values["second_factor_key_file"])):
        faults.append(f"REGISTRY_SECOND_FACTOR_KEY_FILE {fault} (production)")
    if signing_given and (fault := passphrase_fault(values["signing_passphrase_file"])):
        faults.append(f"REGISTRY_SIGNING_PASSPHRASE_FILE cannot be used: {fault} (production)")
    return faults


def _password_in_the_clear(server: MailServer | None) -> bool:
    return server is not None and server.password is not None and server.security is Security.NONE
