"""Whether a term of office was over, or had not begun, when the article appeared: by its verb and its dates.

"He was ambassador to Sweden", "resigned as premier", "was nominated to be envoy", "minister from 1975 to
1978", "the president was overthrown", and all offices of who has died.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.extraction.document import Analysis, Title
from communique.extraction.gazetteer import incumbents
from communique.extraction.layout import READ
from communique.model.claims import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_HOLDING = frozenset({"be", "serve", "work", "act"})
_LOSING = frozenset(
    {"resign", "quit", "retire", "step", "stand", "dismiss", "sack", "fire", "remove", "oust", "depose",
     "drop", "recall", "leave", "suspend"}
)  # fmt: skip
"""Verbs of leaving the office that "as" names."""
_GIVING = frozenset({"relinquish", "lose", "vacate", "surrender", "abandon", "give"})
_POSTS = frozenset({"role", "post", "position", "job", "office", "seat", "duty"})
"""What one loses "as" the holder of an office."""
_OUSTING = frozenset({"dismiss", "sack", "oust", "depose", "overthrow", "topple"})
"""Verbs of losing it that need no "as"."""
_PROPOSING = frozenset({"nominate", "propose"})
_CHOOSING = frozenset({"name", "appoint", "elect", "choose", "pick", "select", "confirm", "swear", "tap"})
_MODAL = frozenset({"will", "would", "shall", "may", "might", "could", "should", "must", "can", "'ll"})
_SAYING = frozenset({"say", "tell", "report", "announce", "learn", "know", "think", "believe"})
_NEARLY = frozenset({"nearly", "almost", "reportedly"})
_MONTH = r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?,?\s+(?:\d{1,2},?\s+)?)?"
_YEAR = r"((?:1[6-9]|20)\d\d)"
_BETWEEN = re.compile(
    rf"[\s,(]*(?:(?:briefly|twice|first)\s+)?(?:from|between|in|during|for)?\s*{_MONTH}{_YEAR}"
    rf"\s*(?:-|–|to|until|till|and|through)\s*{_MONTH}((?:(?:1[6-9]|20)\d\d)|\d\d)\b(?!,\d)"
)
"""The years of a term, straight behind the title."""
_UNTIL = re.compile(rf",?\s*(?:for [\w-]+ years )?(?:until|till)\s+{_MONTH}(?:{_YEAR}\b)?([a-z]*)")
_PAST_END = frozenset({"last", "his", "her", "recently", "this", "earlier", "then", "being", "resigning"})
_DECADE = re.compile(r",?\s*in the (?:early |late |mid-?\s?)?((?:1[6-9]|20)\d0)'?s\b")
_CABINET = re.compile(
    r",?\s*(?:in|under) the (?:previous|last|former|fallen|ousted|deposed|old|overthrown)\s+(?:[A-Z]\w+\s+)?"
    r"(?:government|cabinet|administration|regime)\b"
)
_UNDER = frozenset({"under", "to"})
_NOW = frozenset({"currently", "now", "current", "incumbent", "present"})
_ELECTED = frozenset({"president", "prime-minister", "chancellor", "supreme-leader"})
"""Roles whose former holders news names with the title; the names of kings return."""
_DYING = re.compile(
    r"\b(?:died|dies|assassinated|murdered|slain|killed|executed|buried|death|funeral|burial)\b"
)
_BURIED = frozenset({"death", "funeral", "burial"})


def settle(analysis: Analysis) -> None:
    """Give the titles of holders the capacity that verbs and dates tell."""
    for index, title in enumerate(analysis.titles):
        if title.plural or len(title.holders) != 1:
            continue
        if title.capacity == "former" and _goes_on(analysis, title):
            analysis.titles[index] = replace(title, capacity="current")
        elif title.capacity == "current" and (told := _told(analysis, title)) is not None:
            analysis.titles[index] = replace(title, capacity=told)


def end(analysis: Analysis) -> None:
    """Make the offices former of who has died, and those that somebody was driven from.

    Called when it is known which states have a holder of which office: nobody else of the article has it.
    """
    dead = frozenset(_dead(analysis))
    lost = {
        (title.holders[0], title.role)
        for title in analysis.titles
        if title.capacity == "current" and len(title.holders) == 1 and _ousted(analysis, title)
    }
    for index, title in enumerate(analysis.titles if dead or lost else ()):
        over = any(one in dead or (one, title.role) in lost for one in title.holders)
        if over and title.capacity == "current" and len(title.holders) == 1:
            analysis.titles[index] = replace(title, capacity="former")


def _goes_on(analysis: Analysis, title: Title) -> bool:
    """ "remains prime minister until 2003", in an article of 2001."""
    published = analysis.article.published
    until = _UNTIL.match(analysis.text, analysis.span(title.start, title.end).end)
    if until is None or not until.group(1) or published is None:
        return False
    return int(until.group(1)) > published.year


def _told(analysis: Analysis, title: Title) -> str | None:
    verb = _governor(analysis, title)
    if verb is not None and _of_holder(analysis, title, verb):
        by_verb = _by_verb(analysis, title, verb)
        if by_verb is not None:
            return by_verb
        if verb.tag_ in {"VBZ", "VBP"} or _helpers(verb) & _MODAL or verb.lemma_ == "remain":
            return None
    return "former" if _over(analysis, title) or _long_ago(analysis, title) else None


def _governor(analysis: Analysis, title: Title) -> Token | None:
    """The verb whose predicate the title is, or that it stands behind with "as"; None where none is."""
    token = analysis.doc[title.start : title.end].root
    while token.dep_ == "conj" and token.head.i < token.i and token.head.pos_ in {"NOUN", "PROPN"}:
        token = token.head
    if token.dep_ in {"attr", "oprd"} and token.head.i < token.i:
        return token.head
    if token.dep_ == "dobj" and token.head.lemma_ in {"become", "elect", "name", "appoint"}:
        return token.head
    if token.dep_ == "pobj" and token.head.lower_ in {"as", "from", "to"} and token.head.dep_ == "prep":
        verb = token.head.head
        if verb.lemma_ in _POSTS and verb.dep_ == "dobj" and verb.head.lemma_ in _LOSING | _GIVING:
            verb = verb.head  # "relinquished his post as"
        loses = verb.lemma_ in _LOSING or verb.lemma_ in _CHOOSING | _PROPOSING
        return verb if verb.pos_ in {"VERB", "AUX"} and (token.head.lower_ == "as" or loses) else None
    return None


def _of_holder(analysis: Analysis, title: Title, verb: Token) -> bool:
    """Whether it is the holder who is, was or ceased to be it."""
    if title.rule in {"predicate-title", "as-title", "continued-title"}:
        return True
    people = {one.id for token in _bearers(verb) for one in analysis.people_at(token)}
    return title.holders[0] in people


def _bearers(verb: Token) -> Iterator[Token]:
    """The subject of a verb, also of the one that governs it, and its object."""
    yield from (child for child in verb.children if child.dep_ == "dobj" and child.i > verb.i)
    for _ in range(4):
        subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if subjects:
            yield from subjects
            return
        if verb.dep_ in {"relcl", "acl"}:
            yield verb.head
            return
        if verb.dep_ not in {"conj", "xcomp", "advcl"} or verb.head.i == verb.i:
            return
        verb = verb.head


def _helpers(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass", "neg"}}


def _by_verb(analysis: Analysis, title: Title, verb: Token) -> str | None:
    lemma, helpers = verb.lemma_.lower(), _helpers(verb)
    if helpers & {"not", "n't", "never"} or (lemma in {"be", "become"} and _exceptional(analysis, title)):
        return None
    bound = verb.dep_ == "xcomp" and "to" in helpers
    coming = bool(helpers & {"will", "'ll", "shall"}) or (bound and _promised(verb.head))
    if coming and lemma in _HOLDING | _CHOOSING | _PROPOSING | {"become"}:
        return "designate"
    if helpers & _MODAL or "to" in helpers:
        return None
    if lemma in _LOSING | _GIVING:
        return "former" if verb.tag_ in {"VBD", "VBN", "VBG", "VBZ"} else None
    if lemma in _PROPOSING:
        return "designate" if verb.tag_ in {"VBD", "VBN"} else None
    if lemma not in _HOLDING:
        return None
    perfect = bool(helpers & {"has", "have", "'ve", "'s"})
    if perfect or verb.tag_ not in {"VBD", "VBN"}:
        return None
    if lemma == "be" and _reported(verb):
        return None
    return "former" if verb.tag_ == "VBD" or "had" in helpers else None


def _promised(verb: Token) -> bool:
    """ "is to be", "is expected to become", "was nominated to be", "is due to be named"."""
    if verb.lemma_ in _PROPOSING | {"expect", "tip", "schedule", "choose", "pick", "name"}:
        return any(child.dep_ == "auxpass" for child in verb.children) or verb.tag_ == "VBN"
    due = {child.lower_ for child in verb.children if child.dep_ in {"acomp", "advmod"}}
    return verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP"} and (not due or bool(due & {"due", "set"}))


def _reported(verb: Token) -> bool:
    """ "Officials said Y was the minister": the tense is the report's."""
    return verb.dep_ == "ccomp" and verb.head.lemma_ in _SAYING


