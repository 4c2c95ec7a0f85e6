"""Events that a noun tells of: "talks with", "X's visit to", "a US-Soviet summit", "in a telephone call"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.extraction import gazetteer
from communique.extraction.events import outlook, setting
from communique.extraction.events.clause import (
    agents,
    governor,
    head_of_conjunction,
    objects,
    passive,
    phrases,
    possessors,
    prepositions_above,
    surface_subjects,
    verbal,
)
from communique.extraction.events.event import Located
from communique.extraction.events.parties import behind, homes, parties_of
from communique.extraction.events.telling import Parties, Telling
from communique.extraction.events.verbs import by_country, by_phone, visit
from communique.model.claims import Kind, Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from communique.extraction.document import Analysis
    from communique.extraction.frames import Frames, NounFrame
    from communique.model.text import Span

_ARRIVING = frozenset({"on", "upon", "after", "before", "following", "since"})
_PARTS_OF = frozenset(
    """start beginning end conclusion close opening sideline margin eve day round series part course outset session week
    hour fringe morning leg number couple several lot first second last one two""".split()
)
_SENT = frozenset({"mission", "inspection"})
_OPENING = frozenset({"open", "begin", "start", "launch", "kick", "embark"})
_COVERING = frozenset({"include", "cover", "comprise", "encompass"})
_SUMMITRY = frozenset({"summit", "conference"})
_POINTING = frozenset({"the", "this", "that", "these", "those", "their", "both"})
_SHARING = frozenset(["after", "before", "during", "at", "in", "following", "on", "for", "from", "upon", "amid", "over", "through", "throughout", "prior", "ahead", "sidelines", "sideline", "margins", "fringes", "to", "into", "with", "by", "via"])  # fmt: skip
_INVOLVING = frozenset(["involve", "attend", "include", "bring", "gather", "group", "comprise"])
_HOSTING = frozenset(["host", "chair", "convene", "call", "hold", "organize", "organise", "sponsor", "lead"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a noun stands in its clause: the verb above it, and how it hangs there."""

    verb: Token | None
    relation: str
    preposition: str
    above: tuple[Token, ...] = field(default=())


def standing(noun: Token) -> Place:
    """The clause that a noun belongs to, past nouns like "round of" and "start of"."""
    above: list[Token] = []
    top = head_of_conjunction(noun)
    first = ""
    for _ in range(6):
        preposition = prepositions_above(top)
        first = first or (preposition if preposition not in {"of"} else "")
        outer = governor(top)
        if outer is None:
            return Place(None, "", first, tuple(above))
        if verbal(outer):
            hanging = top.dep_ == "pobj" or (first and first not in {"with", "by", "to"})
            return Place(outer, "oblique" if hanging else top.dep_, first or preposition, tuple(above))
        above.append(outer)
        top = head_of_conjunction(outer)
    return Place(None, "", first, tuple(above))


def tellings(analysis: Analysis, frames: Frames, noun: Token) -> Iterator[Telling]:
    """What one noun tells of; nothing for most nouns."""
    frame = frames.nouns.get(noun.lemma_.lower())
    if frame is None or noun.pos_ not in {"NOUN", "PROPN"} or _named(analysis, noun):
        return
    if frame.multilateral and _inside(frames, noun):
        return
    kind = _kind(frames, frame, noun)
    if kind is None:
        return
    view = outlook.of_noun(frames, noun)
    if view.status is None:
        return
    where = standing(noun)
    found = (
        _visits(analysis, frames, noun, where)
        if kind == "visit"
        else _talks(analysis, frames, kind, noun, where)
    )
    for telling in found:
        telling.status, telling.modality = view.status, view.modality
        if kind == "visit" and telling.shared and where.verb is not None and where.verb.lemma_ in _OPENING:
            if _COVERING & {child.lemma_ for child in noun.children if child.dep_ == "relcl"}:
                telling.status, telling.modality = "planned", Modality.PLANNED
        telling.plural = noun.tag_ in {"NNS", "NNPS"} and noun.lemma_ != "talk"
        telling.multilateral = frame.multilateral
        telling.soft, telling.weak = frame.soft, frame.weak
        telling.vague = where.relation == "attr" and any(
            child.lower_ in {"first", "second", "third", "last", "latest", "only"} for child in noun.children
        )
        yield telling


def _inside(frames: Frames, noun: Token) -> bool:
    """ "the Beijing Summit of the Forum on ...": the forum is the summit's name."""
    outer = governor(noun)
    return outer is not None and prepositions_above(noun) == "of" and outer.lemma_.lower() in frames.nouns


