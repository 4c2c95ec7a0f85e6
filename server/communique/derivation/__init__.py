"""The numbered rules of ``ontology/rules`` over a graph: what follows from what the articles say.

``derive`` runs them over a whole graph. ``rederive`` runs them around what a change touched, with the
same result: each rule names its focus (one variable, all of whose solutions depend on a bounded
neighbourhood) and what it reads of that neighbourhood, and the ``Productions`` say which rule made
which triple for which focus, so that a triple goes when its last maker no longer makes it.
"""

from communique.derivation.nearby import rederive
from communique.derivation.production import Productions
from communique.derivation.rule import Rule, rules
from communique.derivation.whole import derive, produce

__all__ = ["Productions", "Rule", "derive", "produce", "rederive", "rules"]
