"""`registry keys signing`: the keys that sign credentials, and the public log."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import click

from config.commands.running import run
from config.settings import Settings

if TYPE_CHECKING:
    from registry.signing_keys.service import Key

_USES = ("credential", "log")
_use = click.argument("use", type=click.Choice(_USES))


@click.group(name="signing")
def signing() -> None:
    """The keys that sign credentials and the public log: list, publish ahead, rotate, retire, and give up one that leaked."""


@signing.command(name="list")
def listed() -> None:
    """Each key with its use, its state, and since when."""

    async def told(_settings: Settings) -> str:
        return await _told()

    run(told)


@signing.command()
@_use
def publish(use: str) -> None:
    """Make a key that verifiers get to know and that signs nothing yet; `rotate` takes it later."""

    async def act(_settings: Settings) -> str:
        from registry.days import system_now  # noqa: PLC0415 - slow to load
        from registry.signing_keys import rotating  # noqa: PLC0415 - the database is known only now
        from registry.signing_keys.rules import Use  # noqa: PLC0415 - likewise

        await rotating.publish(Use(use), now=system_now())
        return await _told()

    run(_refusing(act))


@signing.command()
@_use
def rotate(use: str) -> None:
    """Sign with the key that was published longest ago. What was signed before stays valid.

    One of credentials has to be published five minutes before, so that others know it. Of the log a fresh one is made where
    none was published; the key of before signs along for 90 days: tell witnesses and auditors the new one, at /log/key.
    """

    async def act(_settings: Settings) -> str:
        from registry.days import system_now  # noqa: PLC0415 - slow to load
        from registry.signing_keys import rotating  # noqa: PLC0415 - the database is known only now
        from registry.signing_keys.rules import Use  # noqa: PLC0415 - likewise

        await rotating.rotate(Use(use), now=system_now())
        return await _told()

    run(_refusing(act))


@signing.command(context_settings={"ignore_unknown_options": True})
@click.argument("key")
@click.option(
    "--compromised",
    "compromised",
    flag_value="yes",
    default="",
    help="Somebody else may have the key: believe nothing that it signed, and sign with another.",
)
def retire(key: str, compromised: str) -> None:
    """Take a key that was published, and signs nothing yet, out of use; or give up any key that leaked.

    What a key that was given up signed is signed anew by the background work within ten minutes, or when it starts.
    """

    async def act(_settings: Settings) -> str:
        from registry.days import system_now  # noqa: PLC0415 - slow to load
        from registry.signing_keys import rotating  # noqa: PLC0415 - the database is known only now

        if compromised:
            await rotating.give_up(key, now=system_now())
        else:
            await rotating.retire(key, now=system_now())
        return await _told()

    run(_refusing(act))


def _refusing(act: Callable[[Settings], Awaitable[str]]) -> Callable[[Settings], Awaitable[str]]:
    """What refuses a key is told in one line."""

    async def acted(settings: Settings) -> str:
        from registry.signing_keys.files import SigningKeyRefused  # noqa: PLC0415 - loads cryptography

        try:
            return await act(settings)
        except SigningKeyRefused as error:
            raise click.ClickException(str(error)) from error

    return acted


async def _told() -> str:
    from registry.signing_keys import service  # noqa: PLC0415 - the database is known only now

    return "\n".join(_line(key) for key in await service.listed()) or "There are no signing keys yet."


def _line(key: "Key") -> str:
    since = key.compromised_at or key.retired_at or key.activated_at or key.published_at
    return f"{key.kid}  {key.use}  {key.state}, since {since:%Y-%m-%d %H:%M:%S} UTC"
