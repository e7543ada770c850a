"""Reading a page as strictly as a browser's developer would: parse errors, headings, ids, labels, links."""

from collections import Counter
from urllib.parse import urldefrag, urljoin

import html5lib
from html5lib.html5parser import HTMLParser

XHTML = "{http://www.w3.org/1999/xhtml}"


class Read:
    """A page, parsed."""

    def __init__(self, text: str) -> None:
        """Parse it, and keep what is wrong with it."""
        parser = HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=False)
        self.root = parser.parse(text)
        self.errors = [(place, code) for place, code, _ in parser.errors]

    def all(self, tag: str) -> list:
        """Every element with this tag."""
        return list(self.root.iter(f"{XHTML}{tag}"))

    def having(self, attribute: str) -> list:
        """Every element with this attribute."""
        return [e for e in self.root.iter() if isinstance(e.tag, str) and attribute in e.attrib]

    def text(self) -> str:
        """All words of the page."""
        return " ".join(" ".join(self.root.itertext()).split())

    def links(self, address: str) -> set[str]:
        """Addresses of this site to which the page leads."""
        found = [e.attrib["href"] for e in self.having("href")] + [e.attrib["src"] for e in self.having("src")]
        joined = {urldefrag(urljoin(f"http://site{address}", href))[0] for href in found}
        return {link.removeprefix("http://site") for link in joined if link.startswith("http://site/")}

    def faults(self) -> list[str]:
        """Everything that is wrong with the page."""
        ids = Counter(e.attrib["id"] for e in self.having("id"))
        html = self.all("html")[0].attrib
        found = [f"parse error {code} at {place}" for place, code in self.errors]
        found += [f"id {id} stands {count} times" for id, count in ids.items() if count > 1]
        found += [f"{len(self.all('h1'))} h1"] if len(self.all("h1")) != 1 else []
        found += [] if html.get("lang") else ["no language"]
        found += ["no title"] if not any((t.text or "").strip() for t in self.all("title")) else []
        found += [f"style on {e.tag}" for e in self.having("style")] + ["style element" for _ in self.all("style")]
        found += [
            f"inline script {e.attrib}" for e in self.all("script") if "src" not in e.attrib or "".join(e.itertext())
        ]
        found += [f"handler on {e.tag}" for e in self.root.iter() if any(a.startswith("on") for a in e.attrib)]
        found += [f"no label for {e.attrib}" for e in self._unlabelled()]
        found += [f"fragment {f} leads nowhere" for f in self._fragments() if f not in ids]
        found += [f"{e.attrib.get(a)} is no id" for a in ("for", "aria-labelledby", "aria-describedby")
                  for e in self.having(a) for id in e.attrib[a].split() if id not in ids]  # fmt: skip
        found += ["empty link" for e in self.all("a") if not self._named(e)]
        return found

    def _fragments(self) -> list[str]:
        return [e.attrib["href"][1:] for e in self.having("href") if e.attrib["href"].startswith("#")]

    def _named(self, element) -> bool:
        return bool("".join(element.itertext()).strip() or element.attrib.get("aria-label"))

    def _unlabelled(self) -> list:
        labelled = {e.attrib.get("for") for e in self.all("label")}
        inside = {id(child) for label in self.all("label") for child in label.iter()}
        fields = [e for tag in ("input", "select", "textarea") for e in self.all(tag)]
        return [
            e
            for e in fields
            if e.attrib.get("type") not in ("hidden", "submit", "button")
            and e.attrib.get("id") not in labelled
            and id(e) not in inside
            and "aria-label" not in e.attrib
        ]
