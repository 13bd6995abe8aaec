"""Settings: read once, refused all at once, shown without their secrets."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.commands.serve import warnings
from config.commands.settings import settings as settings_command
from config.second_factor_key import make_second_factor_key_if_absent
from config.settings import SETTINGS, Mode, SettingsRefused, read_settings, variable
from config.token_key import key_file_fault, make_token_key_if_absent, read_token_keys
from registry.signing_keys.files import make_passphrase_if_absent

SAFE = {
    "REGISTRY_MODE": "production",
    "REGISTRY_BASE_URL": "https://register.example.nl",
    "REGISTRY_DATABASE_URL": "postgresql://registry:geheim@db.example.nl/registry",
}


@pytest.fixture(autouse=True)
def sealing_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What production seals second factors with."""
    file = tmp_path / "sealing" / "key"
    make_second_factor_key_if_absent(file)
    monkeypatch.setitem(SAFE, "REGISTRY_SECOND_FACTOR_KEY_FILE", str(file))
    return file


@pytest.fixture(autouse=True)
def passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What production opens the keys of certificates with."""
    file = tmp_path / "signing" / "passphrase"
    make_passphrase_if_absent(file, "a passphrase of a test")
    monkeypatch.setitem(SAFE, "REGISTRY_SIGNING_PASSPHRASE_FILE", str(file))
    return file


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "folder" / "key.pem"
    make_token_key_if_absent(file)
    return file


def faults_of(environment: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsRefused) as refused:
        read_settings(environment)
    return refused.value.faults


def test_everything_has_a_default_fit_for_development():
    """Without any setting the registry runs in development, for this machine alone."""
    settings = read_settings({"PATH": "/bin"})
    assert settings.mode is Mode.DEVELOPMENT
    assert (settings.host, settings.port, settings.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert settings.database_url is None
    assert settings.metrics_token is None
    assert settings.trusted_proxies == ()


def test_the_base_address_follows_host_and_port():
    """Who sets only the port finds it in the links, and its host name is allowed."""
    settings = read_settings({"REGISTRY_HOST": "0.0.0.0", "REGISTRY_PORT": "8100"})  # noqa: S104 - read, not used
    assert settings.base_url == "http://localhost:8100"
    assert "localhost" in settings.allowed_hosts


def test_allowed_hosts_are_those_of_the_base_address_and_those_named():
    """A public address does not open the loopback names."""
    settings = read_settings({"REGISTRY_BASE_URL": "https://a.nl", "REGISTRY_ALLOWED_HOSTS": "B.nl, c.nl"})
    assert settings.allowed_hosts == ("a.nl", "b.nl", "c.nl")


def test_unknown_names_and_bad_values_are_refused_together():
    """One message names everything that is wrong, and only REGISTRY_ names are ours."""
    faults = faults_of(
        {
            "REGISTRY_PROT": "1",
            "REGISTRY_DATABSE_URL": "x",
            "REGISTRY_PORT": "eighty",
            "REGISTRY_MODE": "prod",
            "REGISTRY_TRUSTED_PROXIES": "10.0.0.1/8",
            "OTHER": "x",
        }
    )
    assert {fault.split()[0] for fault in faults} == {
        "REGISTRY_DATABSE_URL",
        "REGISTRY_MODE",
        "REGISTRY_PORT",
        "REGISTRY_PROT",
        "REGISTRY_TRUSTED_PROXIES",
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "٨٠٠٠"),
        ("PORT", "9" * 5000),
        ("WORKERS", "-1"),
        ("DEBUG", "maybe"),
        ("DATABASE_URL", "mysql://x"),
        ("BASE_URL", "register.example.nl"),
        ("BASE_URL", "https://register.example.nl/path"),
        ("METRICS_TOKEN", "short"),
        ("TRUSTED_PROXIES", "proxy.example.nl"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_bad_values_are_named(name: str, text: str):
    """A value that cannot be meant is refused under the name of its setting."""
    (fault,) = faults_of({f"REGISTRY_{name}": text})
    assert fault.startswith(f"REGISTRY_{name} is ")


def test_the_smallest_pool_is_at_most_the_largest():
    """Two values that are right by themselves can be wrong together."""
    assert faults_of({"REGISTRY_DATABASE_POOL_MIN": "11"}) == (
        "REGISTRY_DATABASE_POOL_MIN is more than REGISTRY_DATABASE_POOL_MAX",
    )


def test_production_refuses_what_is_fit_for_development_only():
    """Debug, http, a generated key, cheap passwords and a database nobody chose: all are said at once."""
    faults = faults_of({"REGISTRY_MODE": "production", "REGISTRY_DEBUG": "yes", "REGISTRY_PASSWORD_COST": "cheapest"})
    files = ("TOKEN_KEY_FILE", "SECOND_FACTOR_KEY_FILE", "SIGNING_PASSPHRASE_FILE")
    for name in ("DEBUG", "BASE_URL", *files, "PASSWORD_COST", "DATABASE_URL"):
        assert any(f"REGISTRY_{name}" in fault for fault in faults), name


def test_production_starts_when_all_is_safe(key_file: Path):
    """https, a key of one's own and a database that was chosen are enough."""
    assert read_settings(SAFE | {"REGISTRY_TOKEN_KEY_FILE": str(key_file)}).mode is Mode.PRODUCTION


