"""Names of persons: where one ends, and whether two may be the same person's.

Written for the romanisations of many languages: particles ("al-", "bin", "van", "de"), family name first
("Hu Jintao", "Kim Jong-un"), initials, "Jr.".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import JaroWinkler

from communique.extraction.words import Word

PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ur",
        "ud",
        "bin",
        "bint",
        "ibn",
        "ben",
        "abu",
        "abd",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "las",
        "los",
        "y",
        "e",
        "ould",
        "arap",
        "af",
        "av",
        "zu",
        "zur",
        "och",
        "san",
        "bte",
        "binti",
        "anak",
        "st.",
        "o'",
    ]
)
HONORIFICS = frozenset(
    [
        "mr",
        "mr.",
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "miss",
        "messrs",
        "messrs.",
        "dr",
        "dr.",
        "prof",
        "prof.",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "hon",
        "hon.",
        "honourable",
        "honorable",
        "rev",
        "rev.",
        "reverend",
        "sheikh",
        "shaikh",
        "sheik",
        "shaykh",
        "mullah",
        "ayatollah",
        "hojatoleslam",
        "imam",
        "maulana",
        "haji",
        "hajj",
        "excellency",
        "highness",
        "majesty",
        "madam",
        "madame",
        "monsieur",
        "mme",
        "mme.",
        "m.",
        "herr",
        "frau",
        "señor",
        "senor",
        "don",
        "doña",
        "comrade",
        "daw",
        "u",
        "tan",
        "datuk",
        "dato",
        "tun",
        "ustad",
        "pandit",
        "shri",
        "smt",
        "master",
        "sayyid",
        "seyyed",
        "syed-ul-",
    ]
) - {"u", "tan", "m."}
MALE = frozenset(
    [
        "mr",
        "mr.",
        "sir",
        "lord",
        "king",
        "prince",
        "sheikh",
        "emperor",
        "crown",
        "monsieur",
        "herr",
        "señor",
        "senor",
    ]
)
FEMALE = frozenset(
    [
        "mrs",
        "mrs.",
        "ms",
        "ms.",
        "miss",
        "dame",
        "lady",
        "queen",
        "princess",
        "madam",
        "madame",
        "mme",
        "mme.",
        "frau",
        "spokeswoman",
        "chairwoman",
        "congresswoman",
        "empress",
        "duchess",
        "first-lady",
    ]
)
SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
_NEVER = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "today",
        "tomorrow",
        "yesterday",
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "and",
        "or",
        "but",
        "if",
        "when",
        "while",
        "after",
        "before",
        "as",
        "at",
        "in",
        "on",
        "to",
        "for",
        "from",
        "with",
        "by",
        "of",
        "not",
        "no",
        "yes",
        "who",
        "which",
        "what",
        "where",
        "there",
        "here",
        "both",
        "neither",
        "also",
        "since",
        "during",
        "amid",
        "under",
        "over",
        "into",
        "upon",
        "between",
        "among",
        "against",
        "about",
        "despite",
        "although",
        "because",
        "however",
        "meanwhile",
        "earlier",
        "later",
        "then",
        "now",
        "speaking",
        "asked",
        "according",
        "new",
        "former",
        "late",
    ]
)


def fold(text: str) -> str:
    """Lower case without diacritics."""
    text = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def may_name(word: Word) -> bool:
    """Whether a word can stand in a name as a full part of it."""
    if not word.alphabetic or not word.capital or word.low in _NEVER or word.low in HONORIFICS:
        return False
    return not (word.text.isupper() and len(word.text) > 1 and "." not in word.text) or len(word.text) > 3


def extent(words: Sequence[Word], start: int, barred: Sequence[bool], limit: int = 6) -> int:
    """The index behind the name that starts at ``start``; ``start`` if none does.

    ``barred`` marks words that belong to a polity, title or other known phrase.
    """
    index, full = start, 0
    sentence = words[start].sentence if start < len(words) else -1
    while index < len(words) and words[index].sentence == sentence and full < limit and not barred[index]:
        word = words[index]
        if may_name(word):
            index += 1
            full += 1
            continue
        if full and word.low in SUFFIXES:
            return index + 1
        if full and word.text == "," and index + 1 < len(words) and words[index + 1].low in {"jr", "jr."}:
            return index + 2
        if full and word.text in {'"', "(", "``"} and index + 2 < len(words):
            # a nickname: Luiz Inacio "Lula" da Silva
            closing = {'"': '"', "(": ")", "``": "''"}[word.text]
            if words[index + 2].text == closing and may_name(words[index + 1]) and word.text != "(":
                after = index + 3
                if after < len(words) and (may_name(words[after]) or words[after].low in PARTICLES):
                    index = after
                    continue
        ahead = index
        while ahead < len(words) and words[ahead].low in PARTICLES and not words[ahead].text.isupper():
            ahead += 1
        single = ahead == index + 1 and words[index].low in {"e", "y", "do", "la", "le", "san", "o'"}
        if ahead > index and ahead < len(words) and not barred[ahead] and may_name(words[ahead]):
            if single and not full:
                break
            index = ahead
            continue
        break
    while index > start and words[index - 1].low in PARTICLES and words[index - 1].text.islower():
        index -= 1
    return index


def parts(name: str) -> tuple[str, ...]:
    """The comparable parts of a name: folded, without particles, honorifics, suffixes and article prefixes."""
    found = []
    for word in re.findall(r"[^\s,\"“”()]+", fold(name).replace("’", "'")):
        word = re.sub(r"^(?:al|el|as|ash|at|an|ar|ad|az|ul|e|l|d)[-']", "", word)
        word = re.sub(r"'s$", "", word).strip(".'")
        if word and word not in PARTICLES and word not in HONORIFICS and word not in SUFFIXES:
            found.append(word)
    return tuple(found)


def skeleton(part: str) -> str:
    """The consonants of a name part, with spellings of one sound made equal."""
    text = re.sub(r"[^a-z]", "", fold(part))
    for old, new in (
        ("sch", "S"), ("tch", "C"), ("sh", "S"), ("ch", "C"), ("kh", "K"), ("gh", "g"), ("ph", "f"), ("th", "t"),
        ("dh", "d"), ("zh", "Z"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("z", "s"),
    ):  # fmt: skip
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhj]", "", text)).lower()


def _same_part(left: str, right: str) -> bool:
    """Equal, an initial of the other, or two spellings of one name."""
    if left == right:
        return True
    if len(left) == 1 or len(right) == 1:
        return left[0] == right[0]
    if min(len(left), len(right)) < 4:
        return False
    close = JaroWinkler.similarity(left, right)
    bones = skeleton(left) == skeleton(right)
    return (close >= 0.93) or (bones and len(skeleton(left)) >= 2 and close >= 0.8)


def same_person(left: str, right: str) -> bool:
    """Whether two names of at least two parts each can be one person's.

    The family names must agree (in either order), and no given name may contradict.
    """
    a, b = parts(left), parts(right)
    if len(a) < 2 or len(b) < 2:
        return False
    if sorted(a) == sorted(b):
        return True
    short, full = (a, b) if len(a) <= len(b) else (b, a)
    if _same_part(a[-1], b[-1]) or (a[-1] == b[-2] or b[-1] == a[-2]):
        return _subsequence(short, full)
    return False


def _subsequence(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    position = 0
    for part in short:
        while position < len(full) and not _same_part(part, full[position]):
            position += 1
        if position == len(full):
            return False
        position += 1
    return True


def matches_short(short: str, full: str) -> float:
    """How well a bare surname (or several parts without a given name) fits a fuller name; 0 = not at all."""
    a, b = parts(short), parts(full)
    if not a or not b or len(a) >= len(b) + (len(b) == 1):
        return 1.0 if a and a == b else 0.0
    if a == b[-len(a) :]:
        return 1.0
    if len(a) == 1 and a[0] == b[0]:
        # family name first, or a given name; an article before the family name tells that it stands last
        return 0.4 if re.search(r"\b(?:al|el)-", fold(full)) else 0.7
    if len(a) == 1 and a[0] in b:
        return 0.6
    if _subsequence(a, b) and len(a) > 1:
        return 0.8
    if len(a) == 1 and _same_part(a[0], b[-1]):
        return 0.5
    return 0.0
