"""How large an uploaded file may be, packed and unpacked, and what reading it may cost."""

MEGABYTE = 1_000_000

FILE_BYTES = 10 * MEGABYTE
SHORT_BYTES = 100_000
"""A file below this is read in a moment, whatever it is: some two thousand rows of results."""
PARTS = 200
UNPACKED_BYTES = 200 * MEGABYTE
"""The sum of all parts; 100,000 rows as LibreOffice writes them take some 65 MB as .xlsx and 140 MB as .ods."""
RATIO = 100
"""Unpacked over packed, per part of some size."""
ODS_RATIO = 400
"""The same for the content of an .ods, which says everything of each cell again: 20,000 rows of results make 66."""
SMALL_PART_BYTES = 100_000
"""A part below this may be packed as tightly as it likes."""
TAG_BYTES = 4 * MEGABYTE
"""No single tag or text in a sheet is longer."""

ROWS = 150_000
COLUMNS = 64
CELLS = 2_000_000
"""Rows times columns of the filled rectangle: the reader holds all of it at once."""
MARKS = 100_000
"""Formulas and error values, and cells under merges: each may become a finding."""

ANSWER_BYTES = 32 * MEGABYTE
"""The largest sheet as it goes to the server, where each different value stands once."""

CHILD_SECONDS = 8
"""Waiting for a turn and reading; after this the child is stopped, so that the answer is there within ten."""
CHILD_BYTES = 512 * MEGABYTE
MARKING_SECONDS = 60
"""Marking a workbook is done once, on request, and writes every cell again."""
MARKING_BYTES = 1024 * MEGABYTE
MARKED_BYTES = 200 * MEGABYTE
