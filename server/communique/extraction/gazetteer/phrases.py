"""Title phrases: those listed, and those that portfolios, bodies and heads combine to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from communique.extraction.gazetteer.polities import rows, split
from communique.extraction.gazetteer.words import Word

_JOINTS = {"of", "for", "to", "in", "on", "at", "and", "without"}
_POSTNOMINAL = {"general", "designate", "elect", "emeritus", "consort"}
_IRREGULAR = {
    "chief of staff": "chiefs of staff", "spokesman": "spokesmen", "spokeswoman": "spokeswomen", "spokesperson": "spokespeople",
    "chairman": "chairmen", "chairwoman": "chairwomen", "congressman": "congressmen", "congresswoman": "congresswomen",
    "attache": "attaches", "fm": "fms", "mp": "mps", "pm": "pms", "first lady": "first ladies", "emissary": "emissaries",
}  # fmt: skip
_SHORT = {
    "pm",
    "fm",
    "eam",
    "mp",
    "mep",
    "sg",
    "dg",
    "nsa",
    "mk",
    "ustr",
    "ceo",
    "pms",
    "fms",
    "mps",
    "meps",
    "nsas",
    "veep",
}
_CAPITAL = {"gen", "lt", "col", "maj", "brig", "capt", "adm", "sen", "rep", "gov", "sgt", "cpl", "pfc", "pres", "amb",
            "rev", "cdr", "cmdr", "ltg"}  # fmt: skip
_DEPUTIES = {"foreign-minister": "deputy-foreign-minister", "prime-minister": "deputy-prime-minister",
             "president": "vice-president", "chancellor": "vice-chancellor", "secretary-general": "deputy-secretary-general",
             "head-of-government": "deputy-prime-minister", "speaker": "speaker", "ambassador": "diplomat",
             "national-security-adviser": "adviser"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One title: role key, normalised title, and how it must be written.

    ``case`` is "capital" (first letter of the first word), "upper" (all letters) or "".
    """

    role: str
    title: str
    implies: str | None = None
    case: str = ""
    generic: bool = False
    plural: bool = False

    def fits(self, words: list[Word]) -> bool:
        """Whether the words are written as the phrase demands."""
        if self.case == "upper":
            return all(word.text.rstrip("s").isupper() for word in words)
        return self.case != "capital" or words[0].text[0].isupper()

    def many(self) -> Phrase:
        """The same for several holders."""
        return replace(self, plural=True)

    def below(self, rank: str) -> Phrase:
        """The title with a rank before it: "Deputy", "Assistant"."""
        if rank in {"Senior", "Chief", "Special", "Honorary", "Co", "Joint", "Alternate"}:
            return replace(self, title=f"{rank} {self.title}")
        role = _DEPUTIES.get(self.role, "deputy-minister" if self.role.endswith("minister") else self.role)
        if rank == "Shadow":
            role = "opposition-leader"
        return replace(self, title=f"{rank} {self.title}", role=role)


def plural(form: str) -> str:
    """The plural of a title: its head noun is the last before a preposition ("ministers of state")."""
    words = form.split()
    for size in (3, 2, 1):
        tail = " ".join(words[-size:])
        if tail in _IRREGULAR and size <= len(words):
            return " ".join([*words[:-size], _IRREGULAR[tail]])
    head = next((i for i, word in enumerate(words) if word in _JOINTS and i), len(words)) - 1
    if (
        words[head] in _POSTNOMINAL
        and head > 0
        and words[head - 1]
        in {"secretary", "attorney", "governor", "director", "consul", "solicitor", "prosecutor"}
    ):
        head -= 1
    noun = words[head]
    if noun in _IRREGULAR:
        words[head] = _IRREGULAR[noun]
    elif noun.endswith("man"):
        words[head] = noun[:-3] + "men"
    elif noun.endswith("y") and noun[-2:-1] not in "aeiou":
        words[head] = noun[:-1] + "ies"
    elif noun.endswith(("s", "x", "ch", "sh")):
        words[head] = noun + "es"
    elif noun.endswith("."):
        words[head] = noun[:-1] + "s."
    else:
        words[head] = noun + "s"
    return " ".join(words)


def _case(form: str, flags: str) -> str:
    first = form.split(maxsplit=1)[0].rstrip(".")
    if form in _SHORT:
        return "upper"
    return "capital" if "capital" in flags or first in _CAPITAL else ""


def read_phrases(rules: dict[str, Any]) -> Iterator[tuple[str, Phrase]]:
    """Every form with its phrase; listed ones first, which therefore win."""
    for row in rows("title_phrases.csv"):
        for form in split(row["forms"]):
            yield (
                form,
                Phrase(
                    row["role"],
                    row["title"],
                    row["implies"] or None,
                    _case(form, row["flags"]),
                    "generic" in row["flags"],
                ),
            )
    yield from _portfolios(rules)
    yield from _bodies(rules)


def _portfolios(rules: dict[str, Any]) -> Iterator[tuple[str, Phrase]]:
    for portfolio in rules["portfolios"]:
        for words in portfolio["words"]:
            for head, how in rules["heads"].items():
                if "only" in how and words not in how["only"]:
                    continue
                yield from _office(head, how, portfolio, words)


def _office(
    head: str, how: dict[str, Any], portfolio: dict[str, Any], words: str
) -> Iterator[tuple[str, Phrase]]:
    label = _label(words) if words != portfolio["words"][0] else portfolio["title"]
    if portfolio["role"] in {"foreign-minister", "defence-minister"} and len(words.split()) == 1:
        label = portfolio["title"]
    of = "of the" if label in {"Environment", "Treasury", "Economy"} and head == "secretary" else "of"
    name = head.title().replace(" Of ", " of ")
    role = portfolio["role"]
    if head not in {"minister", "secretary"}:
        role = "deputy-foreign-minister" if role == "foreign-minister" else "deputy-minister"
    phrase = Phrase(role, f"{name} {of} {label}")
    if how.get("before") or head == "secretary":
        yield f"{words} {head}", phrase
    for joint in ("of", "for", "in charge of", "responsible for"):
        if how.get(joint):
            yield f"{head} {joint} {words}", phrase
            if not words.startswith("the "):
                yield f"{head} {joint} the {words}", phrase


def _label(words: str) -> str:
    return " ".join(w if w in {"and", "of", "the", "for"} else w.capitalize() for w in words.split())


def _bodies(rules: dict[str, Any]) -> Iterator[tuple[str, Phrase]]:
    for body in rules["bodies"]:
        for head, how in rules["body_heads"].items():
            role = how["role"]
            special = rules["body_roles"].get(body["title"])
            if special and head in {
                "chief",
                "head",
                "director",
                "chairman",
                "chairwoman",
                "chair",
                "president",
                "secretary",
                "speaker",
                "commander",
                "governor",
                "leader",
                "chairperson",
            }:
                role = special
            phrase = Phrase(role, f"{how['title']} of the {body['title']}", body.get("implies"))
            for words in body["words"]:
                if not how.get("only_after"):
                    yield f"{words} {head}", phrase
                for joint in how.get("after", ()):
                    if not how.get("only_before"):
                        yield f"{head} {joint} {words}", phrase
                        yield f"{head} {joint} the {words}", phrase
