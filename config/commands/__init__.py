"""The console script `registry`: one file for each command, loaded when it is asked for."""

from importlib import import_module

import click

# A command is a line here and a click command in a file of its own, which imports what is slow inside its functions.
COMMANDS = {
    "serve": "config.commands.serve:serve",
    "work": "config.commands.work:work",
    "demo": "config.commands.demo:demo",
    "migrate": "config.commands.migrate:migrate",
    "account": "config.commands.account:account",
    "reference": "config.commands.reference:reference",
    "results": "config.commands.results:results",
    "audit": "config.commands.audit:audit",
    "log": "config.commands.log:log",
    "recheck": "config.commands.recheck:recheck",
    "ledger": "config.commands.ledger:ledger",
    "list": "config.commands.public_list:public_list",
    "publish": "config.commands.publish:publish",
    "backup": "config.commands.backup:backup",
    "restore": "config.commands.restore:restore",
    "keys": "config.commands.keys:keys",
    "retention": "config.commands.retention:retention",
    "sbom": "config.commands.sbom:sbom",
    "settings": "config.commands.settings:settings",
    "statements": "config.commands.statements:statements",
}


class LazyCommands(click.Group):
    """Loads the file of a command when it is run or described, and says what the registry refuses in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """In the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own signature
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run it; an error of the registry's own tree is shown as its sentence."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            from registry.errors import RegistryError  # noqa: PLC0415 - loads Babel
            from registry.texts import Language  # noqa: PLC0415 - likewise

            if isinstance(error, RegistryError):
                raise click.ClickException(error.say(Language.EN)) from error
            raise


@click.command(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="adviseursregister", prog_name="registry")
def main() -> None:
    """Registry for the certification of persons.

    Everything is set by environment variables; `registry settings` lists them with their present values. Without any,
    the commands work on an embedded PostgreSQL server in the data folder, which they start when it does not run and
    join when it does.

    \b
    A first look, with invented people:   registry serve --with-demo
    A server of your own:                 REGISTRY_DATABASE_URL=postgresql://… registry serve
    """
