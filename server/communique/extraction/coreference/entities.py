"""Who is the same within an article: names to persons, titles to their holders.

Full names cluster by family name and uncontradicted given names; a bare surname joins the best and
latest fuller name. Namesakes and kin stay apart (a given name that differs, a family name with an
article that another bears as given name, a former and a current holder of one office).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from communique.extraction.coreference.groups import HEADS
from communique.extraction.document import Analysis, Reference, Referent, Title
from communique.extraction.gazetteer import gender_of, office_words
from communique.extraction.mentions.name_spots import ROYAL, NameSpot
from communique.extraction.names import WORDS, matches_short, parts, same_person
from communique.extraction.titles.office_names import distributed, minister
from communique.extraction.titles.phrase import Phrase
from communique.extraction.words import Word
from communique.model.claims import Kind
from communique.model.text import Span

_ENOUGH = 0.5
_CROWNED = frozenset({"monarch"})
_ALIAS = frozenset({",", "(", "alias", "also", "better", "widely", "commonly", "known", "as", "popularly"})
_VERBS = frozenset({"was", "were", "been", "as", "became"})
_LOST = frozenset({"deposed", "ousted", "toppled", "overthrown", "fallen", "impeached", "sacked"})
_ELECTED = frozenset({"president", "prime-minister"})


@dataclass(slots=True)
class _Group:
    """Names taken for one person's, in text order."""

    spots: list[NameSpot]
    forms: list[str]
    genders: set[str] = field(default_factory=set)
    capacities: set[tuple[str, str]] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    """The countries that its present titles name."""
    kin: bool = False
    """Introduced as somebody's relative: "his wife, Nancy Reagan"."""

    @property
    def fullest(self) -> str:
        """The form with most parts; the first of these that is not shouted."""
        most = max(len(parts(form)) for form in self.forms)
        best = [form for form in self.forms if len(parts(form)) == most]
        return next((form for form in best if not form.isupper()), best[0])


def gather(
    analysis: Analysis, words: Sequence[Word], names: Sequence[NameSpot], phrases: Sequence[Phrase]
) -> list[Title]:
    """Make referents of the names, references of their phrases, and titles with holders."""
    groups = _cluster(analysis, words, names, phrases)
    holders: dict[int, list[tuple[str, str | None]]] = {}
    for group in groups:
        first = group.spots[0]
        span = analysis.span(words[first.start].first, words[first.end - 1].last)
        person = analysis.add(Referent(analysis.fresh_id(Kind.PERSON, span), Kind.PERSON, group.fullest))
        told = next(iter(group.genders)) if len(group.genders) == 1 else None
        person.gender = told or (None if group.genders else gender_of(group.fullest))
        for spot in group.spots:
            if spot.polity is not None and person.polity is None:
                person.polity = spot.polity.key.replace("/", "-")
            _refer(analysis, words, phrases, spot, person)
            for index in spot.phrases:
                polity = spot.polity.key.replace("/", "-") if spot.polity is not None else None
                if all(person.id != one for one, _ in holders.setdefault(index, [])):
                    holders[index].append((person.id, polity))
    titles = [
        title
        for index, phrase in enumerate(phrases)
        for title in _titles(analysis, words, phrase, holders.get(index, []))
    ]
    for title in titles:
        _mark_polity(analysis, title)
        for holder in title.holders:
            person = analysis.referents[holder]
            person.roles.add(title.role)
            place = title.polity is not None and analysis.referents[title.polity].kind is Kind.PLACE
            if title.title != "Diplomat" and not place:  # an Austrian diplomat may serve others
                person.polity = person.polity or title.polity
    return titles


def _text(analysis: Analysis, words: Sequence[Word], spot: NameSpot) -> str:
    """A name as it is printed; with the small letters of the parsed copy where it stands in capitals."""
    place = slice(words[spot.start].span.start, words[spot.end - 1].span.end)
    printed = analysis.article.text[place]
    return analysis.text[place] if printed.isupper() and len(printed) > 1 else printed


