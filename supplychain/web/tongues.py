"""Languages in which somebody may answer us."""

TONGUES = ("en", "de", "ar", "bg", "bn", "cs", "es", "fi", "fil", "fr", "hi", "hu", "id", "it", "ja", "ko", "ms", "nl", "no",
           "pl", "pt", "ro", "ru", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh")  # fmt: skip
"""Languages that are offered; the answer stays in its own."""
