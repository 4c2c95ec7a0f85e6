"""Shapes and audits against a graph; a report out.

``validate`` checks a whole graph in SPARQL, ``validate_contribution`` data from outside, and
``communique.validation.article.validate_article`` what one article touches, with pySHACL (imported only
then). ``render`` writes a report.
"""

from communique.validation.nearby import validate_nearby
from communique.validation.render import render
from communique.validation.report import Report, Result, Severity
from communique.validation.whole import load, validate, validate_contribution

__all__ = [
    "Report",
    "Result",
    "Severity",
    "load",
    "render",
    "validate",
    "validate_contribution",
    "validate_nearby",
]
