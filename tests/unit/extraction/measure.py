"""How well records of extraction fit annotated articles: F1 of persons, offices, meetings and bases.

A meeting is found if one of the same sort (call, visit, talks), with no contradicting date and at least half
of its people, is in the record; ``meetings_strict`` also wants its date, place, status and all its people.
Optional items of the gold count neither way. ``python tests/unit/extraction/measure.py`` prints the figures
of ``tests/articles`` beside their floors.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from communique.extraction.pipeline import Pipeline
from communique.model.text import Article

ROOT = Path(__file__).parents[3]
ARTICLES = ROOT / "tests" / "articles"
CATEGORIES = ("persons", "offices", "meetings", "meetings_strict", "bases")
Item = Mapping[str, Any]
Record = Mapping[str, Any]
_SMALL = frozenset(["the", "of", "for", "and", "a", "an", "in", "to", "s", "affairs", "his", "her", "its"])
_SAME_WORD = {
    "defense": "defence", "pm": "prime minister", "premier": "prime minister", "vice": "deputy", "advisor": "adviser",
    "chairman": "chair", "chairwoman": "chair", "spokeswoman": "spokesman", "spokesperson": "spokesman",
    "external": "foreign", "fm": "foreign minister", "eam": "foreign minister", "leader": "head", "chief": "head",
}  # fmt: skip
_SAME_POLITY = {
    "us": "united states", "uk": "united kingdom", "britain": "united kingdom", "un": "united nations",
    "eu": "european union", "holy see": "vatican", "dr congo": "democratic republic of the congo",
}  # fmt: skip


def read(path: Path) -> Article:
    """An article of ``tests/articles`` (or a folder like it) with its publication day."""
    about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    day = date.fromisoformat(about["published"]) if about.get("published") else None
    return Article(text, day, about.get("title"), about.get("publisher"), path=path.name)


def gold_of(path: Path) -> Record:
    """The annotation beside an article."""
    found: Record = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    return found


def articles(folder: Path = ARTICLES) -> list[Path]:
    """The texts of a folder, in order."""
    return sorted(folder.glob("*.txt"))


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed items by category."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def f1(self, category: str) -> float:
        """The harmonic mean of precision and recall; 1 where there is nothing to find and nothing was."""
        right, off = self.right[category], self.wrong[category] + self.missed[category]
        return 1.0 if not right and not off else 2 * right / (2 * right + off)

    def add(
        self, category: str, golds: Sequence[Item], founds: Sequence[Item], pairs: Mapping[int, int]
    ) -> None:
        """Count matched pairs (gold index to found index) and what is left over."""
        for index, gold in enumerate(golds):
            if not gold.get("optional"):
                (self.right if index in pairs else self.missed)[category] += 1
        self.wrong[category] += len(founds) - len(set(pairs.values()))


def norm(text: str | None) -> str:
    """Lower case words without accents and possessives."""
    plain = unicodedata.normalize("NFKD", text or "")
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"\w+", re.sub(r"['’]s\b", "", plain)))


def polity(text: str | None) -> str:
    """A country or organisation, comparable."""
    key = norm(text).removeprefix("the ")
    return _SAME_POLITY.get(key, key)


def names(person: Item) -> set[str]:
    """All names of a person, comparable."""
    return {norm(name) for name in (person["name"], *person.get("aliases", ()))}


def best(
    golds: Sequence[Item], founds: Sequence[Item], fits: Callable[[Item, Item], float]
) -> dict[int, int]:
    """One-to-one, the best fit first; 0 is none."""
    ranked = sorted(
        ((fits(gold, found), i, j) for i, gold in enumerate(golds) for j, found in enumerate(founds)),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    pairs: dict[int, int] = {}
    for score, i, j in ranked:
        if score > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def share(a: Iterable[str], b: Iterable[str]) -> float:
    """Jaccard's index; 1 for two empty sets."""
    one, other = set(a), set(b)
    return len(one & other) / len(one | other) if one | other else 1.0


def title_words(text: str | None) -> frozenset[str]:
    """The words of a title that matter."""
    words = " ".join(_SAME_WORD.get(word, word) for word in norm(text).split()).split()
    return frozenset(words) - _SMALL


class People:
    """The people of gold and record, each under one key."""

    def __init__(self, gold: Record, record: Record) -> None:
        golds, founds = gold["persons"], record["persons"]
        self.pairs = best(golds, founds, lambda g, f: sum(1 + (" " in name) for name in names(g) & names(f)))
        self.gold = {
            norm(name): f"g{i}" for i, one in enumerate(golds) for name in (one["name"], *one["aliases"])
        }
        back = {j: f"g{i}" for i, j in self.pairs.items()}
        self.found = {
            norm(name): back.get(j, f"f{j}")
            for j, one in enumerate(founds)
            for name in (*one.get("aliases", ()), one["name"])
        }

    def of_gold(self, listed: Iterable[str]) -> set[str]:
        """Keys of people in the gold."""
        return {self.gold.get(norm(name), name) for name in listed}

    def of_found(self, listed: Iterable[str]) -> set[str]:
        """Keys of people in the record."""
        return {self.found.get(norm(name), name) for name in listed}


