"""Persons across articles: which names, offices and company make two mentions one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from communique.model.claims import Kind, Predicate, Ref
from communique.model.identity import Member
from communique.resolution.agreement import Agreement, Level, names_agree
from communique.resolution.facts import (
    ArticleFacts,
    is_state,
    office_of,
    offices_of,
    people_at,
    sides_of,
)
from communique.resolution.grouping import Edge
from communique.resolution.incumbents import Service, known_as, rivals
from communique.resolution.keys import Rank
from communique.resolution.memo import Memo
from communique.resolution.names import PersonName, Token, parse
from communique.resolution.profiles import Blocks, Profile
from communique.resolution.spelling import knowledge

MERGE = {Level.FULL: 8.0, Level.INITIAL: 8.0, Level.SURNAME: 6.0}
"""Bits from which two are one: a family name alone needs the same office, or the same polity and no rival."""
KEEP = {Level.FULL: 4.0, Level.INITIAL: 5.0, Level.SURNAME: 3.0}
"""Bits from which a pair is kept as a candidate."""
REMEMBERED = 200_000
"""How many answers about pairs of profiles are kept; they depend on the signatures alone."""
LISTED = 10.0
"""Bits for two names that do not agree, of one incumbent all the same ("Chou En-lai", "Zhou Enlai")."""
SAME_OFFICE, SAME_SHARED_OFFICE, SAME_ROLE, SAME_POLITY, OTHER_STATE = 6.0, 4.0, 1.5, 3.0, -8.0


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person in one article. ``offices`` are pairs of role and polity (which may be empty), ``hinted``
    those whose polity is implied only; ``contacts`` are skeletons of the family names met with; ``year``
    that of publication; ``printed`` the names as printed (see ``ArticleFacts.named``); ``known`` whom the
    list of incumbents has in these offices at the time (see ``incumbents.known_as``)."""

    member: Member
    rank: Rank
    names: tuple[PersonName, ...]
    offices: frozenset[tuple[str, str]]
    polities: frozenset[str]
    hinted: frozenset[tuple[str, str]]
    contacts: frozenset[str]
    year: int | None
    printed: tuple[str, ...] = ()
    known: str = ""


def person_records(facts: ArticleFacts) -> dict[Member, PersonRecord]:
    """The records of all persons of an article that have a name."""
    sides = sides_of(facts)
    names = {person: parse(facts.printed(person)) for person in sides}
    met: dict[str, set[str]] = {person: set() for person in sides}
    for event in facts.of_kind(Kind.EVENT):
        people = [entity.id for entity in people_at(facts, event.id)]
        for one in people:
            met[one] |= {_surname(names[other]) for other in people if other != one and names[other]}
    year = date.fromordinal(facts.day).year if facts.day else None
    records = {}
    for person in sides:
        held = offices_of(facts, person)
        firm = frozenset((one.role, "" if one.implied else one.polity) for one in held)
        records[facts.member(person)] = PersonRecord(
            member=facts.member(person),
            rank=facts.ranks[person],
            names=names[person],
            offices=firm,
            polities=sides[person] | {polity for _, polity in firm if polity},
            hinted=frozenset((one.role, one.polity) for one in held if one.implied),
            contacts=frozenset(met[person]),
            year=year,
            printed=facts.named(person),
            known=known_as(names[person], _services(facts, person, year)) if year else "",
        )
    return records


def _services(facts: ArticleFacts, person: str, year: int) -> list[Service]:
    """The offices that an article gives a person, with the capacity."""
    found = []
    for claim in facts.about(person, Predicate.HELD_OFFICE):
        if isinstance(claim.object, Ref) and claim.object.id in facts.entities:
            held = office_of(facts, claim.object.id)
            found.append(Service(held.role, held.polity, claim.capacity or "current", year))
    return found


def _surname(names: tuple[PersonName, ...]) -> str:
    longest = max(names, key=lambda name: (len(name.tokens), name.text))
    return longest.tokens[longest.surnames[-1]].skeleton


