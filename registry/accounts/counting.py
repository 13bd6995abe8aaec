"""What tries to sign in are counted by."""

from enum import StrEnum


class Counted(StrEnum):
    """An account from one source, an account from everywhere, a source on everything, and codes after a right password."""

    PAIR = "pair"
    ACCOUNT = "account"
    SOURCE = "source"
    CODES = "codes"
