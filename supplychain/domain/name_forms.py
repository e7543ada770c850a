"""How a name is read for comparing: in Latin letters, in words, with legal form, country, brackets and general words apart."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from anyascii import anyascii

LONGEST = 200
"""Letters of a name that are read; what follows cannot change what it means."""

_SAME_FORM = {
    "limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co", "private": "pvt",
    "proprietary": "pty", "aktiengesellschaft": "ag", "aktiebolag": "ab", "aksjeselskap": "as", "osakeyhtio": "oy",
    "osauhing": "ou", "limitada": "ltda",
}  # fmt: skip
_FORMS = frozenset(
    """ltd inc corp co llc llp lllp lp plc pllc pbc pty pte pvt cic lc gmbh mbh ag kg kgaa ohg ug ev eg gbr se sa sas sasu sarl
    eurl sprl srl srls snc scs spa sau slu sl ltda eireli sac sapi bv nv vof bvba ab as asa aps oy oyj hf ehf sro kft zrt
    nyrt doo dd ood eood ad uab sia ou oo ooo oao pao zao ao too tov kk gk yk pt tbk bhd sdn jsc ojsc cjsc pjsc pcl fzco fze
    wll psc saoc limited incorporated corporation company proprietary aktiengesellschaft aktiebolag aksjeselskap osakeyhtio
    osauhing limitada""".split()
)
"""Legal forms of one word that can end a name. What is left is never nothing."""
_LONG_FORMS = tuple(
    sorted(
        (
            tuple(form.split())
            for form in (
                "private limited", "pvt limited", "private ltd", "public limited company", "gmbh and co kg",
                "gmbh co kg", "ag and co kg", "gesellschaft mit beschrankter haftung", "ug haftungsbeschrankt",
                "societe anonyme", "societe par actions simplifiee", "sociedad anonima", "sociedad limitada",
                "societa per azioni", "sociedade anonima", "sa rl", "s a r l", "s a s", "s a", "s r l", "s p a",
                "sa de cv", "s de rl de cv", "a s", "b v", "n v", "e v", "l l c", "sp z oo", "sp z o o",
                "spolka z ograniczona odpowiedzialnoscia", "s r o", "d o o", "anonim sirketi", "limited sirketi", "ltd sti",
                "kabushiki kaisha", "k k", "fz llc", "besloten vennootschap", "p ltd",
            )
        ),
        key=lambda words: (-len(words), words),
    )
)  # fmt: skip
_FIRST_FORMS = frozenset("ooo oao pao zao ao too tov pt uab sia".split())
"""Legal forms that stand before a name."""
_NATIVE_FORMS = {
    "股份有限公司": "co ltd", "有限责任公司": "ltd", "有限公司": "ltd", "株式会社": "kk", "合同会社": "gk", "有限会社": "yk",
    "(株)": "kk", "주식회사": "co ltd", "(주)": "co ltd", "유한회사": "ltd", "ذ.م.م": "llc", "ش.م.م": "llc",
}  # fmt: skip
"""Legal forms that are written without a blank before or after them."""
_GENERAL = frozenset(
    """ai io com net org tech technology technologies software labs lab group holding holdings global international worldwide
    services service solutions digital data systems platform platforms studio studios outsourcing consulting network networks
    enterprises ventures partners industries the""".split()
)
"""Words at the end of a name that many names have; a name without them may mean the same party."""
_COUNTRY_WORDS = {
    name: code
    for code, names in (
        line.split(maxsplit=1)
        for line in """AE uae|united arab emirates|dubai
        AR argentina
        AT austria|osterreich
        AU australia
        BD bangladesh
        BE belgium|belgique|belgie
        BG bulgaria
        BR brazil|brasil
        CA canada
        CH switzerland|schweiz|suisse
        CI ivory coast|cote divoire
        CL chile
        CN china
        CO colombia
        CR costa rica
        CZ czech republic|czechia
        DE germany|deutschland
        DK denmark|danmark
        EE estonia
        EG egypt
        ES spain|espana
        ET ethiopia
        FI finland|suomi
        FR france
        GB united kingdom|uk|great britain|england
        GH ghana
        GR greece|hellas
        HK hong kong
        HU hungary
        ID indonesia
        IE ireland
        IL israel
        IN india
        IT italy|italia
        JP japan
        KE kenya
        KR korea|south korea
        LK sri lanka
        LT lithuania
        LU luxembourg
        LV latvia
        MA morocco|maroc
        MG madagascar
        MX mexico
        MY malaysia
        NG nigeria
        NL netherlands|nederland
        NO norway|norge
        NP nepal
        NZ new zealand
        PE peru
        PH philippines
        PK pakistan
        PL poland|polska
        PT portugal
        RO romania
        RS serbia
        RU russia
        RW rwanda
        SA saudi arabia
        SE sweden|sverige
        SG singapore
        SN senegal
        TH thailand
        TN tunisia|tunisie
        TR turkey|turkiye
        TW taiwan
        TZ tanzania
        UA ukraine
        UG uganda
        US usa|us|united states|america
        VE venezuela
        VN vietnam
        ZA south africa
        Africa africa
        Americas americas|latam
        APAC apac|asia|asia pacific
        Europe europe|emea|eu""".splitlines()
    )
    for name in names.split("|")
}
"""Words at the end of a name that say where this part of a firm is."""
_SOUNDS = (("ph", "f"), ("ck", "k"), ("qu", "k"), ("ch", "k"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"))
_APOSTROPHES = str.maketrans("", "", "'’ʼ‘`´")
_INITIALS = re.compile(r"(?<!\w)\w(?:[./]\w)+\.?(?!\w)")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_REPEATED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name as it is compared. What is set apart is compared apart."""

    text: str
    """As it was written."""
    whole: str
    """All its letters and digits in Latin, small, without blanks."""
    full: str
    """The same without legal form, article and brackets."""
    core: str
    """The same without country and general words too; never empty unless the name is."""
    words: tuple[str, ...]
    """The words of `full`, in order of the alphabet."""
    spoken: tuple[str, ...]
    """The same words as they were written."""
    native: str
    """Its letters and digits in the script in which it is written, without accents."""
    latin: bool
    """Whether it is written in Latin letters."""
    forms: frozenset[str]
    aside: str
    country: str
    general: tuple[str, ...]
    sound: str
    """The consonants of `core`, those that sound alike as one."""
    initials: str
    """The first letters of its words, where there are three or more."""
    numbers: tuple[str, ...]
    """The words of `full` that hold a digit."""
    letters: str
    """The letters of `core` in order of the alphabet, those that look alike as one: names with two letters swapped share it."""


