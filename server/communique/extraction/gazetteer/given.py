"""Which sex a given name tells, as ``data/gazetteer/given_names.yaml`` lists them."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import yaml

from communique import resources
from communique.extraction.gazetteer.words import fold


@lru_cache(maxsize=1)
def _listed() -> dict[str, Literal["m", "f"]]:
    names = yaml.safe_load(resources.read("data", "gazetteer", "given_names.yaml"))
    found: dict[str, Literal["m", "f"]] = {fold(name): "f" for name in names["f"].split()}
    return found | {fold(name): "m" for name in names["m"].split()}


def gender_of(name: str) -> Literal["m", "f"] | None:
    """ "m" or "f" by the first word of a person's full name ("Angela Merkel"); None if it does not tell.

    Only for names of two words or more: a lone surname ("Victoria") is no given name.
    """
    words = name.replace("-", " ").split()
    return _listed().get(fold(words[0])) if len(words) > 1 else None
