"""Offices: who held what, for which country or organisation, in which capacity.

A polity that the words of the title do not name is implied: by the same person's or the same office's
other mentions, or by the dateline; such claims say by what.
"""

from __future__ import annotations

from dataclasses import replace

from communique.extraction.coreference import speakers
from communique.extraction.document import Analysis, Fact, Finding, Reference, Referent, Title
from communique.extraction.gazetteer import Gazetteer, governments, incumbents
from communique.extraction.gazetteer.governments import HEADS, SINGLE, single
from communique.extraction.offices import beside, incumbency, terms
from communique.extraction.offices.allegiance import Allegiances
from communique.extraction.offices.signs import ORGANISED
from communique.extraction.offices.tenures import RELATIVE, STATED, Tenure, continued, handed_over
from communique.extraction.polities import whereabouts
from communique.extraction.polities.companies import companies
from communique.model.claims import Concept, Entity, Kind, Mention, Modality, Predicate, Ref, Text
from communique.model.text import Span

_ANOTHER = 0.65
"""The confidence of a polity that words beside another title of the same person name (7 of 13 annotated)."""
_LOCAL = frozenset({"mayor", "governor", "party-leader", "police-chief", "regional-leader"})
"""Roles in a city or province, whose state they are counted to."""

_NATIONAL = frozenset(
    {"national-security-adviser", "first-lady", "opposition-leader", "ambassador", "armed-forces-chief",
     "deputy-foreign-minister", "deputy-minister", "deputy-prime-minister", "central-bank-governor"}
)  # fmt: skip
"""Roles, beside those that a state has once, that no organisation has."""


def find(analysis: Analysis, gazetteer: Gazetteer) -> tuple[Finding, ...]:
    """One finding for each office; the holders' claims stand with them."""
    for index, title in enumerate(analysis.titles):
        if title.capacity == "current" and whereabouts.ended(analysis, title):
            analysis.titles[index] = replace(title, capacity="former")
    continued(analysis)
    terms.settle(analysis)
    _all_ended(analysis)
    _formerly(analysis)
    allegiances = Allegiances(analysis, gazetteer, governments.load())
    terms.end(analysis)
    findings: list[Finding] = []
    offices: dict[tuple[str, str | None], str] = {}
    for tenure in _tenures(analysis, allegiances):
        title = tenure.titles[0]
        key = (title.title.casefold(), tenure.polity)
        if key not in offices:
            entity = Entity(
                analysis.fresh_id(Kind.OFFICE, title.span),
                Kind.OFFICE,
                title.title,
                tuple(Mention(t.span, analysis.quote(t.span), t.rule, nominal=True) for t in tenure.titles),
            )
            offices[key] = entity.id
            findings.append(Finding(entity, tuple(_office_facts(analysis, tenure))))
        findings.append(Finding(_entity(tenure.holder), (_held(analysis, tenure, offices[key]),)))
    for person in tuple(analysis.of_kind(Kind.PERSON)):
        state = None if person.roles or person.polity else incumbency.led(person.label, allegiances.year)
        if state is not None:
            person.polity = allegiances.known_as(state)
    return tuple(findings)


def _all_ended(analysis: Analysis) -> None:
    """Who is told to have lost an office has it nowhere in the article ("the fall of President X")."""
    over = {
        (holder, title.role)
        for title in analysis.titles
        if whereabouts.ended(analysis, title)
        for holder in title.holders
    }
    for index, title in enumerate(analysis.titles):
        if title.capacity == "current" and any((one, title.role) in over for one in title.holders):
            analysis.titles[index] = replace(title, capacity="former")


def _formerly(analysis: Analysis) -> None:
    """Who is called a former president once is not the president where the article says it shorter."""
    before = {(holder, t.role) for t in analysis.titles if t.capacity == "former" for holder in t.holders}
    for index, title in enumerate(analysis.titles):
        short = (
            title.polity is None and title.title in {"President", "Prime Minister"} and title.owner is None
        )
        if (
            title.capacity == "current"
            and short
            and any((one, title.role) in before for one in title.holders)
        ):
            analysis.titles[index] = replace(title, capacity="former")


def _entity(person: Referent) -> Entity:
    return Entity(person.id, Kind.PERSON, person.label)


def _office_facts(analysis: Analysis, tenure: Tenure) -> list[Fact]:
    title = tenure.titles[0]
    sentence = analysis.sentence_of(title).span
    facts = [
        Fact(Predicate.ROLE, Concept("role", title.role), title.span, (sentence,), title.rule),
        Fact(Predicate.NAME, Text(title.title), title.span, (sentence,), title.rule),
    ]
    if tenure.polity is not None:
        words = analysis.span(title.start, title.end)
        facts.append(
            Fact(
                Predicate.OFFICE_OF,
                Ref(tenure.polity),
                words,
                (sentence,),
                title.rule,
                confidence=tenure.confidence,
                modality=Modality.STATED if tenure.implied_by is None else Modality.IMPLIED,
                implied_by=tenure.implied_by,
            )
        )
    return facts


