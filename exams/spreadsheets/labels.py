"""What a file is called here: a label that somebody gave it, and never a path."""

from pathlib import PurePath

LONGEST_NAME = 200


def label_of(file_name: str) -> str:
    """The last part of the name, without what cannot be printed, of at most 200 characters."""
    bare = PurePath(file_name.replace("\\", "/")).name
    return "".join(char for char in bare if char.isprintable())[-LONGEST_NAME:] or "bestand"
