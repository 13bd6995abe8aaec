"""`registry log`: the public log of this or any other registry, checked from outside; and what its keeper rarely needs."""

import click

from config.commands.running import run
from config.settings import Settings


@click.group()
def log() -> None:
    """The public log of certificates: whether a registry that runs somewhere tells the truth about it."""


@log.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Check the public log of a registry from outside, by its address.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="URL [OPTIONS]")
@click.pass_context
def audit(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Check the public log of a registry from outside; `--help` lists what can be asked.

    Needs no settings and no database: it is the script that anyone can download from the registry, at /log/log_audit.py.
    """
    from registry.public_log import log_audit  # noqa: PLC0415 - only here

    context.exit(log_audit.main(list(arguments)))


@log.command(name="begin-next")
@click.confirmation_option(
    prompt="Is the file that says what was signed last lost for good? Witnesses follow the next log anew."
)
def begin_next() -> None:
    """Begin the next public log, where the file public-log-checkpoint is lost for good and nothing is signed any more."""

    async def act(settings: Settings) -> str:
        from config.log_rounds import signing_for  # noqa: PLC0415 - the database is known only now
        from registry.days import system_now  # noqa: PLC0415 - slow to load
        from registry.public_log.signing import NothingToLeave  # noqa: PLC0415 - likewise
        from registry.signing_keys.files import SigningKeyRefused  # noqa: PLC0415 - likewise

        try:
            now = system_now()
            said = await (await signing_for(settings, now=now)).begin_next(now=now)
        except NothingToLeave as error:
            raise click.ClickException("The file is there, or nothing was signed yet: the log goes on by itself.") from error
        except SigningKeyRefused as error:
            raise click.ClickException(str(error)) from error
        return f"{said.origin} begins, with {said.size} leaf."

    run(act)
