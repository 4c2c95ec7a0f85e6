"""Who and what is the same across articles, and which claims stand.

``resolve`` decides over a whole corpus; ``incremental.Resolver`` keeps the same decision up to date as
articles come and go; ``judgements`` reads and writes what persons decided; ``explanation`` says why.
"""

from communique.resolution.change import Change
from communique.resolution.incremental import Resolver, Source
from communique.resolution.resolver import resolve, sources

__all__ = ["Change", "Resolver", "Source", "resolve", "sources"]