def _named(analysis: Analysis, noun: Token) -> bool:
    """Whether the noun is part of the name of an organisation or of an office."""
    if any(reference.detector == "organization" for reference in analysis.references_at(noun)):
        return True
    if noun.pos_ == "PROPN" and noun.lemma_.lower() in {
        "mission",
        "exchange",
        "tour",
        "stop",
        "stay",
        "round",
    }:
        return True
    if noun.lemma_.lower() == "exchange" and not any(
        preposition == "of" and token.lemma_ in {"view", "opinion", "idea"}
        for preposition, token in phrases(noun)
    ):
        return True
    return any(title.start <= noun.i < title.end for title in analysis.titles)


def _kind(frames: Frames, frame: NounFrame, noun: Token) -> str | None:
    kind = frame.kind
    before = {child.lower_ for child in noun.children if child.dep_ in {"compound", "amod", "nmod"}}
    compounds = frames.compounds.get(noun.lemma_.lower(), ())
    fitting = next((one for one in compounds if before & one.words), None)
    if fitting is not None:
        kind = fitting.kind
    elif any(one.required for one in compounds):
        if not any(name in {"with", "between"} for name, _ in phrases(noun)):
            return None
    if before & frames.words["domestic"]:
        return None
    if kind == "meeting" and before & frames.words["phone"]:
        return "call"
    return kind


def _owners(analysis: Analysis, noun: Token, where: Place) -> list[Token]:
    """Whose event it is; in "During his stay in Portugal, Wen met ..." the subject that follows."""
    owners = possessors(noun)
    if where.relation == "oblique" and where.verb is not None and len(owners) == 1:
        pronoun = owners[0]
        ahead = [token for token in surface_subjects(where.verb) if token.i > pronoun.i]
        if (
            pronoun.tag_ == "PRP$"
            and pronoun.lower_ in {"his", "her"}
            and any(map(analysis.people_at, ahead))
        ):
            return ahead
    return owners


def _pairs(analysis: Analysis, noun: Token) -> Parties:
    """The sides in "US-Soviet talks", "Sino-Japanese summit", "APEC meeting"."""
    found = Parties()
    tokens = [
        token
        for child in noun.children
        if child.dep_ in {"compound", "amod", "nmod", "poss"} and child.i < noun.i
        for token in child.subtree
    ]
    for token in tokens:
        for person in (
            analysis.people_at(token) if token.pos_ == "PROPN" else ()
        ):  # "the Reagan-Gorbachev summit"
            found.people.setdefault(person.id, analysis.span(token.i, token.i + 1))
        for one in analysis.polities_at(token):
            found.sides.setdefault(one.id, analysis.span(token.i, token.i + 1))
    found.sides.update(_hyphenated(analysis, noun))
    countries = [name for name in found.sides if analysis.referents[name].kind is Kind.COUNTRY]
    if len(countries) == 1 and len(found.sides) == 1:
        found.sides.clear()
    if len(found.people) == 1:
        found.people.clear()
    return found


def _talks(analysis: Analysis, frames: Frames, kind: str, noun: Token, where: Place) -> Iterator[Telling]:
    parties = Parties()
    owners = _owners(analysis, noun, where)
    if _bodies_of(analysis, noun):
        # "the economic leaders' meeting of APEC": not the two leaders spoken of
        owners = [token for token in owners if token.tag_ not in {"NNS", "NNPS"}]
    for token in owners:
        parties.add(parties_of(analysis, frames, token))
        if token.lower_ == "their" and not len(parties):
            parties.add(_pair_before(analysis, token))
    other = _phrased(analysis, frames, kind, noun, parties)
    if not owners:
        parties.add(_pairs(analysis, noun))
    verb = where.verb
    parties.add(_holders(analysis, frames, noun))
    if verb is not None:
        if where.relation in {"dobj", "nsubj", "nsubjpass", "attr"}:
            for preposition, token in phrases(verb):
                hospitable = preposition == "for" and noun.lemma_ in frames.words["hospitality"]
                if preposition in {"with", "between", "among"} or hospitable:
                    parties.add(parties_of(analysis, frames, token))
        if where.relation == "nsubj" and verb.lemma_ in _INVOLVING:
            for token in objects(verb):
                parties.add(parties_of(analysis, frames, token))
        if not any(name in parties.people for token in owners for name in parties.people) or len(parties) < 2:
            parties.add(_implied(analysis, frames, kind, noun, where, other))
    call = kind == "meeting" and verb is not None and where.relation != "nsubj" and by_phone(frames, noun)
    yield Telling(
        kind="call" if call else kind, trigger=noun, verb=verb, sentence=analysis.sentence_of(noun),
        rule=f"noun:{noun.lemma_.lower()}", parties=parties, definite=_definite(noun),
    )  # fmt: skip