def _exceptional(analysis: Analysis, title: Title) -> bool:
    """ "was the first foreign minister to visit": who is one still."""
    around = {token.lower_ for token in analysis.doc[max(0, title.start - 2) : title.end]}
    after = analysis.doc[title.end : title.end + 1]
    told = bool(around & {"first", "only", "highest", "last", "latest"})
    return told and any(token.lower_ in {"to", "in", "since", "from"} for token in after)


def _over(analysis: Analysis, title: Title) -> bool:
    """Whether words behind the title tell that its time has passed."""
    published = analysis.article.published
    last = published.year if published is not None else 9999
    text, place = analysis.text, analysis.span(title.start, title.end).end
    years = _BETWEEN.match(text, place)
    if years is not None:
        first, end = years.groups()
        return int(end if len(end) == 4 else first[: 4 - len(end)] + end) <= last
    until = _UNTIL.match(text, place)
    if until is not None:
        year, word = until.groups()
        return int(year) <= last if year else until.end() > until.start(2) and word in _PAST_END
    decade = _DECADE.match(text, place)
    if decade is not None:
        return int(decade.group(1)) + 9 < last
    return _CABINET.match(text, place) is not None or _under_former(analysis, title)


def _long_ago(analysis: Analysis, title: Title) -> bool:
    """ "President Nixon's visit", in an article of 2001: whom the list of incumbents knows to be gone."""
    published = analysis.article.published
    name = analysis.referents[title.holders[0]].label
    king = title.role == "monarch" and " " not in name and _dated(analysis, title)
    elected = title.role in _ELECTED and not incumbents.is_given(name)
    if published is None or not (king or elected):
        return False
    around = {token.lower_ for token in analysis.doc[max(0, title.start - 5) : title.end]}
    if around & _NOW:
        return False
    known = [(one, called) for one, called in incumbents.named(name) if called != "by surname"]
    alike = {"monarch"} if king else _ELECTED
    if any(one.time(published.year) == "in office" and one.role in alike for one, _ in known):
        return False
    states = {one.id for one in analysis.of_kind(Kind.COUNTRY) if one.references}
    return any(
        one.role == title.role
        and one.time(published.year) == "later"
        and (king or incumbents.words(name) in one.names | one.short)
        and (called == "in full" or one.state.replace("/", "-") in states)
        and title.polity in {None, one.state.replace("/", "-")}
        for one, called in known
    )


