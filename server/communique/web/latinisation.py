"""Cyrillic and Arabic names in Latin letters, near enough for a comparison of consonants.

Cyrillic after the BGN/PCGN romanization of Russian (1947) without its apostrophes, with the Ukrainian
letters; Arabic consonants after the same board's system (1956), where short vowels are not written.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CYRILLIC: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye", "ґ": "g",
}  # fmt: skip
_ARABIC: Final = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "y", "ة": "a", "ى": "a",
    "أ": "a", "إ": "i", "آ": "a", "ؤ": "u", "ئ": "y", "ء": "", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g",
    "ک": "k", "ی": "y",
}  # fmt: skip
_LETTERS: Final = str.maketrans({**_CYRILLIC, **_ARABIC})
_OTHER: Final = re.compile("[\u0400-\u04ff\u0600-\u06ff]")
_W: Final = re.compile(r"\bو")
_ARTICLE: Final = re.compile(r"\bال(?=\w{2})")


def latinised(text: str) -> str:
    """The text with Cyrillic and Arabic letters written in Latin ones; other text as it is."""
    if not _OTHER.search(text):
        return text
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
    return _W.sub("w", _ARTICLE.sub("al-", plain)).translate(_LETTERS)
