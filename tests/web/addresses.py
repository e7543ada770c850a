"""An address for every rule of the site, with which the tests ask."""

PAGES: dict[str, str] = {
    "home": "/",
    "search": "/search?q=open&kind=vendor",
    "trace": "/tools/chatgpt/trace",
    "entities": "/entities?kind=outsourcer",
    "entity": "/entities/sama",
    "claim": "/claims/{claim}",
    "sources": "/sources?page=2",
    "source": "/sources/{source}",
    "figures": "/figures",
    "countries": "/countries",
    "country": "/countries/KE",
    "practices": "/practices",
    "practice": "/practices/screenshots",
    "paths": "/paths?from=openai&to=sama",
    "dossier": "/dossier/sartorius",
    "method": "/about/method",
    "dictionary": "/about/dictionary",
    "data": "/about/data",
    "privacy": "/about/privacy",
    "imprint": "/about/imprint",
}
"""Word of a page -> an English address of it."""
WITHOUT_DATA = {"home", "method", "dictionary", "privacy", "imprint"}
"""Pages that do not stand as JSON and CSV."""
FILES = {
    "dossier": {
        "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}
"""Word of a page -> the files in which it also stands in each language, with their types of content."""
MACHINES: dict[str, str] = {
    "healthz": "/healthz",
    "readyz": "/readyz",
    "robots": "/robots.txt",
    "security": "/.well-known/security.txt",
    "favicon": "/favicon.ico",
    "sitemap": "/sitemap.xml",
    "api": "/api/v1",
    "static": "/static/icon.svg",
}
"""Endpoint -> its address."""


def suffixed(address: str, form: str) -> str:
    """The twin of an address in another form."""
    path, mark, query = address.partition("?")
    return f"{path}.{form}{mark}{query}"


def faces(word: str, address: str) -> dict[str, tuple[str, str]]:
    """Every address of a page: endpoint -> (address, type of content)."""
    found = {f"en.{word}": (address, "text/html"), f"de.{word}": (f"/de{address}", "text/html")}
    if word not in WITHOUT_DATA:
        found[f"data.{word}"] = (suffixed(address, "json"), "application/json")
        found[f"api.{word}"] = (f"/api/v1{address}", "application/json")
        found[f"api-data.{word}"] = (f"/api/v1{suffixed(address, 'csv')}", "text/csv")
    for form, kind in FILES.get(word, {}).items():
        found[f"en-files.{word}"] = (suffixed(address, form), kind)
        found[f"de-files.{word}"] = (suffixed(f"/de{address}", form), kind)
    return found
