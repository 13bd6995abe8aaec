"""Hashing of passwords at the cost that the settings name."""

from config.settings import PasswordCost, Settings
from registry.accounts import passwords
from registry.accounts.passwords import Passwords


def passwords_of(settings: Settings) -> Passwords:
    """argon2id at its standard cost; the cheapest is for tests."""
    return passwords.cheapest() if settings.password_cost is PasswordCost.CHEAPEST else passwords.standard()