class PersonMatcher:
    """Compares persons by name, office, polity, company and time."""

    def __init__(self) -> None:
        self._conflicts: Memo[tuple[str, str], str | None] = Memo(REMEMBERED)

    def signature(self, record: PersonRecord) -> str:
        """Names, offices and polities; company and time are pooled. A family name that stands alone,
        without office or polity, is nobody's in particular and never pooled."""
        names = ";".join(f"{name.text}@{','.join(map(str, name.surnames))}" for name in record.names)
        offices = ";".join(f"{role}/{polity}" for role, polity in sorted(record.offices))
        hints = ";".join(f"{role}/{polity}" for role, polity in sorted(record.hinted))
        alone = "" if _telling(record) else f"{record.member.article}#{record.member.local}"
        return f"{names}|{offices}|{';'.join(sorted(record.polities))}|{hints}|{record.known}|{alone}"

    def blocks(self, profile: Profile[PersonRecord]) -> Blocks:
        """Full names meet by family name and given name; short ones ask for the family name."""
        both = {f"k:{profile.sample.known}"} if profile.sample.known else set[str]()
        asks: set[str] = set()
        offers: set[str] = set()
        telling = _telling(profile.sample)
        for name in profile.sample.names:
            if telling:
                both.add(f"c:{name.compact}")
            for index in name.surnames:
                surname = name.tokens[index]
                if not name.full:
                    asks.add(f"s:{surname.skeleton}")
                    continue
                offers.add(f"s:{surname.skeleton}")
                for other in name.tokens:
                    if other is not surname:
                        both |= _given_keys(surname, other)
            if name.full:
                first, last = name.tokens[0].skeleton, name.tokens[-1].skeleton
                both.add("p:" + "/".join(sorted((first, last))))
        weak, lonely = (asks, set[str]()) if telling else (set[str](), asks)
        return Blocks(frozenset(both), frozenset(weak), frozenset(offers), frozenset(lonely))

    def compare(self, a: Profile[PersonRecord], b: Profile[PersonRecord]) -> Edge | None:
        """Add up the bits; None below what a candidate needs."""
        found = agreement(a.sample, b.sample)
        if rivals(a.sample.known, b.sample.known):
            return None
        known = a.sample.known if a.sample.known == b.sample.known else ""
        if found.level in (Level.NONE, Level.CONFLICT):
            return Edge(LISTED, MERGE[Level.FULL], "person-incumbent", (_listed(known),)) if known else None
        score, reasons, against = found.bits, [found.text], list[str]()
        for bits, text in _circumstances(a, b, found):
            score += bits
            (reasons if bits > 0 else against).append(text)
        if score < KEEP[found.level]:
            return None
        return Edge(
            score, MERGE[found.level], f"person-{found.level.name.lower()}", tuple(reasons), tuple(against)
        )

    def look(self, profile: Profile[PersonRecord]) -> object:
        """The company and the years."""
        return (_contacts(profile), tuple(profile_years(profile)))

    def conflict(self, a: Profile[PersonRecord], b: Profile[PersonRecord]) -> str | None:
        """Given names that are no spellings of one; or two states to act for."""
        return self._conflicts.answer((a.base, b.base), lambda: _conflict(a.sample, b.sample))

    def review(self, groups: Sequence[Sequence[Profile[PersonRecord]]]) -> list[tuple[int, int, Edge]]:
        """Nothing: all is decided by pairs."""
        del groups
        return []

    def pooled(self, profile: Profile[PersonRecord]) -> str:
        """The shared names and offices in words."""
        sample = profile.sample
        names = ", ".join(name.text for name in sample.names) or "no name"
        offices = ", ".join(
            f"{role} of {polity or 'unnamed polity'}" for role, polity in sorted(sample.offices)
        )
        return f"the same names ({names}) and {f'offices ({offices})' if offices else 'no office'}"

    def weak(self, profile: Profile[PersonRecord]) -> bool:
        """A family name alone, an initial, or a full name with nothing around it."""
        sample = profile.sample
        return not any(name.full for name in sample.names) or not sample.polities


def _conflict(a: PersonRecord, b: PersonRecord) -> str | None:
    if rivals(a.known, b.known):
        return f"the list of incumbents has two ({min(a.known, b.known)}; {max(a.known, b.known)})"
    found = agreement(a, b)
    if found.level is Level.CONFLICT and not (a.known and a.known == b.known):
        return found.text
    return _other_state(a, b)


def _listed(known: str) -> str:
    return f"the list of incumbents has one person in these offices at the time ({known})"


def _telling(record: PersonRecord) -> bool:
    return bool(record.offices or record.polities or any(name.full for name in record.names))


