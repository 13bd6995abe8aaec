"""The statements: complete or honest about it, and true of what the tables hold."""

import importlib
import re
from datetime import UTC, datetime

import httpx
import pytest
from click.testing import CliRunner

from config.commands import main
from config.commands.serve import warnings
from config.guidance.operator import ASKED, Operator, missing
from config.guidance.personal_data import KEPT
from config.guidance.statements import STATEMENTS, completed
from config.settings import SETTINGS, SettingsRefused, read_settings, variable
from registry.retention.rules import TERMS
from registry.texts import Language

FILLED = {
    "REGISTRY_OPERATOR": "Stichting *Register*",
    "REGISTRY_OPERATOR_ADDRESS": "Postbus 1, 2500 AA Den Haag",
    "REGISTRY_CONTACT_MAIL": "vraag@example.nl",
    "REGISTRY_CONTACT_TELEPHONE": "070 123 45 67",
    "REGISTRY_DATA_PROTECTION_OFFICER": "F. G. de Vries",
    "REGISTRY_DATA_PROTECTION_MAIL": "fg@example.nl",
    "REGISTRY_ACCESSIBILITY_STATUS": "b",
    "REGISTRY_ACCESSIBILITY_RESEARCHED": "2026-10-01",
    "REGISTRY_ACCESSIBILITY_REPORT": "https://example.nl/rapport",
    "REGISTRY_SOURCE_CODE": "https://example.nl/bron",
}
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
IN_PRODUCTION = {
    "REGISTRY_MODE": "production",
    "REGISTRY_BASE_URL": "https://register.example.nl",
    "REGISTRY_DATABASE_URL": "postgresql://registry:geheim@db.example.nl/registry",
}


@pytest.fixture
def findings(tmp_path):
    """The operator's own file."""
    file = tmp_path / "findings.md"
    file.write_text("- De pdf van vóór 2027 is niet gelabeld. Klaar in maart 2027.\n", "utf-8")
    return file


@pytest.fixture
def operator(findings):
    """An operator who filled in everything."""
    return read_settings(FILLED | {"REGISTRY_ACCESSIBILITY_FINDINGS_FILE": str(findings)}).operated()


def test_each_value_has_its_setting() -> None:
    """What is asked is a field of the operator, and a setting that exists."""
    assert {setting for setting, _ in ASKED.values()} <= {variable(field) for field in SETTINGS}
    assert set(ASKED) <= set(Operator.__slots__)
    assert {field for each in STATEMENTS for field in each.needs} == set(ASKED)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda each: each.slug)
def test_a_statement_says_what_is_not_filled_in(statement, language) -> None:
    """To developers with the setting, in production in plain words; nothing is invented."""
    told = completed(statement, Operator(), language=language, names_settings=True).html
    for field in statement.needs:
        assert ASKED[field][0] in told, field
    assert "REGISTRY_" not in completed(statement, Operator(), language=language, names_settings=False).html


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda each: each.slug)
def test_a_completed_statement_has_no_gaps(statement, language, operator) -> None:
    """Every value stands in it, as words."""
    told = completed(statement, operator, language=language, names_settings=True).html
    assert "nog niet ingevuld" not in told
    assert "not filled in" not in told
    assert "<em>" not in told
    if statement.slug == "toegankelijkheid":
        assert "maart 2027" in told
        assert ("1 oktober 2026" if language is Language.NL else "1 October 2026") in told


def test_the_file_of_the_operator_is_demanded_and_read_at_the_start(findings, operator) -> None:
    """One that is not there is a fault of the setting; one that goes later changes no page."""
    findings.unlink()
    with pytest.raises(SettingsRefused, match="REGISTRY_ACCESSIBILITY_FINDINGS_FILE is not a file that is there"):
        read_settings({"REGISTRY_ACCESSIBILITY_FINDINGS_FILE": str(findings)})
    told = completed(STATEMENTS[0], operator, language=Language.NL, names_settings=False)
    assert "maart 2027" in told.html
    assert completed(STATEMENTS[0], operator, language=Language.NL, names_settings=False) is told


def test_every_table_with_personal_data_stands_in_the_privacy_statement_once() -> None:
    """And none without; the term is the one that the table itself tells."""
    from config.provisions import every_table  # noqa: PLC0415  Piccolo is configured by now

    told = {name: kept for kept in KEPT for name in kept.tables}
    assert len(told) == sum(len(kept.tables) for kept in KEPT)
    holding = {}
    for table in every_table():
        doc = " ".join(f"{table.__doc__} {importlib.import_module(table.__module__).__doc__ or ''}".split())
        said = re.search(r"Personal data: (?!none)(.*)", doc)
        if said:
            holding[table._meta.tablename] = said[1]  # noqa: SLF001  Piccolo's own way to its name
    assert set(told) == set(holding)
    for name, words in holding.items():
        for_ever = told[name].term.en == "as long as the registry exists"
        assert for_ever == ("Kept as long as the registry" in words), name


def test_terms_are_those_by_which_rows_go() -> None:
    """Whatever is removed by itself says after how long."""
    told = {name: kept for kept in KEPT for name in kept.tables}
    for term in TERMS:
        days = term.after.days
        expected = f"{days} days" if days > 2 else {0: "quarter of an hour", 1: "a day", 2: "two days"}[days]
        assert expected in told[term.table].term.en, term.table


@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_statements_stand_at_the_foot_of_each_page_and_in_the_site_map(client: httpx.AsyncClient, prefix: str) -> None:
    """Everyone finds them, machines too."""
    foot = (await client.get(f"{prefix}/open-data")).text
    listed = (await client.get("/sitemap/paginas.xml")).text
    for statement in STATEMENTS:
        path = f"{prefix}/{statement.slug}"
        assert f'href="{path}"' in foot
        assert f"{path}</loc>" in listed
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "REGISTRY_" in answer.text


def test_the_command_lists_what_is_missing(findings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends with 1 until nothing is."""
    for name in FILLED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("REGISTRY_DATABASE_URL", raising=False)
    found = CliRunner().invoke(main, ["statements"])
    assert found.exit_code == 1
    assert "REGISTRY_OPERATOR:" in found.output
    for name, value in FILLED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("REGISTRY_ACCESSIBILITY_FINDINGS_FILE", str(findings))
    assert CliRunner().invoke(main, ["statements"]).exit_code == 0


def test_production_warns_of_statements_that_are_not_complete(tmp_path, findings) -> None:
    """It starts, and says so."""
    from config.second_factor_key import make_second_factor_key_if_absent  # noqa: PLC0415  only here
    from config.token_key import make_token_key_if_absent  # noqa: PLC0415  likewise
    from registry.signing_keys.files import make_passphrase_if_absent  # noqa: PLC0415  likewise

    key, sealing, passphrase = tmp_path / "key.pem", tmp_path / "sealing", tmp_path / "passphrase"
    make_token_key_if_absent(key)
    make_second_factor_key_if_absent(sealing)
    make_passphrase_if_absent(passphrase, "a passphrase of a test")
    given = IN_PRODUCTION | {"REGISTRY_TOKEN_KEY_FILE": str(key), "REGISTRY_SECOND_FACTOR_KEY_FILE": str(sealing)}
    given |= {"REGISTRY_SIGNING_PASSPHRASE_FILE": str(passphrase)}
    assert any("statements" in each for each in warnings(read_settings(given), now=NOW))
    complete = read_settings(given | FILLED | {"REGISTRY_ACCESSIBILITY_FINDINGS_FILE": str(findings)})
    assert missing(complete.operated()) == []
    assert not [each for each in warnings(complete, now=NOW) if "statements" in each]
