"""The order of names."""

from registry.people.ordering import BY_NAME, Named
from registry.people.rules import Name


def test_by_family_name_whatever_stands_before_it() -> None:
    """Elif Öztürk comes after Zeki of a family with an A, and van den Berg under B; who was erased comes last."""
    names = (Name("Elif", None, "Öztürk"), None, Name("Zeki", None, "Aydın"), Name("Anna", "van den", "Berg"))
    rows = [Named(str(name), name) for name in names]
    told = ["Zeki Aydın", "Anna van den Berg", "Elif Öztürk"]
    assert [row.told for row in BY_NAME["naam"].of(rows)] == [*told, "None"]
    assert [row.told for row in BY_NAME["naam-omgekeerd"].of(rows)] == [*reversed(told), "None"]