def _cluster(
    analysis: Analysis, words: Sequence[Word], names: Sequence[NameSpot], phrases: Sequence[Phrase]
) -> list[_Group]:
    groups: list[_Group] = []
    short: list[NameSpot] = []
    for spot in names:
        if len(parts(_text(analysis, words, spot))) < 2:
            short.append(spot)
            continue
        text = _text(analysis, words, spot)
        if _alias(analysis, words, spot, groups):
            continue
        capacities = _held(words, phrases, spot)
        fits = [
            g
            for g in groups
            if any(same_person(text, form) for form in g.forms) and not _clash(g, capacities)
        ]
        exact = [g for g in fits if text in g.forms]
        if exact or fits:
            _join((exact or fits)[0], spot, text, capacities)
        else:
            groups.append(
                _Group([spot], [text], {spot.gender} - {None} if spot.gender else set(), capacities)
            )
            exact = groups[-1:]
        (exact or fits)[0].states |= _states(phrases, spot)
    for group in groups:
        group.kin = not group.capacities and any(_kin(words, spot) for spot in group.spots)
    short = [spot for spot in short if not _alias(analysis, words, spot, groups)]
    counts = Counter(_text(analysis, words, spot) for spot in short)
    for spot in short:
        text = _text(analysis, words, spot)
        capacities = _held(words, phrases, spot)
        apart = [g for g in groups if not _elsewhere(g, capacities, _states(phrases, spot))]
        relative = not capacities and words[spot.start - 1].low in WORDS.kin and spot.start > 0
        if relative:  # "his wife Michelle" is no minister of that name
            apart = [g for g in apart if g.kin or _of_family(g, groups)]
        best = _best(apart, spot, text, capacities, once=counts[text] == 1)
        if best is None:
            best = _Group([spot], [text], {spot.gender} if spot.gender else set(), capacities)
            groups.append(best)
        else:
            _join(best, spot, text, capacities)
        best.states |= _states(phrases, spot)
        best.kin = best.kin or relative
    for group in groups:
        group.spots.sort(key=lambda one: one.start)
    return sorted(groups, key=lambda one: one.spots[0].start)


def _kin(words: Sequence[Word], spot: NameSpot) -> bool:
    before = words[max(0, spot.start - 4) : spot.start]
    return any(word.low in WORDS.kin and word.sentence == words[spot.start].sentence for word in before)


def _alias(
    analysis: Analysis,
    words: Sequence[Word],
    spot: NameSpot,
    groups: Sequence[_Group],
) -> bool:
    """Join "X, alias Y", "X, better known as Y": another name of who stands right before."""
    before = words[max(0, spot.start - 4) : spot.start]
    told = before[-1:] and before[-1].low == "alias"
    told = told or (len(before) > 1 and before[-1].low == "as" and before[-2].low == "known")
    if not told or before[-1].sentence != words[spot.start].sentence:
        return False
    gap = {word.low for word in before}
    for group in groups:
        for one in group.spots:
            near = 0 < spot.start - one.end <= 5
            between = {word.low for word in words[one.end : spot.start]}
            if near and between <= _ALIAS and gap & _ALIAS:
                _join(group, spot, _text(analysis, words, spot), set())
                return True
    return False


def _of_family(group: _Group, groups: Sequence[_Group]) -> bool:
    """Whether another bears the same family name."""
    name = parts(group.fullest)[-1]
    return any(one is not group and name == parts(one.fullest)[-1] for one in groups)


def _join(group: _Group, spot: NameSpot, text: str, capacities: set[tuple[str, str]]) -> None:
    group.spots.append(spot)
    if text not in group.forms:
        group.forms.append(text)
    if spot.gender:
        group.genders.add(spot.gender)
    group.capacities |= capacities


def _clash(group: _Group, capacities: set[tuple[str, str]]) -> bool:
    """One held an office formerly and the other holds it: father and son."""
    for role, capacity in capacities:
        for other, before in group.capacities:
            if role == other and {capacity, before} == {"current", "former"}:
                return True
    return False


def _held(words: Sequence[Word], phrases: Sequence[Phrase], spot: NameSpot) -> set[tuple[str, str]]:
    """Roles with capacities that tell a namesake; none that a verb tells of, or of who has just lost it."""
    found: set[tuple[str, str]] = set()
    for phrase in (phrases[index] for index in spot.phrases):
        before = {word.low for word in words[phrase.start : phrase.core[0]]}
        between = {word.low for word in words[spot.end : phrase.start]}
        told = phrase.capacity == "former" and (between & _VERBS or before & _LOST)
        found.add((phrase.role, "current" if told else phrase.capacity))
    return found


def _states(phrases: Sequence[Phrase], spot: NameSpot) -> set[str]:
    """The countries that the present titles of a name say it serves."""
    titles = [phrases[i] for i in spot.phrases if not phrases[i].plural and phrases[i].capacity == "current"]
    return {one.polities[0].key for one in titles if one.polities and one.polities[0].kind == "country"}


def _elsewhere(group: _Group, capacities: set[tuple[str, str]], states: set[str]) -> bool:
    """Whether a bare name is another's: of another country, or a king's beside a president's."""
    reigns = ({role for role, _ in one} for one in (group.capacities, capacities))
    crowned, elected = zip(*((_CROWNED & roles, _ELECTED & roles) for roles in reigns), strict=True)
    throne = any(crowned) and any(elected) and not any(a and b for a, b in zip(crowned, elected, strict=True))
    return throne or bool(states and group.states and not states & group.states)


