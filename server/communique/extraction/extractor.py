"""What every extractor is: an article in, an extraction out."""

from __future__ import annotations

from typing import Protocol

from communique.model.claims import Extraction
from communique.model.text import Article


class Extractor(Protocol):
    """Reads one article. ``name`` marks its claims (``Claim.extractor``).

    ``extract`` raises ``UnreadableArticle`` for a text that it cannot take; it never returns claims whose
    offsets it has not checked (``verifier.verify``).
    """

    name: str

    def extract(self, article: Article) -> Extraction:
        """Entities of the article and the claims about them."""
        ...
