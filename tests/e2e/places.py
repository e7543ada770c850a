"""One address of every kind of page, and of the pages that carry most."""

KINDS: dict[str, str] = {
    "home": "/",
    "search": "/search?q=amazon",
    "search without a word": "/search",
    "search in vain": "/search?q=chatgtp",
    "trace, named": "/tools/chatgpt/trace",
    "trace, only possible": "/tools/gpt-4o/trace",
    "trace, broad": "/tools/microsoft-copilot/trace",
    "trace at a time": "/tools/facebook/trace?on=2021-12&min_grade=C",
    "trace with a refuted link": "/tools/builder-ai/trace",
    "trace of a voice": "/tools/alexa/trace",
    "trace of a data set": "/tools/imagenet/trace?as_of=1",
    "no product": "/tools/openai/trace",
    "tools": "/entities?kind=tool",
    "index": "/entities?page=2",
    "outsourcer": "/entities/cloudfactory",
    "platform": "/entities/amazon-mechanical-turk",
    "vendor": "/entities/google",
    "client": "/entities/sartorius",
    "undisclosed": "/entities/undisclosed-alexa-contractors",
    "claim of pay": "/claims/w-sama-ke-openai",
    "claim of a client's price": "/claims/w-sama-client-1250?money=eur",
    "claim of pay refused": "/claims/w-remotasks-ve-decline?money=local",
    "pay of an employer": "/pay/cloudfactory?money=international",
    "pay of a country": "/pay/KE?money=local&prices_of=2024",
    "claim refuted": "/claims/l-builder-ai-undisclosed-builder-ai-700",
    "claim of a response": "/claims/r-sartorius-2024",
    "claim of a figure": "/claims/f-appen-1m",
    "sources": "/sources",
    "source": "/sources/swr-2024-clickworker",
    "source, a copy": "/sources/ww01-2019-nyt",
    "figures": "/figures",
    "countries": "/countries",
    "country": "/countries/KE",
    "country without a claim": "/countries/IS",
    "practices": "/practices",
    "practice": "/practices/webcam_capture",
    "paths, empty": "/paths",
    "paths": "/paths?from=sartorius&to=cloudfactory",
    "method": "/about/method",
    "dictionary": "/about/dictionary",
    "data": "/about/data",
    "privacy": "/about/privacy",
    "imprint": "/about/imprint",
    "nothing there": "/tools/chatgtp/trace",
    "not to be read": "/entities?page=x&colour=red",
}
ALIKE = {
    "search without a word",
    "trace, broad",
    "trace at a time",
    "trace of a voice",
    "trace of a data set",
    "index",
    "vendor",
}
"""Made of the same parts as a page beside them: looked at once, not in every window."""
TRACES = {name: path for name, path in KINDS.items() if name.startswith("trace")}


def german(path: str) -> str:
    """The same page in German."""
    return f"/de{path}"