def _held(analysis: Analysis, tenure: Tenure, office: str) -> Fact:
    title = tenure.titles[0]
    evidence = tuple(dict.fromkeys(span for t in tenure.titles for span in _told(analysis, t, tenure.holder)))
    implied = title.rule == speakers.RULE
    return Fact(
        Predicate.HELD_OFFICE,
        Ref(office),
        title.span,
        evidence,
        title.rule,
        confidence=min(tenure.confidence, _ANOTHER) if implied else tenure.confidence,
        modality=Modality.IMPLIED if implied else Modality.STATED,
        implied_by="speaker without a name before" if implied else None,
        verbatim=analysis.quote(title.span),
        capacity=title.capacity,
    )


def _told(analysis: Analysis, title: Title, holder: Referent) -> tuple[Span, ...]:
    """The sentence of a title, and the line of the name where that is another."""
    here = analysis.sentence_of(title)
    lines = [analysis.sentence_of(one.head) for one in holder.references]
    if not lines or any(line.index == here.index for line in lines):
        return (here.span,)
    return here.span, min(lines, key=lambda line: abs(line.index - here.index)).span


def _tenures(analysis: Analysis, allegiances: Allegiances) -> list[Tenure]:
    found: dict[tuple[str, str, str | None, str], Tenure] = {}
    allegiances.settle(_unstated(analysis))
    for index, title in sorted(enumerate(analysis.titles), key=lambda one: one[1].start):
        if title.role == RELATIVE:
            continue
        for holder in title.holders:
            person = analysis.referents[holder]
            if _vaguer(analysis, title, holder) or _describes(title):
                continue
            polity, implied_by, confidence = _polity(analysis, title, person, allegiances)
            if title.body is not None and _person_served(analysis, title) is not None:
                title = replace(title, title=title.title.partition(" of the ")[0])
            if polity is not None and title.role in _LOCAL and analysis.referents[polity].kind is Kind.PLACE:
                title, polity = _within(analysis, title, polity)
            if polity is not None:
                polity, organ = allegiances.whole(polity)
                if organ is not None and organ not in title.title:
                    title = replace(title, title=f"{title.title} of the {organ}")
            if polity is not None and len(title.holders) == 1:
                title = replace(title, polity=polity, implied_by=implied_by)
                analysis.titles[index] = title
            key = (holder, _sameness(title), polity, title.capacity)
            if key in found:
                found[key].titles.append(title)
            else:
                found[key] = Tenure(person, [title], polity, implied_by, confidence)
    return _undivided(handed_over(analysis, _heading(analysis, list(found.values()))))


def _heading(analysis: Analysis, tenures: list[Tenure]) -> list[Tenure]:
    """A state's leader is the head that the article speaks of without a name ("Japan's prime minister")."""
    for tenure in tenures:
        title = tenure.titles[0]
        if title.title != "Leader" or tenure.polity is None or title.capacity != "current":
            continue
        taken = {t.titles[0].role for t in tenures if t.polity == tenure.polity}
        heads = {
            one.role: one.title
            for one in analysis.titles
            if one.polity == tenure.polity and one.role in HEADS and not one.plural
        }
        if len(heads) == 1 and not taken & HEADS:
            ((role, name),) = heads.items()
            tenure.titles = [replace(one, role=role, title=name) for one in tenure.titles]
    return tenures


def _unstated(analysis: Analysis) -> list[tuple[Title, Referent]]:
    """Titles with their holders for whom no words of the article tell a polity."""
    return [
        (title, analysis.referents[holder])
        for title in analysis.titles
        for holder in title.holders
        if title.polity is None
        and title.body is None
        and analysis.referents[holder].polity is None
        and not any(holder in other.holders and other.polity for other in analysis.titles)
        and not _of_company(analysis, title, analysis.referents[holder])
    ]


def _undivided(tenures: list[Tenure]) -> list[Tenure]:
    """Nobody is president of two states: the polity that more words state stays."""
    kept: list[Tenure] = []
    for tenure in tenures:
        title = tenure.titles[0]
        rivals = [
            other
            for other in tenures
            if other.holder is tenure.holder
            and single(title.role, title.title)
            and (other.titles[0].role, other.titles[0].capacity) == (title.role, title.capacity)
        ]
        best = max(rivals, key=_support, default=tenure)
        if best.polity == tenure.polity or not single(title.role, title.title):
            kept.append(tenure)
    return kept


def _support(tenure: Tenure) -> tuple[bool, int, int]:
    return (
        tenure.implied_by is None and tenure.polity is not None,
        len(tenure.titles),
        -tenure.titles[0].start,
    )


def _vaguer(analysis: Analysis, title: Title, holder: str) -> bool:
    """Whether the same person has a more telling title here ("the minister", "Secretary X" have less)."""
    mine = set(title.title.split())
    for other in analysis.titles:
        if holder not in other.holders or other is title or (other.capacity != title.capacity):
            continue
        if title.polity is not None and other.polity is not None and title.polity != other.polity:
            continue
        theirs = set(other.title.split())
        if mine < theirs and len(mine) == 1:
            return True
        if title.title in {"Leader", "Head of State", "Head of Government"} and other.role in HEADS:
            return True
    return False


