"""Who may do what, as a page of documentation: made from the same table that every request is judged by."""

from collections.abc import Iterator

from registry.accounts.scope_texts import SCOPES
from registry.admittance.wording import ROLES as NAMES
from registry.permissions import (
    NEEDS_SECOND_FACTOR,
    NEVER_BY_KEY,
    NEVER_TOGETHER,
    PROVED_AFRESH,
    ROLES,
    Permission,
    Role,
)
from registry.texts import Language

_HEAD = """# Who may do what

Made by `registry account permissions` from the table in `registry/permissions.py`, by which every request is judged; a test
compares the two. A role is held for an organisation, and gives its permissions for what belongs to that organisation alone:
what belongs to another looks absent. Auditors read what every organisation has. An adviser's role is for their own file.

- **Key**: a program may do it with an API key, if the key names it.
- **Afresh**: whoever does it gave their password, and the code of their second factor, within the last 15 minutes.
"""


def as_markdown() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_table(), "", *_second_factor(), "", *_clashes(), ""])


def _table() -> Iterator[str]:
    columns = [*(NAMES[role].say(Language.EN) for role in Role), "Key", "Afresh"]
    yield f"| Permission | What it is | {' | '.join(columns)} |"
    yield "|" + " --- |" * (len(columns) + 2)
    for permission in Permission:
        held = [*(permission in ROLES[role] for role in Role), permission not in NEVER_BY_KEY, permission in PROVED_AFRESH]
        told = SCOPES[permission].say(Language.EN)
        yield f"| `{permission.value}` | {told} | {' | '.join('yes' if each else '–' for each in held)} |"


def _second_factor() -> Iterator[str]:
    yield "## With a second factor"
    yield ""
    yield "Whoever holds one of these roles has no rights before a second factor is set up:"
    yield ""
    yield from (f"- {NAMES[role].say(Language.EN)}" for role in Role if role in NEEDS_SECOND_FACTOR)


def _clashes() -> Iterator[str]:
    yield "## Never together"
    yield ""
    yield "Nobody holds both of these, for whatever organisations; the database refuses it too:"
    yield ""
    yield from sorted("- " + " and ".join(sorted(NAMES[role].say(Language.EN) for role in pair)) for pair in NEVER_TOGETHER)