def _given_keys(surname: Token, other: Token) -> set[str]:
    """Keys under which full names meet: family name with the given name's table line, or its first sound;
    one consonant may be missing from the family name."""
    first = other.skeleton[:2] if other.skeleton.startswith("*") else other.skeleton[:1]
    keys = {f"f:{surname.skeleton}/{first}"}
    given = [str(line) for line in sorted(other.given)] or [other.skeleton]
    keys |= {f"g:{surname.skeleton}/{name}" for name in given}
    if other.initial:
        return {f"f:{surname.skeleton}/{other.text[:1]}"}
    keys.add(f"f:{surname.skeleton}/{other.text[:1]}")
    consonants = surname.skeleton.lstrip("*")
    keys |= {f"d:{consonants}/{first}", *(f"t:{surname.text[:3]}/{name}" for name in given)}
    if len(consonants) >= 3:
        keys |= {f"d:{consonants[:i]}{consonants[i + 1 :]}/{first}" for i in range(len(consonants))}
    return keys


def agreement(a: PersonRecord, b: PersonRecord) -> Agreement:
    """The best agreement of any two names; full names, where both have them, outvote short ones."""
    left = [name for name in a.names if name.full]
    right = [name for name in b.names if name.full]
    if not (left and right):
        left, right = list(a.names), list(b.names)
    found = [names_agree(x, y) for x in left for y in right]
    best = max(found, key=lambda agreement: (agreement.bits, agreement.text), default=None)
    if best is None:
        return Agreement(Level.NONE, 0.0, "no name")
    if best.bits <= 0:
        return min(found, key=lambda agreement: (agreement.bits, agreement.text))
    return best


def _circumstances(
    a: Profile[PersonRecord], b: Profile[PersonRecord], found: Agreement
) -> list[tuple[float, str]]:
    left, right = a.sample, b.sample
    out: list[tuple[float, str]] = []
    shared = {office for office in left.offices & right.offices if office[1]}
    if shared:
        role, polity = min(shared)
        single = any(office[0] in knowledge().single for office in shared)
        out.append((SAME_OFFICE if single else SAME_SHARED_OFFICE, f"the same office ({role}, {polity})"))
    elif left.known and left.known == right.known:
        out.append((SAME_OFFICE, _listed(left.known)))
    elif left.polities & right.polities:
        out.append((SAME_POLITY, f"both act for {min(left.polities & right.polities)}"))
    elif hints := (left.offices & right.hinted) | (left.hinted & (right.offices | right.hinted)):
        role, polity = min(hints)
        out.append((SAME_POLITY, f"the same office as far as implied ({role}, {polity})"))
    roles = {role for role, _ in left.offices} & {role for role, _ in right.offices}
    if roles and not shared and not (left.polities and right.polities):
        out.append((SAME_ROLE, f"the same role ({min(roles)}), one of them without a polity"))
    if reason := _other_state(left, right):
        out.append((OTHER_STATE, reason))
    company = _contacts(a) & _contacts(b)
    if company:
        out.append((3.0 if len(company) > 1 else 2.0, f"they meet the same people ({len(company)})"))
    gap = _years_apart(a, b)
    if gap > 2 and found.level is not Level.FULL:
        out.append((-min(4.0, 0.5 * gap), f"{gap} years between the reports"))
    elif gap > 15:
        earlier = left if profile_years(a)[0] < profile_years(b)[0] else right
        backed = earlier.known or _states(left) & _states(right)
        out.append((-2.0 if backed else -5.0, f"{gap} years between the reports"))
    return out


def _states(record: PersonRecord) -> frozenset[str]:
    """For whom a person acts, also as far as implied."""
    return record.polities | {polity for _, polity in record.hinted}


def _contacts(profile: Profile[PersonRecord]) -> frozenset[str]:
    return profile.union("contacts", lambda record: record.contacts)


def _years_apart(a: Profile[PersonRecord], b: Profile[PersonRecord]) -> int:
    left = profile_years(a)
    right = profile_years(b)
    if not left or not right:
        return 0
    low, high = (left, right) if left[0] <= right[0] else (right, left)
    return max(0, high[0] - low[-1])


def profile_years(profile: Profile[PersonRecord]) -> list[int]:
    """The years of publication of a profile's records, sorted."""
    years = profile.union("years", lambda record: () if record.year is None else (str(record.year),))
    return sorted(int(year) for year in years)


def _other_state(a: PersonRecord, b: PersonRecord) -> str | None:
    left = {polity for polity in a.polities if is_state(polity)}
    right = {polity for polity in b.polities if is_state(polity)}
    if left and right and not left & right:
        return f"they act for different states ({min(left)}; {min(right)})"
    return None
