"""The demo: invented people in real municipalities, so that a first look shows a registry at work."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

import click

from config.demo import cast
from config.demo.cast import Credentials
from config.password_cost import passwords_of
from config.second_factor_key import make_second_factor_key_if_absent
from config.settings import Settings
from registry.accounts.rules import written
from registry.accounts.tables import Account
from registry.audit import service as audit
from registry.audit.actions import Action
from registry.audit.tables import AuditEntry
from registry.errors import RuleBroken
from registry.permissions import OPERATOR
from registry.texts import Text
from registry.transactions import transaction

_DEMO = UUID("64656d6f-0000-4000-8000-000000000001")
_WHAT = {
    "beheer": "admin",
    "auditor": "auditor",
    "schema": "scheme owner",
    "certificeerder-a": "certifier who prepared the dossiers",
    "certificeerder-b": "certifier L. van Dam, who examined three resits",
    "certificeerder-c": "certifier who decided those three",
    "opleider": "training provider Academie e-Overheid",
    "regie": "intake coordinator",
    "gemeente": "municipality Krimpenerwaard",
    "opleider-zuiderlicht": "another provider",
    "opleider-de-brink": "another provider",
    "opleider-snelpas": "provider whose results were flagged",
    "adviseur-101": "adviser Johanna van der Meer (and so on to adviseur-112)",
}


class NotEmpty(RuleBroken):
    """The demo is told on an empty registry only."""

    code = "registry-not-empty"
    title = Text("Het register is niet leeg", "The registry is not empty")
    detail = Text(
        "De demo wordt alleen in een leeg register geladen; hier zijn al accounts.",
        "The demo is loaded into an empty registry only, and this one has accounts already.",
    )


async def load(settings: Settings) -> bool:
    """Tell the story once and print who can sign in; returns False where it was told already, and changes nothing.

    A telling that was cut off is wiped and told again. Raises NotEmpty where others than the demo's have accounts.
    """
    from config.demo import story  # noqa: PLC0415  reading spreadsheets and all, only for the demo

    if await _is_told():
        return False
    standing = await Account.count()
    if standing != len(await accounts()):
        raise NotEmpty
    if standing:
        await _wipe()
    make_second_factor_key_if_absent(settings.second_factor_key_file)
    click.echo("Loading the demo (a few seconds) …")
    credentials = await story.tell(passwords_of(settings))
    async with transaction():
        await audit.record(Action.DEMO_LOADED, _DEMO, actor=OPERATOR, at=datetime.now(UTC))
    click.echo(_told(credentials))
    return True


async def accounts() -> list[str]:
    """The e-mail addresses of demo accounts, which production does not start with."""
    rows = await Account.select(Account.email).where(Account.email.like(f"%@{cast.DOMAIN}")).order_by(Account.email)
    return [row["email"] for row in rows]


async def _is_told() -> bool:
    told: bool = await AuditEntry.exists().where(AuditEntry.action == Action.DEMO_LOADED.value)
    return told


async def _wipe() -> None:
    """Empty a registry that holds nothing but half a demo; the database must let us switch off its triggers."""
    async with transaction() as connection:
        await connection.execute("SET LOCAL session_replication_role = replica")
        rows = await connection.fetch(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'"
        )
        await connection.execute(f"TRUNCATE {', '.join(row['tablename'] for row in rows)} RESTART IDENTITY")


def _told(credentials: Mapping[str, Credentials]) -> str:
    lines = [
        f"  {email:34} {each.password:20} {_WHAT[name]}"
        + (f"\n{'':37} second factor: {written(each.secret)}" if each.secret else "")
        for email, each in credentials.items()
        if (name := email.partition("@")[0]) in _WHAT
    ]
    return "\n".join(
        [
            "",
            "Demo accounts, shown this once (a new password: registry account reset EMAIL):",
            *lines,
            "",
            "Who has a second factor types that secret into an app for codes, and signs in with password and code.",
            "",
        ],
    )
