"""Which language a text is in, as far as it matters: English, or what else."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

import yaml

from communique import resources

_SAMPLE = 4000
"""Words looked at."""
_FEW = 25
"""With fewer words than this nothing is said about a text in Latin letters."""
_SCRIPTS = {
    "ARABIC": "Arabic, Persian or Urdu",
    "HEBREW": "Hebrew",
    "CYRILLIC": "Russian or another language in Cyrillic script",
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "GREEK": "Greek",
    "THAI": "Thai",
    "DEVANAGARI": "Hindi or another language in Devanagari",
    "BENGALI": "Bengali",
    "ARMENIAN": "Armenian",
    "GEORGIAN": "Georgian",
    "ETHIOPIC": "Amharic",
    "TAMIL": "Tamil",
    "KHMER": "Khmer",
    "MYANMAR": "Burmese",
}


def other_than_english(text: str) -> str | None:
    """The name of the language of a text that is not English; None for English, or where too few words tell.

    By script where most letters are not Latin, else by the share of each language's short words.
    """
    script = _script(text)
    if script is not None:
        return script
    words = re.findall(r"[^\W\d_]+", text[: _SAMPLE * 10].casefold())[:_SAMPLE]
    if len(words) < _FEW:
        return None
    counts = Counter(words)
    shares = {
        key: sum(counts[word] for word in known) / len(words) for key, (_, known) in _languages().items()
    }
    english = shares.pop("english")
    best = max(shares, key=lambda key: shares[key])
    if shares[best] > 1.25 * english and shares[best] > 0.12:
        return _languages()[best][0]
    if english < 0.06 and len(words) > 60:
        return "a language that is not known here"
    return None


def _script(text: str) -> str | None:
    letters = [c for c in text[: _SAMPLE * 5] if c.isalpha()]
    foreign = Counter(unicodedata.name(c, "?").split()[0] for c in letters if c > "\u024f")
    if not foreign or sum(foreign.values()) < len(letters) / 2:
        return None
    script, _ = foreign.most_common(1)[0]
    return _SCRIPTS.get(script, f"a language in {script.title()} script")


@functools.cache
def _languages() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Name and short words of each language; of the others only words that English does not have."""
    data = yaml.safe_load(resources.read("data", "gazetteer", "languages.yaml"))
    english = {*data["english"]["words"], *data.pop("english_too")}
    return {
        key: (
            entry["name"],
            frozenset(w for w in map(str, entry["words"]) if key == "english" or w not in english),
        )
        for key, entry in data.items()
    }
