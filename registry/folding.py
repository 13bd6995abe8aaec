"""How words are compared where people look for something: without accents, capitals and doubled blanks.

`folded` does it here and `folded_in_sql` in the database; one table of letters serves both, and a test holds them together.
"""

import unicodedata

_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
"""Letters that are no letter with an accent, and what people type for them."""
_NOT_DECOMPOSED = str.maketrans(_LETTERS)
_IN_SQL = {**_LETTERS, **{letter.upper(): plain for letter, plain in _LETTERS.items() if letter not in "ßı"}, "ẞ": "ss"}


def folded(text: str) -> str:
    """Without accents, case and doubled blanks, so that `ozturk` finds Öztürk and `sorensen` Sørensen."""
    if text.isascii():
        return " ".join(text.casefold().split())
    lowered = unicodedata.normalize("NFKD", text.casefold()).translate(_NOT_DECOMPOSED)
    return " ".join("".join(char for char in lowered if not unicodedata.combining(char)).split())


def folded_in_sql(text: str) -> str:
    """The same of this expression in SQL, whatever the locale of the database; what is ASCII is not taken apart."""
    is_plain = f"octet_length({text}) = length({text}) AND strpos({text}, '  ') = 0 AND strpos({text}, chr(9)) = 0"
    return f"(CASE WHEN {is_plain} THEN btrim(lower({text})) ELSE {_taken_apart(text)} END)"


def _taken_apart(text: str) -> str:
    plain = f"normalize({text}, NFKD)"
    for letter, several in _IN_SQL.items():
        if len(several) > 1:
            plain = f"replace({plain}, '{letter}', '{several}')"
    single = {letter: one for letter, one in _IN_SQL.items() if len(one) == 1}
    plain = f"translate({plain}, '{''.join(single)}', '{''.join(single.values())}')"
    bare = f"regexp_replace(lower({plain}), '[\\u0300-\\u036f]', '', 'g')"
    return f"btrim(regexp_replace({bare}, '\\s+', ' ', 'g'))"
