"""The dossier as a document in one language: the page, the PDF, the questionnaire and the terminal print the same words."""
