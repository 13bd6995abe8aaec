"""Every statement that reads a name or an address of a person says how an admin's look at it comes on record."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
FLOORS = ("registry", "exams", "public_list", "config")
PERSONAL = {"given_name", "family_name", "work_email", "email"}
IN_SQL = re.compile(
    r"\b(given_name|family_name|work_email|account\.email|personal_value\.value)\b|\bnamed\(|FROM personal_value\b"
)

NOTED = "said to access.noted in this module"
FILE = "rows of a file, which tells how many they are (x-total-count)"
OWN = "whose own account it is, by signing in or by a link"
COMPARED = "compared, or counted, and not shown"
WRITES = "for an act, which has an entry of its own"
WITH_NAME = "beside the same person's name, by people.names_of"
PREVIEW = "said to access.noted by the service that asks"
ENTRY = "the file has an entry of its own"
PUBLIC = "of who let themselves be listed"

KNOWN = {
    "registry/accounts/service.py about": OWN,
    "registry/accounts/service.py actor_of": OWN,
    "registry/admittance/overseeing.py _ACCOUNTS": NOTED,
    "registry/appeals/presenting.py _email": WITH_NAME,
    "registry/audit/reading.py _ENTRIES": NOTED,
    "registry/audit/reading.py _accounts": COMPARED,
    "registry/certificates/keeping.py _store": WRITES,
    "registry/dossiers/finding.py _FILED": NOTED,
    "registry/engagements/listing.py _BOOKINGS": FILE,
    "registry/engagements/proposing.py _ALIKE": PUBLIC,
    "registry/engagements/reading.py _NAMED": COMPARED,
    "registry/erasure/reading.py _COUNTS": COMPARED,
    "registry/erasure/reading.py _FOUND": COMPARED,
    "registry/erasure/reading.py _RECORDS": PREVIEW,
    "registry/inspection/reach.py _revealed": ENTRY,
    "registry/inspection/reach.py _values": ENTRY,
    "registry/intakes/finding.py _INTAKES": NOTED,
    "registry/intakes/spelling.py _COORDINATORS": COMPARED,
    "registry/measures/finding.py _ISSUED": NOTED,
    "registry/messages/outbox.py _LETTERS": WRITES,
    "registry/messages/mail_finding.py _FOUND": NOTED,
    "registry/people/duplicates.py _FILES": NOTED,
    "registry/people/duplicates.py persons_like": COMPARED,
    "registry/people/names.py _NAMES": NOTED,
    "registry/personal_data/service.py reveal": NOTED,
    "registry/rechecking/questions.py VALUES": COMPARED,
    "registry/takeovers/judging.py _Judging.of": COMPARED,
    "registry/watches/seeing.py DIFFERING": COMPARED,
    "exams/results/candidates.py _ENROLLED": NOTED,
    "exams/results/candidates.py _FILES": NOTED,
    "exams/results/correcting.py _others": NOTED,
    "exams/results/correcting.py proposal_for": NOTED,
    "exams/results/exporting.py _ON_RECORD": FILE,
    "exams/results/listing.py _LISTED": NOTED,
    "exams/sittings/registering.py _BY_ADDRESS": WRITES,
    "public_list/listing/queries.py _QUERY": PUBLIC,
    "public_list/past/reading.py _RECORDED": PUBLIC,
    "public_list/rederiving/reading.py _FACTS": COMPARED,
}
"""By file and statement, or function: how it comes on record that somebody looked, or why it need not."""


def statements(path: Path) -> Iterator[str]:
    """The names of what reads names in a file: of the constant, else of the function in which it stands."""
    for node in ast.parse(path.read_text("utf-8")).body:
        for part, name in _named(node):
            if any(_reads(each) for each in ast.walk(part)):
                yield name


def _named(node: ast.stmt) -> Iterator[tuple[ast.AST, str]]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.AnnAssign(target=ast.Name(id=name), value=value):
            if value is not None:
                yield value, name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield node, name
        case ast.ClassDef(name=name):
            yield from ((each, f"{name}.{each.name}") for each in node.body if isinstance(each, ast.AsyncFunctionDef))


def _reads(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr():
            return _is_sql(ast.unparse(node))
        case ast.Constant(value=str(text)):
            return _is_sql(text)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="select"), args=args) if table[0].isupper():
            return any(
                isinstance(each, ast.Attribute) and each.attr in PERSONAL for argument in args for each in ast.walk(argument)
            )
    return False


def _is_sql(text: str) -> bool:
    return "SELECT" in text and IN_SQL.search(text) is not None


def found() -> dict[str, Path]:
    """Every such statement of ours, with its file."""
    return {
        f"{path.relative_to(ROOT).as_posix()} {name}": path
        for floor in FLOORS
        for path in sorted((ROOT / floor).rglob("*.py"))
        if "piccolo_migrations" not in path.parts and "demo" not in path.parts
        for name in statements(path)
    }


def test_every_statement_that_reads_names_says_how_it_is_counted() -> None:
    """A new one fails here until it says `access.noted`, or why it need not; one that is gone leaves the list."""
    assert set(found()) == set(KNOWN)


def test_who_says_so_does_so() -> None:
    """What is said to be noted in a module is: it calls `access.noted`."""
    for name, path in found().items():
        if KNOWN.get(name) == NOTED:
            assert "access.noted(" in path.read_text("utf-8"), name
        if KNOWN.get(name) == FILE:
            assert "Query" in path.read_text("utf-8"), name


def test_a_new_statement_is_seen(tmp_path: Path) -> None:
    """In whatever way it is written: as SQL, put together, or with the words of tables."""
    for text in (
        '_X = "SELECT given_name FROM person"',
        "_X = f\"SELECT {named('person')} AS name FROM person\"",
        "async def _x():\n    return await Account.select(Account.id, Account.person.family_name)",
        'async def _x():\n    return await fetch("SELECT work_email FROM person")',
    ):
        file = tmp_path / "module.py"
        file.write_text(text)
        assert [each.lower() for each in statements(file)] == ["_x"], text