def office_fits(people: People, gold: Item, found: Item) -> float:
    """Whether holder, polity and title agree."""
    if people.of_gold([gold["holder"]]) != people.of_found([found["holder"]]):
        return 0
    if polity(found["polity"]) not in {
        polity(one) for one in (gold["polity"], *gold.get("polity_also_ok", ()))
    }:
        return 0
    forms = [
        (a, b) for a in (gold["title"], gold["as_written"]) for b in (found["title"], found["as_written"])
    ]
    where = frozenset(norm(gold["polity"]).split())
    alike = max(share(title_words(a) - where, title_words(b) - where) for a, b in forms)
    return alike if alike >= 0.6 else 0


def sort_of(meeting: Item) -> str:
    """A call, a visit, or talks."""
    kind: str = meeting["kind"]
    return kind if kind in {"call", "visit"} else "talks"


def days(when: Item | None) -> tuple[date, date] | None:
    """First and last day, None if unknown."""
    if not when or not when.get("start"):
        return None
    return date.fromisoformat(when["start"]), date.fromisoformat(when["end"])


def same_days(gold: Item, found: Item) -> bool:
    """The same date, or for vague ones at least half in common."""
    got = days(found.get("date"))
    for index, allowed in enumerate([gold["date"], *gold.get("date_also_ok", ())]):
        want = days(allowed)
        if want == got:
            return True
        if want and got and index == 0 and allowed["precision"] != "day":
            common = (min(want[1], got[1]) - max(want[0], got[0])).days + 1
            if common > 0 and common / ((max(want[1], got[1]) - min(want[0], got[0])).days + 1) >= 0.5:
                return True
    return False


def same_place(gold: Item, found: Item) -> bool:
    """The same place, if the gold has one; never another country."""
    if gold["country"] and found.get("country") and polity(gold["country"]) != polity(found["country"]):
        return False
    wanted = [set(norm(one).split()) for one in (gold["place"], *gold.get("place_also_ok", ())) if one]
    got = set(norm(found.get("place")).split())
    if not got:
        return gold["place"] is None
    return not wanted or any(one <= got or got <= one for one in wanted)


def meeting_fits(people: People, gold: Item, found: Item) -> float:
    """How well a meeting of the record fits one of the gold."""
    if sort_of(found) not in {
        sort_of(gold),
        *(sort_of({"kind": kind}) for kind in gold.get("kind_also_ok", ())),
    }:
        return 0
    want, got = days(gold["date"]), days(found.get("date"))
    if want and got and (want[1] < got[0] or got[1] < want[0]):
        return 0
    wanted = people.of_gold(gold["participants"])
    present = people.of_found(found["participants"])
    if wanted:
        alike = share(wanted, present)
        if len(wanted & present) > 1 and (wanted <= present or present <= wanted):
            alike = max(alike, 0.5)
    else:
        alike = share(map(polity, gold["delegations"]), map(polity, found["delegations"]))
    if alike < 0.5:
        return 0
    return alike + 0.3 * same_days(gold, found) + 0.2 * same_place(gold, found)


def all_right(people: People, gold: Item, found: Item) -> bool:
    """Whether date, place, status and people of a matched meeting are right."""
    return (
        same_days(gold, found)
        and same_place(gold, found)
        and found["status"] in {gold["status"], *gold.get("status_also_ok", ())}
        and people.of_gold(gold["participants"]) == people.of_found(found["participants"])
    )


def compare(tally: Tally, gold: Record, record: Record) -> None:
    """Add one article to the tally."""
    people = People(gold, record)
    tally.add("persons", gold["persons"], record["persons"], people.pairs)
    pairs = best(gold["offices"], record["offices"], lambda g, f: office_fits(people, g, f))
    tally.add("offices", gold["offices"], record["offices"], pairs)
    golds, founds = gold["meetings"], record["meetings"]
    pairs = best(golds, founds, lambda g, f: meeting_fits(people, g, f))
    tally.add("meetings", golds, founds, pairs)
    strict = {
        i: j for i, j in pairs.items() if golds[i].get("optional") or all_right(people, golds[i], founds[j])
    }
    tally.add("meetings_strict", golds, founds, strict)

    def base_fits(want: Item, got: Item) -> float:
        a, b = set(norm(want["name"]).split()), set(norm(got["name"]).split())
        return share(a, b) + 0.1 if (a <= b or b <= a) and b else 0

    tally.add("bases", gold["bases"], record["bases"], best(gold["bases"], record["bases"], base_fits))


def measured(folder: Path, records: Mapping[str, Record]) -> dict[str, float]:
    """F1 by category over all articles of a folder; ``records`` by file name."""
    tally = Tally()
    for path in articles(folder):
        compare(tally, gold_of(path), records[path.name])
    return {category: tally.f1(category) for category in CATEGORIES}


def records_of(pipeline: Pipeline, paths: Iterable[Path]) -> dict[str, Record]:
    """The records of some articles, by file name."""
    return {path.name: pipeline.record(read(path)) for path in paths}


def lines() -> Iterator[str]:
    """A line for each model, with the F1 of each category."""
    for model in ("md", "sm"):
        found = measured(ARTICLES, records_of(Pipeline(model), articles()))
        yield f"{model}  " + "  ".join(f"{category} {value:.3f}" for category, value in found.items())


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
