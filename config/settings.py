"""All settings: each one is an environment variable with a default and a meaning.

`read_settings` refuses unknown names, bad values and an unsafe production mode; it says all that is wrong at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import click

from config.derived import derived
from config.key_settings import KeySettings
from config.look_settings import LookSettings
from config.operator_settings import OperatorSettings
from config.production import unfit_for_production
from config.publication_settings import PublicationSettings
from config.readings import (
    Networks,
    address_of_database,
    choice,
    host_names,
    mail_address,
    networks,
    path,
    secret_text,
    web_address,
    whole_number,
    yes_or_no,
)
from config.setting import Setting
from registry.messages.mailing import MailServer, read_mail_server

PREFIX = "REGISTRY_"


class Mode(StrEnum):
    """Production refuses everything that is only fit for development."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class LogFormat(StrEnum):
    """How log lines are written; `auto` is for people in a terminal and JSON elsewhere."""

    AUTO = "auto"
    JSON = "json"
    CONSOLE = "console"


class PasswordCost(StrEnum):
    """How much work a password check takes; `cheapest` is for tests."""

    STANDARD = "standard"
    CHEAPEST = "cheapest"


class SettingsRefused(click.ClickException):
    """What is wrong with the settings, every fault on a line of its own."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("the settings are not right:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = tuple(faults)


_AT_MOST_64, _CONNECTIONS = whole_number(1, 64), whole_number(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Settings(KeySettings):
    """Everything that can be set. Make one with `read_settings`, also in tests."""

    mode: Annotated[
        Mode,
        Setting(
            read=choice(Mode),
            default="development",
            meaning="development or production; production refuses debug, http, generated secrets and demo accounts",
        ),
    ]
    debug: Annotated[
        bool,
        Setting(read=yes_or_no, default="no", meaning="show errors with their traces in the browser (development)"),
    ]
    database_url: Annotated[
        str | None,
        Setting(
            read=address_of_database,
            otherwise="the embedded server on the data folder",
            meaning="PostgreSQL server to use, as postgresql://user:password@host/database",
            secret=True,
        ),
    ]
    data_folder: Annotated[
        Path,
        Setting(
            read=path,
            otherwise=".data in the checkout, else in the current folder",
            meaning="where the embedded database and generated secrets lie",
        ),
    ]
    host: Annotated[str, Setting(default="127.0.0.1", meaning="address to listen on")]
    port: Annotated[int, Setting(read=whole_number(1, 65535), default="8000", meaning="port to listen on")]
    base_url: Annotated[
        str,
        Setting(read=web_address, otherwise="http://HOST:PORT", meaning="address that people and links use"),
    ]
    allowed_hosts: Annotated[
        tuple[str, ...],
        Setting(
            read=host_names,
            default="",
            meaning="host names that requests may ask for besides that of the base address, with commas",
        ),
    ]
    trusted_proxies: Annotated[
        Networks,
        Setting(
            read=networks,
            default="",
            meaning="addresses or networks whose X-Forwarded headers are believed, with commas",
        ),
    ]
    metrics_token: Annotated[
        str | None,
        Setting(
            read=secret_text,
            otherwise="nobody can read /metrics",
            meaning="bearer token that opens /metrics, at least 16 characters",
            secret=True,
        ),
    ]
    mail_url: Annotated[
        MailServer | None,
        Setting(
            read=read_mail_server,
            otherwise="development prints mail; production sends none: messages stand in the inbox alone",
            meaning="mail server, as smtp://user:password@host:587?starttls or smtps://user:password@host",
            secret=True,
        ),
    ]
    mail_from: Annotated[
        str | None,
        Setting(
            read=mail_address,
            otherwise="no mail is sent",
            meaning="address that mail comes from, such as register@example.nl; needed with a mail server",
        ),
    ]
    workers: Annotated[int, Setting(read=_AT_MOST_64, default="1", meaning="processes that answer requests")]
    database_pool_min: Annotated[
        int, Setting(read=_CONNECTIONS, default="1", meaning="database connections that each worker keeps open")
    ]
    database_pool_max: Annotated[
        int, Setting(read=_CONNECTIONS, default="10", meaning="database connections that each worker opens at most")
    ]
    log_format: Annotated[
        LogFormat,
        Setting(read=choice(LogFormat), default="auto", meaning="auto (JSON when not in a terminal), json or console"),
    ]
    password_cost: Annotated[
        PasswordCost,
        Setting(
            read=choice(PasswordCost),
            default="standard",
            meaning="work of a password check (argon2id): standard, or cheapest for tests",
        ),
    ]

    @property
    def signing_keys(self) -> Path:
        """The folder of the keys that sign credentials."""
        return self.data_folder / "signing-keys"

    def __repr__(self) -> str:
        """Without secrets, so that it can be logged."""
        shown = ", ".join(f"{field}={shown_value(self, field)}" for field in SETTINGS)
        return f"Settings({shown})"


_HINTS = get_type_hints(Settings, include_extras=True)
SETTINGS: dict[str, Setting] = {
    field: _HINTS[field].__metadata__[0]
    for settings in (Settings, KeySettings, PublicationSettings, LookSettings, OperatorSettings)
    for field in settings.__annotations__
}


def variable(field: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field.upper()


def shown_value(settings: Settings, field: str) -> str:
    """The present value as a person reads it; a secret is only shown to be there."""
    value = getattr(settings, field)
    if value is None:
        return "(none)"
    if SETTINGS[field].secret:
        return "(set)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that these environment variables make. Raises SettingsRefused with everything that is wrong."""
    known = {variable(field) for field in SETTINGS}
    given = {name: text.strip() for name, text in environment.items() if name.startswith(PREFIX)}
    faults = [f"{name} is not a setting" for name in sorted(given) if name not in known]
    values: dict[str, Any] = {}
    for field, setting in SETTINGS.items():
        text = given.get(variable(field)) or setting.default
        try:
            values[field] = None if text is None else setting.read(text)
        except ValueError as error:
            faults.append(f"{variable(field)} {error}")
    if len(values) == len(SETTINGS):
        values |= derived(values)
        faults += _faults_together(values, given=given)
    if faults:
        raise SettingsRefused(faults)
    return Settings(**values)


def _faults_together(values: Mapping[str, Any], *, given: Mapping[str, str]) -> list[str]:
    """What values that are right by themselves get wrong together."""
    faults = []
    if values["database_pool_min"] > values["database_pool_max"]:
        faults.append("REGISTRY_DATABASE_POOL_MIN is more than REGISTRY_DATABASE_POOL_MAX")
    if (values["mail_url"] is None) != (values["mail_from"] is None):
        faults.append("REGISTRY_MAIL_URL and REGISTRY_MAIL_FROM need each other")
    if (values["security_contact"] is None) != (values["security_contact_until"] is None):
        faults.append("REGISTRY_SECURITY_CONTACT and REGISTRY_SECURITY_CONTACT_UNTIL need each other")
    if values["mode"] is Mode.PRODUCTION:
        faults += unfit_for_production(values, given=given)
    return faults