def _pair_before(analysis: Analysis, token: Token) -> Parties:
    """ "X told Y ... after their meeting": the last two persons named before, if they are no compatriots."""
    found = Parties()
    for index in range(token.i - 1, analysis.sentence_of(token).start - 1, -1):
        for person in analysis.people_at(index):
            if len(found.people) < 2:
                found.people.setdefault(person.id, analysis.span(index, index + 1))
    if len(homes(analysis, found)) < 2:
        found.people.clear()
    return found


def _bodies_of(analysis: Analysis, noun: Token) -> bool:
    """Whether the noun names the organisation that meets."""
    near = [child for child in noun.children if child.dep_ in {"compound", "nmod", "amod"}]
    near.extend(token for preposition, token in phrases(noun) if preposition == "of")
    return any(one.kind is Kind.ORGANIZATION for token in near for one in analysis.polities_at(token))


def _phrased(analysis: Analysis, frames: Frames, kind: str, noun: Token, parties: Parties) -> bool:
    """Add the parties that prepositions and participles of the noun name; whether "with" named one."""
    other = False
    roles = frames.roles.get(kind, {})
    for preposition, token in phrases(noun):
        if roles.get(preposition) in {"party", "caller", "callee"}:
            found = parties_of(analysis, frames, token)
            parties.add(found)
            other = other or (preposition in {"with", "to"} and bool(len(found) or found.unnamed))
        elif roles.get(preposition) in {"guest", "host"}:
            found = parties_of(analysis, frames, token)
            hospitable = noun.lemma_ in frames.words["hospitality"]
            if found.people and (hospitable if preposition == "for" else noun.lemma_ == "call"):
                parties.add(found)
                other = True
    if not other:
        missed = behind(analysis, frames, noun)
        parties.add(missed)
        other = bool(missed.people)
    for child in noun.children:
        if child.dep_ in {"acl", "relcl"} and child.lemma_ in _INVOLVING | _HOSTING:
            tokens = agents(child) if passive(child) else objects(child)
            for token in tokens:
                if token != noun:
                    parties.add(parties_of(analysis, frames, token))
        if child.dep_ in {"acl", "relcl"}:
            for preposition, token in phrases(child):
                if preposition in {"with", "between"}:
                    parties.add(parties_of(analysis, frames, token))
    return other


def _hyphenated(analysis: Analysis, noun: Token) -> dict[str, Span]:
    """The two sides of "French-German talks" and "the Franco-German summit"."""
    known = gazetteer.load()
    found: dict[str, Span] = {}
    for child in noun.children:
        if child.dep_ not in {"amod", "compound", "nmod"} or child.i > noun.i:
            continue
        span = analysis.span(child.left_edge.i, child.i + 1)
        words = analysis.quote(span).replace("–", "-")
        if words.count("-") != 1 or " " in words:
            continue
        polities = [
            match.polity for part in words.split("-") if (match := known.lookup(part)) and match.polity
        ]
        if len(polities) == 2:
            for polity in polities:
                found[analysis.country(polity.key, polity.label).id] = span
    return found


