"""What controllers are given of parts of the application that they do not know themselves."""

from litestar.di import Provide
from piccolo.table import Table

from config.own_listing import PublicListing
from config.rounds import parts_of_tracks
from config.shown_names import PublicNames
from exams.piccolo_app import APP_CONFIG as EXAMS
from exams.results.erasing import ResultFiles
from registry.piccolo_app import APP_CONFIG as REGISTRY

OF_PARTS = {"parts": Provide(parts_of_tracks)}
"""What an audit pack asks of the exams, which the registry itself does not know."""

OF_FILES = {"naming_files": Provide(ResultFiles, sync_to_thread=False)}
"""What erasing a person asks of the exams."""

OF_NAMES = {"shown_names": Provide(PublicNames, sync_to_thread=False)}
"""What lists of certificates that somebody follows ask of the public list."""

OF_LISTING = {"own_listing": Provide(PublicListing, sync_to_thread=False)}
"""What an adviser's own page asks of the public list."""


def every_table() -> tuple[type[Table], ...]:
    """Every table there is, of the ground floor and of the exams."""
    return (*REGISTRY.table_classes, *EXAMS.table_classes)


OF_TABLES = {"every_table": Provide(every_table, sync_to_thread=False)}
"""What looking up everything of a person asks: the tables of all."""
