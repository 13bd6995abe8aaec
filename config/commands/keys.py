"""`registry keys`: the keys that sign access tokens, that sign credentials, and that seal second factors."""

import os
from pathlib import Path

import click

from config.commands.running import run
from config.commands.signing_keys import signing
from config.settings import Settings, read_settings


@click.group()
def keys() -> None:
    """The keys that sign access tokens, sign credentials or seal second factors: list them, and begin with a new one."""


keys.add_command(signing)


@keys.command(name="list")
def listed() -> None:
    """Each key with its id, what it does now, from when it signs and until when its tokens are believed."""
    click.echo(_told(read_settings(os.environ).token_key_file))


@keys.command()
@click.option(
    "--compromised",
    "compromised",
    flag_value="yes",
    default="",
    help="Somebody else may have the key: sign with a new one at once, and believe no token that was given before.",
)
def rotate(compromised: str) -> None:
    """Make a new key, which signs 30 seconds from now.

    Nobody has to sign in again: the key before it is believed until its last token has ended, 11 minutes after the new one
    began. Every process that uses the file has the new key at its next request, without a restart. Machines with a copy of the
    file need the new one within those 30 seconds.
    """

    async def rotated(settings: Settings) -> str:
        from config.token_key import TokenKeyRefused  # noqa: PLC0415 - only here
        from config.token_rotation import replaced_at_once, rotated_in_time  # noqa: PLC0415 - the database is known only now

        act = replaced_at_once if compromised else rotated_in_time
        try:
            await act(settings.token_key_file)
        except TokenKeyRefused as error:
            raise click.ClickException(f"the token key file {error}") from error
        return _told(settings.token_key_file)

    run(rotated)


@keys.group(name="second-factor")
def second_factor() -> None:
    """The key that seals the secrets of second factors in the database."""


@second_factor.command(name="rotate")
def resealed() -> None:
    """Seal the secret of every second factor with a new key, while the registry runs; the old key is gone afterwards.

    Nobody has to do anything. Keep a copy of the new file. A backup from before needs the old key, which a locked backup has in
    it. Machines with a copy of the file, instead of the same one, are stopped first and get the new file.
    """

    async def rotated(settings: Settings) -> str:
        from config import second_factor_rotation  # noqa: PLC0415 - the database is known only now
        from config.second_factor_key import SecondFactorKeyRefused  # noqa: PLC0415 - only here

        try:
            done = await second_factor_rotation.rotated(settings.second_factor_key_file)
        except SecondFactorKeyRefused as error:
            raise click.ClickException(f"the second factor key file {error}") from error
        except second_factor_rotation.StillOpen as error:
            raise click.ClickException(
                "Both keys stay in the file: a transaction that began before has not ended. Run this again later."
            ) from error
        return f"The second factors of {done} accounts are sealed with the new key in {settings.second_factor_key_file}."

    run(rotated)


def _told(file: Path) -> str:
    """A line for each key; raises ClickException when the file cannot be used."""
    from config.token_key import TokenKeyRefused, read_token_keys  # noqa: PLC0415 - loads cryptography
    from registry.accounts.signing_keys import SINCE_EVER  # noqa: PLC0415 - likewise
    from registry.days import system_now  # noqa: PLC0415 - likewise

    now = system_now()
    try:
        ring = read_token_keys(file)
    except TokenKeyRefused as error:
        raise click.ClickException(f"the token key file {error}") from error
    lines = []
    for key in ring.keys:
        begins = "" if key.signs_from == SINCE_EVER else f", from {key.signs_from:%Y-%m-%d %H:%M:%S} UTC"
        ends = ring.ends(key)
        until = "" if ends is None else f", believed until {ends:%Y-%m-%d %H:%M:%S} UTC"
        lines.append(f"{key.id}  {ring.standing(key, now)}{begins}{until}")
    return "\n".join(lines)
