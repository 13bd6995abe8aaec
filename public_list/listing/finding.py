"""What a question finds on a list, said plainly: the read model answers the same, faster. Pure."""

from collections.abc import Iterable, Sequence

from public_list.listing import words
from public_list.listing.rules import PAGE, Entry, Facet, Found, Order, Wanted


def found(listed: Sequence[Entry], wanted: Wanted) -> Found:
    """The entries that answer all that was asked, of a list that stands by name; each word asked begins a word of the name.

    A word that begins none on the list is taken for those that differ least. The read model answers the same, faster.
    """
    meant, taken_for = _meant(listed, wanted.name)
    everybody = [entry for entry in listed if _has_words(entry, meant) and _has_time(entry, wanted)]
    shown = [entry for entry in everybody if all(_has(entry, facet, wanted) for facet in Facet)]
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    for facet in Facet:
        for entry in everybody:
            if all(_has(entry, other, wanted) for other in Facet if other is not facet):
                for value in dict.fromkeys(_values_of(entry, facet)):
                    counts[facet][value] = counts[facet].get(value, 0) + 1
    if wanted.order is Order.NEWEST:
        shown.sort(key=lambda entry: -entry.valid_from.toordinal())
    if wanted.order is Order.ENDS_LAST:
        shown.sort(key=lambda entry: -entry.valid_until.toordinal())
    first = (wanted.page - 1) * PAGE
    return Found(len(shown), tuple(shown[first : first + PAGE]), counts, wanted.page, taken_for)


def _meant(listed: Iterable[Entry], asked: str) -> tuple[list[set[str]], dict[str, tuple[str, ...]]]:
    """For each word that was asked the words of the list that are meant; and which were taken for others."""
    known = set().union(*(words.words_of(entry.name) for entry in listed))
    meant, taken_for = [], {}
    for word in words.asked(asked):
        begun = {each for each in known if each.startswith(word)}
        if not begun and (near := words.nearest(word, list(known))):
            taken_for[word] = near
            begun = set(near)
        meant.append(begun)
    return meant, taken_for


def _has_words(entry: Entry, meant: Iterable[set[str]]) -> bool:
    own = words.words_of(entry.name)
    return all(not own.isdisjoint(each) for each in meant)


def _has_time(entry: Entry, wanted: Wanted) -> bool:
    if wanted.available_from is None:
        return True
    return entry.available_from is not None and entry.available_from <= wanted.available_from


def _has(entry: Entry, facet: Facet, wanted: Wanted) -> bool:
    asked = {value for chosen, value in wanted.chosen if chosen is facet}
    return not asked or not asked.isdisjoint(_values_of(entry, facet))


def _values_of(entry: Entry, facet: Facet) -> tuple[str, ...]:
    return {
        Facet.PROVINCE: entry.provinces,
        Facet.REGION: entry.regions,
        Facet.COMPETENCE: entry.competences,
        Facet.SPECIALISM: entry.specialisms,
        Facet.SCHEME: (entry.scheme,),
        Facet.LANGUAGE: entry.languages,
    }[facet]
