"""The settings of mail: a server and an address together, shown without the password, never in the clear in production."""

from pathlib import Path

import pytest

from config.background import outgoing
from config.second_factor_key import make_second_factor_key_if_absent
from config.settings import SettingsRefused, read_settings, shown_value
from config.token_key import make_token_key_if_absent
from registry.messages.mailing import Letter, Security, line_to
from registry.signing_keys.files import make_passphrase_if_absent
from tests.registry.making import NOW

URL, ADDRESS = "smtp://register:geheim@mail.example.nl?starttls", "register@example.nl"


def faults_of(**more: str) -> tuple[str, ...]:
    """What is wrong with these settings."""
    with pytest.raises(SettingsRefused) as refused:
        read_settings({f"REGISTRY_{name}": text for name, text in more.items()})
    return refused.value.faults


def test_a_mail_server_and_an_address() -> None:
    """Together they make mail go out, with links to the registry."""
    settings = read_settings({"REGISTRY_MAIL_URL": URL, "REGISTRY_MAIL_FROM": ADDRESS, "REGISTRY_BASE_URL": "https://a.nl"})
    made = outgoing(settings)
    assert made is not None
    assert made.server is not None
    assert (made.server.host, made.server.port, made.server.security) == ("mail.example.nl", 587, Security.STARTTLS)
    assert (made.sender, made.site) == (ADDRESS, "https://a.nl")
    assert "geheim" not in repr(settings) + repr(made)
    assert shown_value(settings, "mail_url") == "(set)"


async def test_without_a_mail_server(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Development prints what would go out; production prints nothing, ever, and sends none."""
    made = outgoing(read_settings({}))
    assert made is not None
    assert made.server is None
    letter = Letter("bericht-1", "elif@example.nl", "Kies een wachtwoord", ("Hallo.",), f"{made.site}/uitnodiging/abc")
    async with line_to(made) as line:
        await line.send(letter, now=NOW)
    printed = capsys.readouterr().out
    for words in ("To: elif@example.nl", "Subject: Kies een wachtwoord", "Hallo.", f"{made.site}/uitnodiging/abc"):
        assert words in printed
    key, sealing = tmp_path / "key.pem", tmp_path / "sealing"
    make_token_key_if_absent(key)
    make_second_factor_key_if_absent(sealing)
    make_passphrase_if_absent(tmp_path / "passphrase", "a passphrase of a test")
    files = {"TOKEN_KEY_FILE": str(key), "SECOND_FACTOR_KEY_FILE": str(sealing), "DATA_FOLDER": str(tmp_path)}
    signing = {"SIGNING_PASSPHRASE_FILE": str(tmp_path / "passphrase")}
    production = {"MODE": "production", "BASE_URL": "https://a.nl", **files, **signing}
    assert outgoing(read_settings({f"REGISTRY_{name}": text for name, text in production.items()})) is None


@pytest.mark.parametrize("missing", ["MAIL_URL", "MAIL_FROM"])
def test_one_needs_the_other(missing: str) -> None:
    """One alone would send nothing, and nobody would know."""
    given = {"MAIL_URL": URL, "MAIL_FROM": ADDRESS}
    del given[missing]
    assert faults_of(**given) == ("REGISTRY_MAIL_URL and REGISTRY_MAIL_FROM need each other",)


@pytest.mark.parametrize("address", ["register", "a@b@c.nl", "Register <a@b.nl>", "a@b.nl\nBcc: c@d.nl", "a@", "@b.nl"])
def test_an_address_is_an_address(address: str) -> None:
    """And no more than that."""
    [fault] = faults_of(MAIL_URL=URL, MAIL_FROM=address)
    assert fault.startswith("REGISTRY_MAIL_FROM is not a mail address")


def test_a_wrong_server_is_refused_without_its_password() -> None:
    """The message says how it should look."""
    [fault] = faults_of(MAIL_URL="smtp://register:geheim@mail.example.nl/x", MAIL_FROM=ADDRESS)
    assert "smtps://" in fault
    assert "geheim" not in fault


@pytest.mark.parametrize(
    ("url", "clear"),
    [
        ("smtp://a:geheim@mail.nl", True),
        ("smtp://mail.nl", False),
        ("smtp://a:geheim@mail.nl?starttls", False),
        ("smtps://a:geheim@mail.nl", False),
    ],
)
def test_no_password_in_the_clear_in_production(url: str, *, clear: bool) -> None:
    """A relay without a password may do without TLS; it is the operator's own network."""
    faults = faults_of(MODE="production", MAIL_URL=url, MAIL_FROM=ADDRESS)
    assert any("in the clear" in fault for fault in faults) is clear
