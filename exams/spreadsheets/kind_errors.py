"""Files that are no spreadsheet, or one of another kind than is read: each by its name, and what to send instead."""

from exams.spreadsheets.errors import UploadRefused
from registry.texts import Text


class WrongKind(UploadRefused):
    """A text that is not called a text; `name` is the name that was given."""

    code = "file-kind"
    detail = Text(
        "‘{name}’ is geen .xlsx-, .ods- of .csv-bestand. Sla het op als Excel-werkmap (.xlsx) en stuur het opnieuw.",
        "‘{name}’ is not an .xlsx, .ods or .csv file. Save it as an Excel workbook (.xlsx) and send it again.",
    )


class ContentDiffers(UploadRefused):
    """What the name promises is what the file holds; `name` is the name that was given."""

    code = "file-content-differs"
    detail = Text(
        "De inhoud van ‘{name}’ past niet bij de naam. Open het bestand in Excel of LibreOffice en sla het opnieuw op.",
        "What ‘{name}’ holds does not fit its name. Open it in Excel or LibreOffice and save it again.",
    )


class OldOrLocked(UploadRefused):
    """The container of Office 97–2003, of which more cannot be told."""

    code = "file-old-or-locked"
    detail = Text(
        "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op. Haal het wachtwoord weg en sla het op als .xlsx.",
        "This is an old Excel file (.xls) or it has a password. Remove the password and save it as .xlsx.",
    )


class OldWorkbook(UploadRefused):
    """A workbook of Excel 97–2003; `name` is the name that was given."""

    code = "file-old-workbook"
    detail = Text(
        "‘{name}’ is een oude Excel-werkmap (.xls). Open hem in Excel en kies Opslaan als, Excel-werkmap (.xlsx).",
        "‘{name}’ is an old Excel workbook (.xls). Open it in Excel and choose Save as, Excel workbook (.xlsx).",
    )


class BinaryWorkbook(UploadRefused):
    """The binary form of newer Excel; `name` is the name that was given."""

    code = "file-binary-workbook"
    detail = Text(
        "‘{name}’ is een binaire Excel-werkmap (.xlsb). Open hem in Excel en kies Opslaan als, Excel-werkmap (.xlsx).",
        "‘{name}’ is a binary Excel workbook (.xlsb). Open it in Excel and choose Save as, Excel workbook (.xlsx).",
    )


class OtherProgram(UploadRefused):
    """Only spreadsheets are read; `name` is the name that was given, `program` what makes or opens such files."""

    code = "file-other-program"
    detail = Text(
        "‘{name}’ is geen rekenblad maar een {program}-bestand. Zet de gegevens in een Excel-werkmap (.xlsx) en stuur die.",
        "‘{name}’ is not a spreadsheet but a {program} file. Put the data into an Excel workbook (.xlsx) and send that.",
    )


class NumbersBook(UploadRefused):
    """A spreadsheet of Apple Numbers; `name` is the name that was given."""

    code = "file-numbers-book"
    detail = Text(
        "‘{name}’ is een rekenblad van Apple Numbers. Open het in Numbers, kies Exporteer naar Excel en stuur dat bestand.",
        "‘{name}’ is a spreadsheet of Apple Numbers. Open it in Numbers, choose Export To Excel and send that file.",
    )


class PlainZip(UploadRefused):
    """A zip file that is no workbook; `name` is the name that was given."""

    code = "file-plain-zip"
    detail = Text(
        "‘{name}’ is een ingepakte map (.zip). Pak hem uit en stuur het rekenblad dat erin zit.",
        "‘{name}’ is a packed folder (.zip). Unpack it and send the spreadsheet inside.",
    )


class WebPage(UploadRefused):
    """Some programs write a web page and call it .xls; `name` is the name that was given."""

    code = "file-web-page"
    detail = Text(
        "‘{name}’ is een webpagina, ook al opent Excel hem. Open hem in Excel en kies Opslaan als, Excel-werkmap (.xlsx).",
        "‘{name}’ is a web page, even if Excel opens it. Open it in Excel and choose Save as, Excel workbook (.xlsx).",
    )


class FlatXml(UploadRefused):
    """A spreadsheet, or anything else, as one XML file (.fods, XML Spreadsheet 2003); `name` is the name that was given."""

    code = "file-flat-xml"
    detail = Text(
        "‘{name}’ is een XML-bestand (zoals .fods). Open het in Excel of LibreOffice en sla het op als werkmap (.xlsx).",
        "‘{name}’ is an XML file (such as .fods). Open it in Excel or LibreOffice and save it as a workbook (.xlsx).",
    )
