"""Tenures of one article: who holds which office, and those told only by another's.

The predecessor, the successor, the deputy and the minister who moves have no title of their own in the text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.gazetteer import office_words
from communique.extraction.offices import succession
from communique.extraction.titles import office_names

RELATIVE = "counterpart"
"""The role of words that name no office by themselves; nothing is claimed where nobody's office fills it."""
STATED = 0.95
"""The confidence of a polity that the words name."""
_TOLD_BESIDE = 0.65
"""The most that the office of somebody told of beside its holder is sure (7 of 11 annotated)."""
_PERSONAL = frozenset({"legislator", "royal", "religious-leader", "military-officer", RELATIVE})
"""Roles that nobody hands over as an office."""
_LATER = frozenset(
    {"then", "later", "afterwards", "subsequently", "previously", "earlier", "formerly", "became", "served"}
)
_CAREER = _LATER | {
    "and", ",", "also", "was", "been", "had", "has", "before", "as", "serving", "from", "to", "between",
    "since", "until", "in", "the", "a", "an", "briefly", "finally", "once", "recently", "most", "being",
    "(", ")", "-", "–", "becoming", "next", "after",
}  # fmt: skip
"""Words between two offices of a career."""
_CAREER_GAP = 12
"""Tokens between them at most."""


@dataclass(slots=True)
class Tenure:
    """One holder of one office in one capacity, with every title that says so."""

    holder: Referent
    titles: list[Title]
    polity: str | None
    implied_by: str | None
    confidence: float = STATED
    """How sure the polity is: ``STATED``, or what was measured for conclusions like this."""


def continued(analysis: Analysis) -> None:
    """ "He was chairman of A and later ambassador to B": the title joined behind has the same holder."""
    order = sorted(range(len(analysis.titles)), key=lambda index: analysis.titles[index].start)
    for before, index in pairwise(order):
        one, other = analysis.titles[before], analysis.titles[index]
        if len(one.holders) != 1 or other.holders or one.plural or other.plural or other.role == RELATIVE:
            continue
        between = analysis.doc[one.end : other.start]
        if not 0 < len(between) <= _CAREER_GAP or analysis.sentence_of(one) != analysis.sentence_of(other):
            continue
        gap = {token.lower_ for token in between if not token.is_digit}
        if "such" in {token.lower_ for token in analysis.doc[max(0, one.start - 2) : one.start]}:
            continue  # "posts such as foreign minister and treasury minister"
        told = one.rule in {"predicate-title", "as-title"} and "the" not in gap
        told = told or bool(gap & _LATER) or ({"and", "a"} <= gap and bool(gap & {"until", "since", "from"}))
        subject = analysis.doc[other.start : other.end].root.dep_ in {"nsubj", "nsubjpass"}
        if told and gap <= _CAREER and not subject:
            over = one.capacity == "former" and other.capacity == "current"
            capacity = "former" if over else other.capacity
            rule = "continued-title"
            analysis.titles[index] = replace(other, holders=one.holders, capacity=capacity, rule=rule)


def handed_over(analysis: Analysis, tenures: list[Tenure]) -> list[Tenure]:
    """The tenures, and those of predecessors, successors and deputies that are told beside them."""
    found = list(tenures)
    for one in succession.handovers(analysis):
        _hand_over(analysis, found, one)
    for told in succession.deputies(analysis):
        model = _near(found, told.chief, told.start)
        if model is not None and not model.titles[0].title.startswith(("Deputy", "Vice")):
            title = office_names.deputy_of(model.titles[0])
            found.append(_like(analysis, model, told.deputy, told.start, title, "deputy of the holder"))
    lexicon = office_words.load()
    for moved in succession.transfers(analysis, lexicon):
        here = analysis.sentence_of(moved.start).index
        minister = _minister_near(analysis, found, here)
        name = f"Minister of {moved.subject}"
        if minister is not None and all(
            t.holder is not moved.person or t.titles[0].title != name for t in found
        ):
            title = replace(minister.titles[0], title=name, role=office_names.minister(name, lexicon))
            now = replace(title, capacity="current")
            found.append(_like(analysis, minister, moved.person, moved.start, now, "ministers beside"))
    return found


def _minister_near(analysis: Analysis, tenures: list[Tenure], here: int) -> Tenure | None:
    """A minister told of in this sentence or the one before."""
    for tenure in tenures:
        for title in tenure.titles:
            near = 0 <= here - analysis.sentence_of(title).index <= 1
            if near and title.role.endswith("minister") and tenure.polity is not None:
                return tenure
    return None


def _hand_over(analysis: Analysis, found: list[Tenure], one: succession.Handover) -> None:
    before = "outgoing" if one.future else "former"
    if one.ordered is not None:
        own = next((t for t in found if one.ordered in t.titles or _same_words(t, one.ordered)), None)
        if own is not None and own.holder is one.first:
            own.titles = [replace(title, capacity=before) for title in own.titles]
            now = replace(own.titles[0], capacity="designate" if one.future else "current")
            found.append(_like(analysis, own, one.second, one.start, now, "holder before"))
            return
    model = _near(found, one.second, one.start)
    other, capacity, why = one.first, before, "holder after"
    if model is None or (one.ordered is None and (_once(model) or model.titles[0].start > one.end + 25)):
        model = _near(found, one.first, one.start)
        other, capacity, why = one.second, "designate" if one.future else "current", "holder before"
    if model is None:
        return
    mine = [t for t in found if t.holder is other and t.titles[0].role == model.titles[0].role]
    if mine:
        return
    title = replace(model.titles[0], capacity=capacity)
    found.append(_like(analysis, model, other, one.start, title, why))


def _once(tenure: Tenure) -> bool:
    """ "He is replaced by NAME, a former envoy to Egypt": what somebody was is not what is handed over."""
    return tenure.titles[0].capacity == "former" and tenure.titles[0].owner in {"a", "an"}


def _same_words(tenure: Tenure, title: Title) -> bool:
    return any(one.start == title.start for one in tenure.titles)


def _near(tenures: list[Tenure], person: Referent, token: int) -> Tenure | None:
    """The office of a person that stands nearest before a word, else the first."""
    mine = [t for t in tenures if t.holder is person and t.titles[0].role not in _PERSONAL]
    mine = [t for t in mine if t.titles[0].capacity not in {"former", "late"}] or mine
    starts = [(title.start, tenure) for tenure in mine for title in tenure.titles]
    before = [one for one in starts if one[0] <= token]
    if before:
        return max(before, key=lambda one: one[0])[1]
    return min(starts, key=lambda one: one[0])[1] if starts else None


def _like(analysis: Analysis, model: Tenure, person: Referent, token: int, title: Title, why: str) -> Tenure:
    """An office like another's, told by a word that is no title."""
    made = replace(
        title,
        start=token,
        end=token + 1,
        span=analysis.span(token, token + 1),
        holders=(person.id,),
        rule="succession",
        plural=False,
    )
    why_not = why if model.polity is not None else None
    return Tenure(person, [made], model.polity, why_not, min(model.confidence, _TOLD_BESIDE))