def test_production_refuses_a_key_that_others_can_read(key_file: Path):
    """A private key is readable by its owner alone."""
    key_file.chmod(0o640)
    (fault,) = faults_of(SAFE | {"REGISTRY_TOKEN_KEY_FILE": str(key_file)})
    assert "can be read by others" in fault


def test_production_refuses_a_sealing_key_that_others_can_read(key_file: Path, sealing_key: Path):
    """As the keys of tokens."""
    sealing_key.chmod(0o604)
    (fault,) = faults_of(SAFE | {"REGISTRY_TOKEN_KEY_FILE": str(key_file)})
    assert fault.startswith("REGISTRY_SECOND_FACTOR_KEY_FILE can be read by others")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda file: file.chmod(0o604), "can be read by others"),
        (lambda file: file.unlink(), "cannot be read"),
        (lambda file: file.write_text("short"), "fewer than 16 characters"),
    ],
)
def test_production_refuses_a_passphrase_that_opens_nothing(
    key_file: Path, passphrase: Path, harm: Callable[[Path], object], told: str
):
    """Otherwise certificates would be issued that nobody can verify, and only the log would say so."""
    harm(passphrase)
    (fault,) = faults_of(SAFE | {"REGISTRY_TOKEN_KEY_FILE": str(key_file)})
    assert fault.startswith("REGISTRY_SIGNING_PASSPHRASE_FILE cannot be used: ")
    assert told in fault


def test_a_generated_key_is_private_and_stays(key_file: Path):
    """The second start signs with the same key, and nothing is left beside it."""
    before = key_file.read_bytes()
    make_token_key_if_absent(key_file)
    assert key_file.read_bytes() == before
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert list(key_file.parent.iterdir()) == [key_file]
    assert len(read_token_keys(key_file).keys) == 1


def test_a_file_that_is_no_key_is_refused(tmp_path: Path):
    """Absent and nonsense are told apart."""
    nonsense = tmp_path / "key.pem"
    assert "cannot be read" in str(key_file_fault(nonsense))
    nonsense.write_text("nonsense")
    nonsense.chmod(0o600)
    assert "not a private key" in str(key_file_fault(nonsense))


def test_secrets_are_not_shown():
    """Neither the settings in a log line nor the command that lists them tell a secret."""
    environment = {"REGISTRY_DATABASE_URL": "postgresql://a:geheim@h/d", "REGISTRY_METRICS_TOKEN": "geheim" * 4}
    listed = CliRunner(env=environment).invoke(settings_command)
    assert listed.exit_code == 0, listed.output
    assert "geheim" not in listed.output + repr(read_settings(environment))
    assert all(variable(field) in listed.output for field in SETTINGS)


def test_every_setting_says_what_it_means_and_what_holds_without_it():
    """The list of settings is the documentation."""
    for field, setting in SETTINGS.items():
        assert setting.meaning, field
        assert (setting.default is None) == bool(setting.otherwise), field


@pytest.mark.parametrize(
    ("mode", "until", "warned"),
    [
        ("production", "", "REGISTRY_SECURITY_CONTACT is not set"),
        ("production", "2027-10-01", ""),
        ("production", "2026-12-01", "REGISTRY_SECURITY_CONTACT_UNTIL is 2026-12-01"),
        ("development", "", ""),
    ],
)
def test_the_start_warns_of_a_contact_that_is_not_there(key_file: Path, mode: str, until: str, warned: str) -> None:
    """Only in production, where somebody may look for it; and in time where it ends."""
    contact = {"REGISTRY_SECURITY_CONTACT": "mailto:veiligheid@example.nl", "REGISTRY_SECURITY_CONTACT_UNTIL": until}
    environment = SAFE | {"REGISTRY_TOKEN_KEY_FILE": str(key_file), "REGISTRY_MODE": mode} | (contact if until else {})
    said = warnings(read_settings(environment), now=datetime(2026, 11, 22, 12, tzinfo=UTC))
    told = [each for each in said if "SECURITY" in each]
    assert [each for each in told if not warned or warned not in each] == []
    assert bool(told) is bool(warned)
