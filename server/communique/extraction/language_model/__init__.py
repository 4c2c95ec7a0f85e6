"""A second extractor: a language model behind an OpenAI-compatible address, checked like the first.

The model is sent numbered sentences and a closed list of entities with codes; it answers with codes,
numbers and words copied from the sentences, never with offsets. ``grounding`` finds those words exactly, or
drops what it cannot find; the verifier of all extractors has the last word.
"""

from communique.extraction.language_model.chat import Chat, Service
from communique.extraction.language_model.extractor import LanguageModelExtractor, with_names

__all__ = ["Chat", "LanguageModelExtractor", "Service", "with_names"]
