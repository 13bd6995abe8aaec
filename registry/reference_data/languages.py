"""The languages in which an adviser can work, by ISO 639 code (639-3 where 639-1 has none)."""

from collections.abc import Mapping

from registry.texts import Text

LANGUAGES: Mapping[str, Text] = {
    "nl": Text("Nederlands", "Dutch"),
    "fy": Text("Fries", "Frisian"),
    "pap": Text("Papiaments", "Papiamento"),
    "dse": Text("Nederlandse Gebarentaal", "Sign Language of the Netherlands"),
    "en": Text("Engels", "English"),
    "de": Text("Duits", "German"),
    "fr": Text("Frans", "French"),
    "es": Text("Spaans", "Spanish"),
    "it": Text("Italiaans", "Italian"),
    "pl": Text("Pools", "Polish"),
    "tr": Text("Turks", "Turkish"),
    "ar": Text("Arabisch", "Arabic"),
    "uk": Text("Oekraïens", "Ukrainian"),
}
