"""The language model as an ``Extractor``, beside the rules."""

from __future__ import annotations

from dataclasses import replace

from communique import __version__
from communique.extraction import verifier
from communique.extraction.language_model.answer import Answer, parse, schema
from communique.extraction.language_model.chat import Chat
from communique.extraction.language_model.grounding import ground
from communique.extraction.language_model.sheet import INSTRUCTIONS, VERSION, Sheet, sheets
from communique.extraction.pipeline import Pipeline
from communique.extraction.text import mending
from communique.model.claims import Extraction, Kind, Predicate
from communique.model.text import Article


class LanguageModelExtractor:
    """Reads with a language model what the rules' own analysis laid out: sentences and entities.

    ``pipeline`` gives sentences, persons, places and dates. Claims on something that the rules found too have
    the same subject, so both readings stand side by side.
    """

    name = "llm"

    def __init__(self, pipeline: Pipeline, chat: Chat) -> None:
        self._pipeline = pipeline
        self._chat = chat
        self.engine = (
            f"communique {__version__} llm {chat.service.model}, question {VERSION}; {pipeline.engine}"
        )

    def extract(self, article: Article) -> Extraction:
        """What the model reads, without the rules' claims.

        Raises ``UnreadableArticle`` as the rules do, and ``ServiceFailure`` where no usable answer comes.
        """
        return self.both(article)[1]

    def both(self, article: Article) -> tuple[Extraction, Extraction]:
        """The rules' extraction and the model's, in this order."""
        with self._pipeline.reading(article) as (analysis, rules):
            answers: list[tuple[Sheet, Answer]] = []
            for sheet in sheets(analysis):
                question = (
                    {"role": "system", "content": INSTRUCTIONS},
                    {"role": "user", "content": sheet.render(analysis)},
                )
                answers.append((sheet, self._chat.ask(question, schema(), parse)))
            found = ground(analysis, rules, answers, self.name, self.engine)
            model = verifier.verify(analysis.article, found)
            return mending.settle(article, rules), mending.settle(article, model)


def with_names(rules: Extraction, model: Extraction) -> Extraction:
    """The model's extraction with the names of its persons, which the closed list gave: a whole record."""
    persons = {one.id for one in rules.entities if one.kind is Kind.PERSON}
    names = tuple(c for c in rules.claims if c.predicate is Predicate.NAME and c.subject in persons)
    entities = {one.id: one for one in (*rules.entities, *model.entities)}
    return replace(model, entities=tuple(entities.values()), claims=(*names, *model.claims))