def _best(
    groups: Sequence[_Group], spot: NameSpot, text: str, capacities: set[tuple[str, str]], *, once: bool
) -> _Group | None:
    """The group that a bare name joins; a mere likeness counts only for a form that is printed once."""
    scored: list[tuple[float, bool, bool, int, int]] = []
    for number, group in enumerate(groups):
        royal = any(role in ROYAL for role, _ in capacities)
        score = max(_likeness(text, form, royal=royal) for form in group.forms)
        if score < (_ENOUGH if once else _ENOUGH + 0.05) or _clash(group, capacities):
            continue
        if group.kin and capacities:
            continue
        if spot.gender and _other_sex(group, spot.gender):
            continue
        before = [one.start for one in group.spots if one.start < spot.start]
        office = any(capacity != "former" for _, capacity in group.capacities)
        scored.append((score, not group.kin, office, max(before) if before else -1, number))
    return groups[max(scored)[-1]] if scored else None


def _other_sex(group: _Group, gender: str) -> bool:
    """Whether "Mrs Harland" is not President Paul Harland, nor a President Harland who is only called so."""
    given = gender_of(group.fullest)
    known = group.genders or ({given} if given is not None else set())
    if known:
        return gender not in known
    return gender == "f" and len(parts(group.fullest)) == 1 and any(r in HEADS for r, _ in group.capacities)


def _likeness(text: str, form: str, *, royal: bool) -> float:
    """How well a bare name fits a full one; behind "Sheikh" or "Prince" it is the given name."""
    styled = royal or any(word in WORDS.kept for word in text.lower().split()[:-1])
    return 0.9 if styled and parts(text) == parts(form)[:1] else matches_short(text, form)


def _refer(
    analysis: Analysis, words: Sequence[Word], phrases: Sequence[Phrase], spot: NameSpot, person: Referent
) -> None:
    start, end = words[spot.start].first, words[spot.end - 1].last
    span = analysis.span(start, end)
    first = words[spot.honorific].first if spot.honorific is not None else start
    for index in spot.phrases:
        phrase = phrases[index]
        if phrase.plural:
            continue
        apart = words[phrase.start].sentence != words[spot.start].sentence
        if phrase.end <= spot.start and spot.start - phrase.end <= 4 and not apart:
            first = min(first, words[phrase.start].first)
        elif phrase.start >= spot.end:
            begin, stop = words[phrase.start].first, words[phrase.end - 1].last
            head = words[phrase.head].last - 1
            analysis.refer(
                Reference(
                    begin, stop, head, analysis.span(begin, stop), (person.id,), "apposition", nominal=True
                )
            )
    head = analysis.doc[start:end].root.i
    analysis.refer(Reference(first, end, head, span, (person.id,), spot.detector))


def _titles(
    analysis: Analysis, words: Sequence[Word], phrase: Phrase, holders: Sequence[tuple[str, str | None]]
) -> list[Title]:
    """The title of a phrase; one for each holder where several bear it, each with the polity of his own."""
    start, end = words[phrase.start].first, words[phrase.end - 1].last
    core_end = words[phrase.core[1] - 1].last
    polities = [spot.key.replace("/", "-") for spot in phrase.polities]
    one = Title(
        start=start,
        end=end,
        span=analysis.span(start, max(core_end, words[phrase.head].last)),
        role=phrase.role,
        title=phrase.title,
        polity=polities[0] if polities else None,
        capacity=phrase.capacity,
        plural=phrase.plural,
        holders=tuple(name for name, _ in holders),
        body=Span(words[phrase.body[0]].span.start, words[phrase.body[1] - 1].span.end)
        if phrase.body
        else None,
        owner=phrase.owner,
    )
    if not phrase.plural:
        first = one.polity or next((polity for _, polity in holders if polity), None)
        others = [(name, polity) for name, polity in holders[1:] if polity and polity != first]
        own = tuple(name for name, polity in holders if (name, polity) not in others)
        apart = [replace(one, holders=(name,), polity=polity) for name, polity in others]
        return [replace(one, holders=own, polity=first), *apart]
    if not holders:
        return [one]
    paired = len(polities) == len(holders) > 1
    if len(polities) < 2 and not any(behind for _, behind in holders):
        subjects = distributed(one.title, len(holders))
        if subjects:
            lexicon = office_words.load()
            return [
                replace(one, holders=(name,), title=title, role=minister(title, lexicon))
                for (name, _), title in zip(holders, subjects, strict=True)
            ]
    return [
        replace(one, holders=(name,), polity=behind or (polities[i] if paired else one.polity))
        for i, (name, behind) in enumerate(holders)
    ]


def _mark_polity(analysis: Analysis, title: Title) -> None:
    """Polities inside a title are no actors of their own."""
    for index in range(title.start, title.end):
        found = analysis.references_at(index)
        for reference in found:
            if reference.detector in {"demonym", "country", "organization", "seat", "capital", "place"} and (
                title.start <= reference.start and reference.end <= title.end and not reference.of_title
            ):
                analysis.withdraw(reference)
                analysis.refer(replace(reference, of_title=True))