def read_name_form(text: str) -> NameForm:
    """Read a name. Any text has a form; one without a letter or digit is compared as it is."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    for native, form in _NATIVE_FORMS.items():
        plain = plain.replace(native, f" {form} ")
    apart = [" ".join(_words(a or b)) for a, b in _BRACKETS.findall(plain)]
    everything = _words(plain)
    main = _words(_BRACKETS.sub(" ", plain)) or everything
    named, forms = _without_forms(main)
    core, country, general = _without_tail(named)
    whole = "".join(everything) or " ".join(plain.split())
    full = "".join(named) or whole
    joined = "".join(core) or whole
    return NameForm(
        text=text,
        whole=whole,
        full=full,
        core=joined,
        words=tuple(sorted(named)),
        spoken=tuple(named),
        native=_native(plain),
        latin=all(map(_is_latin, plain)),
        forms=frozenset(forms),
        aside=" ".join(filter(None, apart)) if main is not everything else "",
        country=country,
        general=tuple(general),
        sound=_sound(joined),
        initials="".join(word[0] for word in named) if len(named) > 2 else "",
        numbers=tuple(sorted(word for word in named if any(map(str.isdigit, word)))),
        letters="".join(sorted(look(joined))),
    )


def look(letters: str) -> str:
    """Write letters that look alike as one."""
    return letters.replace("l", "i")


def _words(text: str) -> list[str]:
    """Give the words in Latin letters; letters with dots between them are one word."""
    one = _INITIALS.sub(lambda found: re.sub("[./]", "", found[0]) + " ", text.translate(_APOSTROPHES))
    latin = anyascii(one.replace("&", " and ").replace("+", " plus ")).casefold().translate(_APOSTROPHES)
    return "".join(c if c.isalnum() else " " for c in latin).split()


def _without_forms(words: list[str]) -> tuple[list[str], set[str]]:
    """Take the article and the legal forms off both ends, but leave a word."""
    left, taken = list(words), set[str]()
    if len(left) > 1 and left[0] == "the":
        left.pop(0)
    if len(left) > 1 and left[0] in _FIRST_FORMS:
        taken.add(left.pop(0))
    while len(left) > 1 and (size := _form_at_end(left)):
        taken.update(_SAME_FORM.get(word, word) for word in left[-size:] if word != "and")
        del left[-size:]
    return left, taken


def _form_at_end(words: list[str]) -> int:
    """Say how many words at the end are a legal form."""
    for form in _LONG_FORMS:
        if len(words) > len(form) and tuple(words[-len(form) :]) == form:
            return len(form)
    return int(words[-1] in _FORMS)


def _without_tail(words: list[str]) -> tuple[list[str], str, list[str]]:
    """Take a country and general words off the end, but leave a word."""
    left, country, general = list(words), "", list[str]()
    while len(left) > 1:
        if not country and (found := _country_at_end(left)):
            country = _COUNTRY_WORDS[found]
            del left[-len(found.split()) :]
        elif left[-1] in _GENERAL:
            general.insert(0, left.pop())
        else:
            break
    return left, country, general


def _country_at_end(words: list[str]) -> str:
    for size in (3, 2, 1):
        if len(words) > size and (said := " ".join(words[-size:])) in _COUNTRY_WORDS:
            return said
    return ""


def _native(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if c.isalnum() and not unicodedata.combining(c))


def _is_latin(character: str) -> bool:
    """Say whether a letter is Latin; what is no letter does not count."""
    return not character.isalpha() or character < "\u0250" or unicodedata.name(character, "").startswith("LATIN")


def _sound(joined: str) -> str:
    for written, heard in _SOUNDS:
        joined = joined.replace(written, heard)
    return _REPEATED.sub(r"\1", "".join(c for c in joined if c not in "aeiouyhw"))


# -- what else tells parties apart --------------------------------------------------------------------------------------

_SHARED_HOSTS = frozenset(
    """github.com gitlab.com huggingface.co linkedin.com facebook.com instagram.com twitter.com x.com medium.com youtube.com
    wikipedia.org en.wikipedia.org sites.google.com docs.google.com google.com notion.site wordpress.com blogspot.com
    arxiv.org kaggle.com crunchbase.com web.archive.org apps.apple.com play.google.com""".split()
)
"""Hosts at which many parties have a page."""


def host_of(address: str) -> str:
    """Give the host of an address without `www.`; empty where there is none, or where many parties have a page there."""
    rest = address.strip().casefold().partition("://")[2] or address.strip().casefold()
    host = re.split(r"[/?#\s]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].strip(".")
    host = host.removeprefix("www.")
    return host if "." in host and host not in _SHARED_HOSTS else ""


def read_identifier(scheme: str, value: str) -> tuple[str, str]:
    """Give an identifier as it is compared: its last part where it is an address, letters and digits only."""
    last = value.strip().rstrip("/")
    last = "/".join(last.split("/")[-2:]) if scheme == "opencorporates" else last.rpartition("/")[2]
    return scheme, "".join(c for c in unicodedata.normalize("NFKC", last).upper() if c.isalnum())


def read_identifiers(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Read several; what holds neither letter nor digit is none."""
    return frozenset(pair for pair in (read_identifier(*p) for p in pairs) if pair[1])