def _describes(title: Title) -> bool:
    """Whether the words say what somebody is by profession: "an Austrian diplomat"."""
    return title.title == "Diplomat" and title.owner in {"a", "an"}


def _sameness(title: Title) -> str:
    return title.title.casefold()


def _polity(
    analysis: Analysis, title: Title, person: Referent, allegiances: Allegiances
) -> tuple[str | None, str | None, float]:
    """The polity of an office, by what it is implied if it is, and how sure it is."""
    if title.polity is not None:
        sure = STATED if title.implied_by is None else allegiances.sureness.get(person.id, _ANOTHER)
        return title.polity, title.implied_by, sure
    same = [t for t in analysis.titles if t.role == title.role and person.id in t.holders and t.polity]
    if same:
        return same[0].polity, None, STATED
    served = _person_served(analysis, title)
    if served is not None:
        return served.polity, "whom the holder serves" if served.polity else None, _ANOTHER
    if title.body is not None:
        return _organisation(analysis, title.body), None, STATED
    if _of_company(analysis, title, person):
        return None, None, STATED
    owner = allegiances.cues.organisation_before(title)
    if owner is not None:
        return owner, "its", _ANOTHER
    only = allegiances.governments.sole(title.title)
    own = only is None or allegiances.known_as(only) == person.polity
    if person.polity is not None and own and not _foreign_to(analysis, title, person.polity):
        sure = allegiances.sureness.get(person.id, _ANOTHER)
        return person.polity, "another office of the same person", sure
    implied = allegiances.settled.get((person.id, title.role)) or allegiances.of(title, person)
    if implied is None:
        return None, None, STATED
    person.polity = implied.polity
    allegiances.sureness[person.id] = implied.confidence
    return implied.polity, implied.by, implied.confidence


def _person_served(analysis: Analysis, title: Title) -> Referent | None:
    """X in "X spokesman NAME", where the article knows X as a person."""
    if title.body is None or title.role not in {"spokesperson", "adviser", "chief-of-staff", "envoy"}:
        return None
    name = analysis.quote(title.body)
    named = (one for one in analysis.of_kind(Kind.PERSON) if one.id not in title.holders)
    return next((one for one in named if name in {one.label, one.label.split()[-1]}), None)


def _within(analysis: Analysis, title: Title, place: str) -> tuple[Title, str | None]:
    """An office of a city or province is one of its state: "Mayor of Lagos" (Nigeria)."""
    one = analysis.referents[place]
    country = analysis.country_of(one)
    named = title.title if one.label in title.title else f"{title.title} of {one.label}"
    return replace(title, title=named), country.id if country is not None else None


def _of_company(analysis: Analysis, title: Title, person: Referent) -> bool:
    """Whether an office is a company's, which no country is to be concluded for: "chairman and CEO"."""
    if title.role not in {"executive", "president", "vice-president", "chairperson"}:
        return False
    mine = [t for t in analysis.titles if person.id in t.holders]
    if any(t.role != "executive" and t.polity is not None for t in mine):
        return False
    if any(t.role == "executive" and t.title != "Chief Executive" for t in mine):
        return True
    return title.role != "chairperson" and _among_companies(analysis, title, person)


def _among_companies(analysis: Analysis, title: Title, person: Referent) -> bool:
    """Whether a president unknown to the list is told of among companies; a deputy, in one sentence."""
    published = analysis.article.published
    if published is None or not incumbents.covers(published.year):
        return False
    if any(called != "by surname" for _, called in incumbents.named(person.label)):
        return False
    others = (one for one in analysis.titles if one.role == title.role and person.id not in one.holders)
    if any(one.polity is not None or one.body is not None for one in others):
        return False  # beside "San Miguel president Y" or "President Z of Chad" it may be the state's
    sentence = analysis.sentence_of(title)
    here = [word for word in analysis.words if title.role == "president" or word.sentence == sentence.index]
    return bool(companies(here))


def _organisation(analysis: Analysis, body: Span) -> str:
    """The referent of an organisation that the gazetteer does not know; one for each printed name."""
    label = analysis.quote(body)
    for one in analysis.of_kind(Kind.ORGANIZATION):
        if one.label == label:
            return one.id
    made = analysis.add(Referent(analysis.fresh_id(Kind.ORGANIZATION, body), Kind.ORGANIZATION, label))
    covered = [token.i for token in analysis.doc if body.start <= token.idx < body.end]
    analysis.refer(Reference(covered[0], covered[-1] + 1, covered[-1], body, (made.id,), "organization"))
    return made.id


def _foreign_to(analysis: Analysis, title: Title, polity: str) -> bool:
    """Whether a national office cannot be that organisation's, or one of organisations a country's."""
    country = analysis.referents[polity].kind is Kind.COUNTRY
    if country:
        return title.role in ORGANISED and not beside.posted(title)
    return title.role.endswith("minister") or title.role in SINGLE | _NATIONAL