def _dated(analysis: Analysis, title: Title) -> bool:
    """Whether the sentence tells of a year gone by."""
    sentence, published = analysis.sentence_of(title), analysis.article.published
    words = analysis.doc[sentence.start : sentence.end]
    years = [int(token.text) for token in words if len(token.text) == 4 and token.text.isdigit()]
    return any(published is not None and 1500 < year < published.year for year in years)


def _under_former(analysis: Analysis, title: Title) -> bool:
    """ "security adviser under former President X"."""
    if title.end >= len(analysis.doc) or analysis.doc[title.end].lower_ not in _UNDER:
        return False
    near = range(title.end + 1, title.end + 4)
    return any(one.start in near and one.capacity in {"former", "late"} for one in analysis.titles)


def _ousted(analysis: Analysis, title: Title) -> bool:
    """ "President X was overthrown", "sacked his finance minister, X"."""
    for reference in analysis.referents[title.holders[0]].references:
        if analysis.sentence_of(reference) != analysis.sentence_of(title):
            continue
        noun = analysis.doc[reference.head]
        while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
            noun = noun.head
        verb = noun.head
        if noun.dep_ not in {"nsubjpass", "dobj"} or verb.lemma_ not in _OUSTING:
            continue
        if verb.tag_ not in {"VBD", "VBN"} or {child.lower_ for child in verb.children} & (_NEARLY | _MODAL):
            continue
        if _helpers(verb) & {"not", "n't", "never", "being", "to"}:
            continue
        return True
    return False


def _dead(analysis: Analysis) -> Iterator[str]:
    """Who has died, as far as words say that name them: "X, who died on Friday", "the funeral of X"."""
    starts: list[int] = []
    for match in _DYING.finditer(analysis.text):
        starts = starts or [token.idx for token in analysis.doc]
        token = analysis.doc[bisect.bisect_right(starts, match.start()) - 1]
        if analysis.sentence_of(token).zone not in READ:
            continue
        for noun in _deceased(token):
            people = analysis.people_at(noun)
            if len(people) == 1 and noun.tag_ not in {"PRP", "PRP$"}:
                yield people[0].id


def _deceased(word: Token) -> Iterator[Token]:
    if word.lower_ in _BURIED:
        yield from (child for child in word.children if child.dep_ == "poss")
        for of in word.children:
            if of.lower_ == "of":
                yield from (child for child in of.children if child.dep_ == "pobj")
        return
    if word.pos_ != "VERB" or _helpers(word) & (_MODAL | {"not", "n't", "never", "to"}):
        return
    if {child.lower_ for child in word.children if child.dep_ == "advmod"} & _NEARLY:
        return
    dies = word.lemma_ == "die"
    if not dies and not any(child.dep_ == "auxpass" for child in word.children):
        return
    subjects = [child for child in word.children if child.dep_ in _SUBJECTS]
    yield from subjects
    if not subjects and word.dep_ == "conj":
        yield from (child for child in word.head.children if child.dep_ in _SUBJECTS)
