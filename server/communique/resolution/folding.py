"""Letters as they are compared: no case, no accents, no vowels.

``fold`` brings a word to plain ASCII letters; ``skeleton`` leaves the consonants, so that the ways in
which Arabic, Persian, Slavic and Turkish names are written in Latin letters fall together
("Shaibani", "Shibani", "Shaybani" are all ``shbn``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th",
        "ħ": "h", "ə": "a", "ŋ": "ng", "ʿ": "", "ʾ": "", "ʻ": "", "ʼ": "", "’": "", "‘": "", "'": "", "`": "",
        "ş": "sh", "ç": "ch", "š": "sh", "č": "ch", "ž": "zh", "ć": "ch", "ň": "n", "ř": "r",
    }
)  # fmt: skip
"""Letters that lose their sound when only the accent is taken off."""

_SOUNDS: tuple[tuple[str, str], ...] = (
    ("shch", "sh"), ("sch", "sh"), ("tch", "c"), ("dzh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"),
    ("zh", "j"), ("ch", "c"), ("sh", "%"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ts", "c"), ("tz", "c"),
    ("ck", "k"), ("ks", "x"), ("cz", "c"), ("rz", "j"), ("q", "k"), ("g", "k"), ("w", "v"),
)  # fmt: skip
_GLIDE = re.compile(r"ou(?=[aei])|(?<=[bcdfhj-np-tvxz])u(?=[ae])")
"""A u before a vowel is a w: "Azdoui" is "Azdawi", "Fouad" is "Fuad"."""
_HARD_C = re.compile(r"c(?=[aoulrnst]|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_OTHER = re.compile(r"[^a-z%]+")


def unaccented(text: str) -> str:
    """``text`` without accents, every letter left as it is: "Çavuşoğlu" as "Cavusoglu"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text))
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """``word`` in lower-case ASCII letters, digits and spaces; accents, quotes and full stops gone."""
    lowered = unicodedata.normalize("NFC", word).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", lowered)
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a folded word, spellings of one sound as one letter, doubled letters once.

    A vowel at the start counts as ``*``: "Assad" is ``*sd``, "Saad" is ``sd``. A word without
    consonants stands for itself.
    """
    folded = fold(word).replace(" ", "")
    sounds = _GLIDE.sub("w", folded)
    sounds = _HARD_C.sub("k", re.sub(r"(?<=[aeo])ff$", "v", sounds))
    for written, sound in _SOUNDS:
        sounds = sounds.replace(written, sound)
    if sounds.startswith("y") and len(sounds) > 1 and sounds[1] in "aeou":
        sounds = sounds[1:]
    opening = "*" if sounds[:1] in set("aeiouy") else ""
    single = re.sub(r"(.)\1+", r"\1", sounds)
    consonants = _OTHER.sub("", _VOWELS.sub("", single)).replace("%", "$")
    return opening + consonants if consonants else folded


def slug(text: str, limit: int = 60) -> str:
    """``text`` for an IRI: folded words joined by hyphens, cut at a word's end; ``x`` if nothing is left."""
    words = fold(text.replace("-", " ")).split()
    out = ""
    for word in words:
        if out and len(out) + 1 + len(word) > limit:
            break
        out = f"{out}-{word}" if out else word[:limit]
    return out or "x"
