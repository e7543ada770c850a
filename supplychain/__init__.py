"""supplychain: which labour sits behind an AI tool, what it is paid, how it is watched, and who says so."""
