"""What a cluster is called: the preferred name, other printed names, misprints, and the words of its key."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.model.claims import Kind, Predicate
from communique.model.when import Interval
from communique.resolution.agreement import TYPO, tokens_agree
from communique.resolution.bases import alike, core
from communique.resolution.events import EventRecord
from communique.resolution.facts import ArticleFacts, people_at
from communique.resolution.folding import fold
from communique.resolution.names import PersonName, parse
from communique.resolution.spelling import spelling

Printed = Mapping[str, Counter[str]]
"""A printed form and the sources that print it, each with the number of its reports."""
_BROKEN = re.compile(r"[\"“”/;:!?()\[\]¨�\d]|,(?! [JS]r)|(?:^|\s)-|-$|\w{3,}\.$")
"""A name that was cut out wrongly, or broken at the end of a line."""


@dataclass(frozen=True, slots=True)
class Naming:
    """``label`` is preferred; ``variants`` and ``misprints`` are the other printed forms, sorted."""

    label: str
    variants: tuple[str, ...] = ()
    misprints: tuple[str, ...] = ()


def printed_forms(members: Iterable[tuple[Sequence[str], str]]) -> Printed:
    """All printed forms of a cluster, given the printed names and the source of its members."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for names, source in members:
        for form in {" ".join(name.split()) for name in names}:
            forms[form][source] += 1
    return dict(forms)


def _naming(label: str, forms: Printed, misprints: set[str]) -> Naming:
    others = sorted(set(forms) - {label} - misprints)
    return Naming(label, tuple(others), tuple(sorted(misprints - {label})))


def person_naming(forms: Printed) -> Naming:
    """The full name that most sources print, else most reports, rather than one in capitals or broken; a form
    that differs by a letter and is rare is a misprint."""
    parsed: dict[str, PersonName] = {form: found[0] for form in forms if (found := parse([form]))}

    def liking(form: str) -> tuple[bool, bool, bool, int, int, bool, int, str]:
        name, by = parsed.get(form), forms[form]
        full = name is not None and name.full
        bare = fold(form.split(maxsplit=1)[0]) not in spelling().titles
        sound = not (_BROKEN.search(form) or (form.isupper() and len(form) > 3))
        plain = name is not None and len(name.tokens) <= 3 and len(form.split()) <= 4
        length = len(name.tokens) if name is not None else 0
        return (full, bare, sound, len(by), by.total(), plain, length, form)

    label = max(sorted(forms), key=liking)
    best = parsed.get(label)
    misprints = set()
    if best is not None and best.full:
        for form, name in parsed.items():
            rare = 3 * len(forms[form]) <= len(forms[label])
            if rare and len(name.tokens) == len(best.tokens) and _typo(name, best):
                misprints.add(form)
    return _naming(label, forms, misprints)


def _typo(a: PersonName, b: PersonName) -> bool:
    qualities = [tokens_agree(x, y) for x, y in zip(a.tokens, b.tokens, strict=True)]
    return TYPO in qualities and min(qualities) >= TYPO


def base_naming(forms: Printed, by_context: bool) -> Naming:
    """The name in the place that most sources print, in its most used and longest form.

    ``by_context`` says that a part of the cluster was taken for a misprint by its company: then names that do
    not resemble the preferred one are misprints, else further names.
    """
    sources: dict[str, set[str]] = defaultdict(set)
    for form, by in forms.items():
        sources[core(form)] |= by.keys()
    named = {name: by for name, by in sources.items() if name} or sources
    place = max(sorted(named), key=lambda name: len(named[name]))
    own = [form for form in sorted(forms) if core(form) == place]
    label = max(own, key=lambda form: (len(forms[form]), forms[form].total(), len(form)))
    unlike = {form for form in forms if core(form) and not alike(core(form), place)}
    return _naming(label, forms, unlike if by_context else set())


def plain_naming(first: str, forms: Printed) -> Naming:
    """The form that most sources print, else most reports, the first member's if several are equal."""
    label = max(
        sorted(forms), key=lambda form: (len(forms[form]), forms[form].total(), form == first), default=first
    )
    return _naming(label, forms, set())


def office_naming(title: str, polity: str, forms: Printed) -> Naming:
    """Title and polity: "Minister of Foreign Affairs of Syria"; the titles are variants. The title is the one
    that most sources give, else most reports, else that of the first member."""
    label = office_words(plain_naming(" ".join(title.split()), forms).label, polity)
    return Naming(label, tuple(sorted(set(forms) - {label})))


def office_words(title: str, polity: str) -> str:
    """Title and polity as one, where the title does not name the polity itself."""
    title = " ".join(title.split())
    return f"{title} of {polity}" if polity and polity.casefold() not in title.casefold() else title


def event_words(facts: ArticleFacts, record: EventRecord) -> str:
    """Kind, parties and place as one article has them: "Visit: al-Shibani, Russia; Moscow"."""
    event = record.member.local
    kind = record.kind.replace("-", " ").capitalize()
    parties = [entity.label for entity in people_at(facts, event)]
    for delegation in facts.refs(event, Predicate.DELEGATION):
        sides = [delegation] if delegation.kind is not Kind.DELEGATION else []
        parties += [side.label for side in sides or facts.refs(delegation.id, Predicate.REPRESENTS)]
    place = next((entity.label for entity in facts.refs(event, Predicate.PLACE)), "")
    who = ", ".join(dict.fromkeys(" ".join(party.split()) for party in parties))
    return f"{kind}{': ' + who if who else ''}{' in ' + place if place else ''}"


def event_naming(facts: ArticleFacts, record: EventRecord, date: Interval | None) -> Naming:
    """The words of the first report and the accepted date."""
    words = event_words(facts, record)
    return Naming(f"{words}, {date.edtf}" if date is not None else words)
