"""What somebody chose of a list stands in its address, so that the address can be kept, sent on and saved as a filter."""

from collections.abc import Mapping
from urllib.parse import urlencode

ORDER = "volgorde"
"""The name of the order in every address; the macro of tables links to it from the headings of columns."""


class InAddress:
    """What was chosen of a list; `given` is every choice by its name in the address, `""` for what was not chosen."""

    __slots__ = ()

    @property
    def given(self) -> Mapping[str, str]:
        """Every choice that the list has."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        """The address with the same choice: `?zoek=jan&volgorde=naam`."""
        return _address(self.given)

    @property
    def unordered(self) -> str:
        """The same without the order, for links that choose another."""
        return _address({name: value for name, value in self.given.items() if name != ORDER})

    def address_with(self, name: str, value: str) -> str:
        """The address with the same choice and this one."""
        return _address({**self.given, name: value})


def _address(given: Mapping[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in given.items() if value})