def _holders(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """ "Evans" in "a visit Evans was to have made", "the talks he held with Rice"."""
    found = Parties()
    for clause in noun.children:
        if clause.dep_ != "relcl":
            continue
        verbs = [clause, *(child for child in clause.children if child.dep_ in {"xcomp", "ccomp"})]
        if any(verb.lemma_ in frames.words["engage"] for verb in verbs):
            for token in surface_subjects(clause):
                if token != noun and token.lower_ not in {"which", "that"}:
                    found.add(parties_of(analysis, frames, token))
    return found


def _there(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """ "Evans" in "a visit to Geneva, where Evans will address a conference"."""
    found = Parties()
    for token in noun.subtree:
        if token.lower_ == "where" and token.head.dep_ == "relcl":
            for subject in surface_subjects(token.head):
                found.add(parties_of(analysis, frames, subject))
            break
    found.sides.clear()
    return found


def _implied(
    analysis: Analysis, frames: Frames, kind: str, noun: Token, where: Place, other: bool
) -> Parties:
    """The subject of the clause, where it takes part: "held talks with", "said after talks with"."""
    found = Parties()
    verb = where.verb
    assert verb is not None
    if where.relation in {"dobj", "attr"}:
        told = kind == "press-conference" and verb.lemma_ == "tell"
        takes_part = told or engages(frames, verb)
    elif where.relation == "oblique":
        near = all(token.lemma_.lower() in _PARTS_OF for token in where.above)
        takes_part = where.preposition in _SHARING and (
            other
            or (where.preposition not in frames.words["before"] and kind in _SUMMITRY and near)
            or (
                where.preposition not in frames.words["before"]
                and verb.lemma_ in frames.words["attend"] | frames.words["engage"]
            )
        )
    else:
        takes_part = False
    if where.relation in {"nsubj", "nsubjpass"} and passive(verb) and verb.lemma_ in _HOSTING | {"attend"}:
        for token in agents(verb):
            found.add(parties_of(analysis, frames, token))
    addressed = [] if other or where.relation != "oblique" else _addressed(analysis, frames, where, found)
    if not takes_part and not addressed and not (kind == "call" and where.relation == "oblique"):
        return found
    for token in surface_subjects(verb):
        if token == noun:
            continue
        one = parties_of(analysis, frames, token)
        if where.relation == "oblique":
            if not one.people and token.lemma_.lower() not in frames.words["officials"] and not other:
                one.sides.clear()
            for name in list(one.people):
                if "spokesman" in analysis.referents[name].roles:
                    del one.people[name]
        found.add(one)
    return found


def _addressed(analysis: Analysis, frames: Frames, where: Place, found: Parties) -> list[Token]:
    """Y in "at a meeting in Geneva, X told Y": who is spoken to takes part."""
    verb = where.verb
    assert verb is not None
    if where.preposition not in {"in", "at", "during"} or passive(verb):
        return []
    tokens = [token for token in objects(verb) if analysis.people_at(token)]
    for token in tokens:
        found.add(parties_of(analysis, frames, token))
    return tokens


def engages(frames: Frames, verb: Token) -> bool:
    """Whether the verb's subject has part in the event that is its object, or would have had: "called off"."""
    return verb.lemma_ in frames.words["engage"] or outlook.failure(frames, verb) is not None


def _definite(noun: Token) -> bool:
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ == "of"
        and noun.head.head.lower_ in {"one", "some", "several"}
    ):
        return False
    return any(child.dep_ in {"det", "poss"} and child.lower_ in _POINTING for child in noun.children)


def _visits(analysis: Analysis, frames: Frames, noun: Token, where: Place) -> Iterator[Telling]:
    if noun.lemma_ == "arrival" and not possessors(noun) and where.preposition not in _ARRIVING:
        return
    visitors = _visitors(analysis, frames, noun, where)
    destinations, covering = _destinations(analysis, frames, noun, where, visitors)
    if not len(visitors):
        visitors.add(_there(analysis, frames, noun), "visitor")
    hosts = Parties()
    for preposition, token in phrases(noun):
        if preposition == "with":
            hosts.add(parties_of(analysis, frames, token))
    if hosts.people and visitors.people and not destinations:
        # "in a visit with President Reagan"
        hosts.add(visitors)
        yield Telling(
            kind="meeting", trigger=noun, verb=where.verb, sentence=analysis.sentence_of(noun),
            rule="noun:visit", parties=hosts,
        )  # fmt: skip
        return
    for telling in _each(analysis, noun, where, visitors, destinations):
        telling.shared = telling.shared or covering
        yield telling


def _visitors(analysis: Analysis, frames: Frames, noun: Token, where: Place) -> Parties:
    """Whose visit it is: "X's visit", "the visit by X", "a visit X made", "X paid a visit", "a UN mission"."""
    visitors = Parties()
    for token in _owners(analysis, noun, where):
        visitors.add(parties_of(analysis, frames, token), "visitor")
    for preposition, token in phrases(noun):
        if frames.roles["visit"].get(preposition) != "visitor":
            continue
        if preposition == "by" or setting.located(analysis, token) is None:
            visitors.add(parties_of(analysis, frames, token), "visitor")
    if not len(visitors):
        visitors.add(_by(analysis, frames, noun), "visitor")
    if not len(visitors):
        visitors.add(_holders(analysis, frames, noun), "visitor")
    if where.verb is not None and not len(visitors):
        visitors.add(_traveller(analysis, frames, noun, where), "visitor")
    if not len(visitors) and noun.lemma_ in _SENT:
        for child in noun.children:
            if child.dep_ in {"compound", "amod", "nmod"} and child.i < noun.i:
                for one in analysis.polities_at(child):
                    visitors.sides.setdefault(one.id, analysis.span(child.i, child.i + 1))
    return visitors


def _by(analysis: Analysis, frames: Frames, noun: Token) -> Parties:
    """X in "a visit to Japan on Friday by X", which the parser hangs on the day."""
    found = Parties()
    for token in noun.subtree:
        if token.lower_ == "by" and token.dep_ == "prep" and not verbal(token.head):
            for child in token.children:
                if child.dep_ == "pobj" and analysis.people_at(child):
                    found.add(parties_of(analysis, frames, child))
    return found


def _destinations(
    analysis: Analysis, frames: Frames, noun: Token, where: Place, visitors: Parties
) -> tuple[list[tuple[Token, Located]], bool]:
    """Where the visit went, and whether it only says that a tour included these."""
    found: list[tuple[Token, Located]] = []
    for preposition, token in phrases(noun):
        if preposition == "of" or frames.roles["visit"].get(preposition) == "destination":
            spots = setting.listed(analysis, token)
            land = None if spots else setting.land(analysis, token, visitors)
            spots.extend([land] if land is not None else [])
            known = {spot.referent for _, spot in found}
            found.extend((token, spot) for spot in spots if spot.referent not in known)
    covering = False
    for clause in (*(child for child in noun.children if child.dep_ in {"relcl", "acl"}), where.verb):
        if clause is not None and clause.lemma_ in frames.words["covering"] and noun not in objects(clause):
            found.extend(
                (token, spot) for token in objects(clause) for spot in setting.listed(analysis, token)[:1]
            )
            covering = True
    if where.verb is not None and not found:
        for preposition, token in phrases(where.verb):
            spot = setting.located(analysis, token)
            if preposition in {"to", "in", "at"} and spot is not None and not _later(token, noun):
                found.append((token, spot))
    if not found and noun.lemma_ != "mission":
        compounds = [child for child in noun.children if child.dep_ == "compound"]
        found.extend((child, spot) for child in compounds for spot in setting.listed(analysis, child)[:1])
    return found, covering


def _later(token: Token, noun: Token) -> bool:
    return any(above == noun for above in token.ancestors)


def _traveller(analysis: Analysis, frames: Frames, noun: Token, where: Place) -> Parties:
    found = Parties()
    verb = where.verb
    assert verb is not None
    takes_part = (where.relation in {"dobj", "attr"} and engages(frames, verb)) or (
        where.relation == "oblique" and where.preposition in _SHARING
    )
    if takes_part:
        for token in surface_subjects(verb):
            if token != noun:
                one = parties_of(analysis, frames, token)
                if one.people or token.lemma_.lower() in frames.words["officials"]:
                    found.add(one)
    return found


def _each(
    analysis: Analysis,
    noun: Token,
    where: Place,
    visitors: Parties,
    destinations: list[tuple[Token, Located]],
) -> Iterator[Telling]:
    rule = f"noun:{noun.lemma_.lower()}"
    if not destinations and any(
        preposition == "to" and token.pos_ == "PROPN" for preposition, token in phrases(noun)
    ):
        return  # "a trip to the Far East": no country that it could be joined by
    if not destinations:
        yield Telling(
            kind="visit", trigger=noun, verb=where.verb, sentence=analysis.sentence_of(noun), rule=rule,
            parties=visitors, definite=_definite(noun) or bool(possessors(noun)),
        )  # fmt: skip
        return
    spots = by_country(analysis, destinations)
    for spot in spots:
        telling = visit(analysis, noun, where.verb, rule, visitors, spot)
        if telling is not None:
            telling.shared = len(spots) > 1
            yield telling
        elif not len(visitors):
            country = analysis.country_of(analysis.referents[spot.referent])
            if country is not None:
                is_place = analysis.referents[spot.referent].kind is Kind.PLACE
                yield Telling(
                    kind="visit", trigger=noun, verb=where.verb, sentence=analysis.sentence_of(noun), rule=rule,
                    parties=Parties(), hosts={country.id: spot.span}, place=spot if is_place else None,
                    definite=_definite(noun), shared=len(spots) > 1,
                )  # fmt: skip
