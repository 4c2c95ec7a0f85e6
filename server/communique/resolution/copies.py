"""Which articles repeat another's text: a copy counts as no source of its own.

Texts are compared by a sample of their runs of eight words (a run is in the sample if its hash is
divisible by four). An article most of whose sample stands in an earlier one is a copy of that.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.model.text import Article

_RUN = 8
_EVERY = 4
_SHARE = 0.8
_WORD = re.compile(r"\w+")

Place = tuple[str, str]
"""Publication date in ISO form (none comes last) and article id: copies follow in this order."""


@dataclass(slots=True)
class Copies:
    """The sampled runs of all articles. ``original`` maps a copy to the earliest article like it (ids)."""

    original: dict[str, str] = field(default_factory=dict)
    _runs: dict[str, frozenset[int]] = field(default_factory=dict)
    _place: dict[str, Place] = field(default_factory=dict)
    _holders: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def change(self, added: Iterable[Article], removed: Iterable[str]) -> set[str]:
        """Take articles in and out; returns the ids of articles whose original is another than before."""
        doubtful: set[str] = set()
        for article_id in removed:
            near = self._shared(article_id)
            doubtful |= {other for other in near if self.original.get(other) == article_id}
            for run in self._runs.pop(article_id, frozenset()):
                self._holders[run].discard(article_id)
                if not self._holders[run]:
                    del self._holders[run]
            self._place.pop(article_id, None)
            doubtful.add(article_id)
        fresh = list(added)
        for article in fresh:
            runs = self._runs[article.id] = sample(article.text)
            self._place[article.id] = (str(article.published or "9"), article.id)
            for run in runs:
                self._holders[run].add(article.id)
        for article in fresh:
            doubtful.add(article.id)
            doubtful |= {other for other in self._shared(article.id) if self._earlier(article.id, other)}
        return {article_id for article_id in sorted(doubtful) if self._settle(article_id)}

    def _earlier(self, article_id: str, other: str) -> bool:
        """Whether an article comes before another and before what that is held to repeat."""
        place = self._place[self.original.get(other, other)] if self._known(other) else self._place[other]
        return self._place[article_id] < place

    def _known(self, article_id: str) -> bool:
        return self.original.get(article_id, article_id) in self._place

    def _settle(self, article_id: str) -> bool:
        found = self._original_of(article_id) if article_id in self._runs else None
        if found == self.original.get(article_id):
            return False
        self.original.pop(article_id, None)
        if found is not None:
            self.original[article_id] = found
        return True

    def _shared(self, article_id: str) -> Counter[str]:
        """How many sampled runs every other article has in common with this one."""
        shared: Counter[str] = Counter()
        for run in self._runs.get(article_id, ()):
            shared.update(self._holders[run])
        del shared[article_id]
        return shared

    def _original_of(self, article_id: str) -> str | None:
        """The earliest article that holds most of this one's runs and comes before it."""
        size, place = len(self._runs[article_id]), self._place[article_id]
        shared = self._shared(article_id).items()
        like = (self._place[other] for other, count in shared if count >= _SHARE * size)
        return min((found for found in like if found < place), default=("", None))[1]


def sample(text: str) -> frozenset[int]:
    """Hashes of the sampled runs; a text with too few runs is sampled whole."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < 5 * _RUN:
        return frozenset({zlib.crc32(" ".join(words).encode())})
    hashes = {zlib.crc32(" ".join(words[i : i + _RUN]).encode()) for i in range(len(words) - _RUN + 1)}
    return frozenset(h for h in hashes if h % _EVERY == 0) or frozenset({min(hashes)})
