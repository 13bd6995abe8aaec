"""The PDF of a certificate: tagged, the same bytes for the same words, whatever stands in a name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst

from registry.certificates import typesetting
from registry.certificates.document import Document
from registry.certificates.typesetting import TypesettingFailed, compiled, qr_code, typeset
from registry.people.rules import Name
from registry.texts import Language
from tests.registry.certificates.papers import document

MADE = datetime(2026, 11, 18, tzinfo=UTC)
WRITABLE = "".join(chr(code) for code in range(0x20, 0xFFFE) if not typesetting._UNWRITABLE.match(chr(code)))  # noqa: SLF001
UNWRITABLE = "李明 محمد שלום 😀 \u202e \u200b \u2028 \ufeff \ue000"


@pytest.mark.parametrize(("language", "title"), [(Language.NL, "Certificaat"), (Language.EN, "Certificate")])
def test_a_tagged_document_in_its_language(language: Language, title: str) -> None:
    """It declares PDF/UA-1, its language and its title, and has a structure; the code has an alternative in text."""
    content = typeset(document(language=language))
    assert content.startswith(b"%PDF-1.7")
    for part in (
        b"<pdfuaid:part>1</pdfuaid:part>",
        f"/Lang({language})".encode(),
        b"/MarkInfo<</Marked true",
        b"/StructTreeRoot",
        b"/DisplayDocTitle true",
        f"{title} CA12345678-66".encode(),
        f"/Alt({document(language=language).check.alt})".encode(),
        f"/URI({document(language=language).check.address})".encode(),
    ):
        assert part in content, part


def test_what_makes_a_document_inaccessible_is_refused() -> None:
    """Typst itself keeps to the standard: a picture without a text in its place is no certificate."""
    template = Path(typesetting._TEMPLATE).read_text("utf-8")  # noqa: SLF001
    changed = template.replace(", alt: it.check.alt", "")
    assert changed != template
    compiler = typst.Compiler(changed.encode(), root=str(typesetting._FOLDER))  # noqa: SLF001
    with pytest.raises(typst.TypstError, match="alt text"):
        compiler.compile(sys_inputs=given_for(document()), format="pdf", pdf_standards=["ua-1"])


def given_for(paper: Document) -> dict[str, str]:
    """What the template is given for this certificate."""
    given: list[dict[str, str]] = []

    def watched(inputs: dict[str, str], *, made: datetime) -> bytes:
        given.append(inputs)
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting, "compiled", watched)
        typeset(paper)
    return given[0]


def test_equal_words_are_equal_bytes() -> None:
    """On any day, and in whichever order; another word is another document."""
    first, other = typeset(document()), typeset(document(Name("Jan", "van", "Dam")))
    assert first != other
    assert typeset(document()) == first


def test_several_threads_at_once() -> None:
    """Each has a compiler of its own, and makes the same bytes."""
    expected = {language: typeset(document(language=language)) for language in Language}
    asked = [*Language] * 12
    with ThreadPoolExecutor(6) as pool:
        made = pool.map(lambda language: typeset(document(language=language)), asked)
    assert [*made] == [expected[language] for language in asked]


@pytest.mark.parametrize("family", ["#panic()", "*Elif* _x_ $y$ `z` <a> @b \\ [c]", '"}', "O’Brien-van 't Hof", "// x /* y"])
def test_a_name_is_never_markup(family: str) -> None:
    """Whatever stands in it, it is text; the document is made as ever."""
    assert len(typeset(document(Name("Elif", None, family)))) > 10_000


def test_every_sign_that_is_let_through_can_be_written() -> None:
    """Latin, Greek and Cyrillic with their accents: the font has them all, and nothing is put in their place."""
    assert len(WRITABLE) > 1_500
    for start in range(0, len(WRITABLE), 400):
        assert typeset(document(Name("a" + "a".join(WRITABLE[start : start + 400]), None, "x")))


def test_a_sign_that_cannot_be_written_is_told() -> None:
    """A mark stands in its place, and a sentence says so; a name that can be written has neither."""
    paper = document(Name(UNWRITABLE, None, "Öztürk"))
    given = given_for(paper)
    assert "Öztürk" in given["document"]
    assert not set(given["document"]) & set("李محשל😀\u202e\u200b\u2028\ufeff\ue000")
    assert "\N{REPLACEMENT CHARACTER}" in given["document"]
    assert given["unshown"].startswith("Waar \N{REPLACEMENT CHARACTER} staat")
    assert given_for(document())["unshown"] == ""
    assert typeset(paper)


SYRIAC = " ".join(chr(code) for code in range(0x072B, 0x0749)) + "\u074f "


@pytest.mark.parametrize(("sign", "how"), [("李", "TypstError"), ("\ufeff", "TypstError"), (SYRIAC, "PanicException")])
def test_a_document_that_fails_takes_nothing_along(sign: str, how: str) -> None:
    """It fails as an error of ours, also where Typst itself gives way, and the same thread makes the next."""
    given = given_for(document())
    with pytest.raises(TypesettingFailed, match=how):
        compiled({**given, "document": given["document"].replace("Öztürk", sign)}, made=MADE)
    assert compiled(given, made=MADE) == typeset(document())


def test_the_code_leads_to_the_check() -> None:
    """The code is of the address, and of that alone."""
    assert qr_code("https://a.example/1") == qr_code("https://a.example/1") != qr_code("https://a.example/2")
    assert qr_code("https://a.example/1").startswith("<svg")


def test_the_mark_is_that_of_the_site() -> None:
    """The paper and the pages carry one mark."""
    root = Path(__file__).resolve().parents[3]
    assert (root / "registry/certificates/typeset/mark.svg").read_bytes() == (root / "config/static/mark.svg").read_bytes()
