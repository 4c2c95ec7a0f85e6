"""Whether a node conforms to a shape, as a SPARQL expression (SHACL, section 4.5 to 4.8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, count

import pyoxigraph as ox

from communique.errors import ResourceMissing
from communique.validation.path import Path
from communique.validation.shape import Constraint, Shape, Term

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SH = "http://www.w3.org/ns/shacl#"
_NODE_KINDS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "(isBlank({0}) || isIRI({0}))",
    "IRIOrLiteral": "(isIRI({0}) || isLiteral({0}))",
    "BlankNodeOrLiteral": "(isBlank({0}) || isLiteral({0}))",
}
_COMPARED = {"MinExclusive": ">", "MinInclusive": ">=", "MaxExclusive": "<", "MaxInclusive": "<="}
_LENGTHS = {"MinLength": ">=", "MaxLength": "<="}
_PAIRS = {"LessThan": "<", "LessThanOrEquals": "<="}
# Datatypes whose literals can be ill-formed, and that SPARQL can cast to (SPARQL 1.1, section 17.1).
_CAST = ("boolean", "integer", "decimal", "float", "double", "dateTime", "date")


@dataclass(frozen=True, slots=True)
class Names:
    """A source of variable names that no other part of the query uses."""

    numbers: count[int] = field(default_factory=count)

    def variable(self) -> str:
        """A variable that is new in this query."""
        return f"?x{next(self.numbers)}"


def value_test(constraint: Constraint, node: str, names: Names | None = None) -> str:
    """An expression that is true if ``node`` (a variable) satisfies a constraint on single values."""
    names = names or Names()
    terms = constraint.terms
    match constraint.kind:
        case "Class":
            return f"EXISTS {{ {node} {_TYPE} {terms[0]} }}"
        case "Datatype":
            return _datatype(node, terms[0])
        case "NodeKind":
            return _NODE_KINDS[terms[0].value.removeprefix(_SH)].format(node)
        case "In":
            return _one_of(node, terms)
        case "HasValue":
            return f"sameTerm({node}, {terms[0]})"
        case "Pattern":
            flags = f", {ox.Literal(terms[1].value)}" if len(terms) > 1 else ""
            return f"(!isBlank({node}) && REGEX(STR({node}), {ox.Literal(terms[0].value)}{flags}))"
        case "LanguageIn":
            ranges = " || ".join(f"LANGMATCHES(LANG({node}), {ox.Literal(t.value)})" for t in terms)
            return f"(isLiteral({node}) && ({ranges or 'false'}))"
        case kind if kind in _COMPARED:
            return f"COALESCE({node} {_COMPARED[kind]} {terms[0]}, false)"
        case kind if kind in _LENGTHS:
            return f"(!isBlank({node}) && STRLEN(STR({node})) {_LENGTHS[kind]} {terms[0].value})"
    return _logical(constraint, node, names)


def _logical(constraint: Constraint, node: str, names: Names) -> str:
    """Constraints that refer to other shapes."""
    match constraint.kind:
        case "Not":
            return f"!({conforms(constraint.shapes[0], node, names)})"
        case "Node":
            return conforms(constraint.shapes[0], node, names)
        case "And":
            return _joined(" && ", constraint, node, names)
        case "Or":
            return _joined(" || ", constraint, node, names)
        case "Xone":
            ones = " + ".join(f"IF({conforms(s, node, names)}, 1, 0)" for s in constraint.shapes)
            return f"({ones}) = 1"
    raise ResourceMissing(f"sh:{constraint.kind} of a shape has no translation into SPARQL")


def conforms(shape: Shape, node: str, names: Names) -> str:
    """An expression that is true if ``node`` conforms to the whole shape."""
    tests: list[str] = []
    for constraint in shape.constraints:
        if shape.path is not None:
            tests.append(_path_test(constraint, shape.path, node, names))
        elif constraint.kind == "Closed":
            path, value = names.variable(), names.variable()
            allowed = ", ".join(str(t) for t in constraint.terms)
            tests.append(f"NOT EXISTS {{ {node} {path} {value} FILTER({path} NOT IN ({allowed})) }}")
        else:
            tests.append(value_test(constraint, node, names))
    for inner in shape.properties:
        if shape.path is None:
            tests.append(conforms(inner, node, names))
        else:
            value = names.variable()
            broken = f"{node} {shape.path.sparql} {value} FILTER(!({conforms(inner, value, names)}))"
            tests.append(f"NOT EXISTS {{ {broken} }}")
    return "(" + (" && ".join(f"({t})" for t in tests) or "true") + ")"


def _path_test(constraint: Constraint, path: Path, node: str, names: Names) -> str:
    """An expression that is true if all values of ``path`` at ``node`` satisfy a constraint."""
    value, other = names.variable(), names.variable()
    reached = f"{node} {path.sparql} {value}"
    match constraint.kind:
        case "MinCount" | "MaxCount" | "QualifiedMinCount" | "QualifiedMaxCount":
            return _count_test(constraint, path, node, names)
        case "HasValue":
            return f"EXISTS {{ {node} {path.sparql} {constraint.terms[0]} }}"
        case "UniqueLang":
            both = f"{reached} , {other} FILTER(!sameTerm({value}, {other}) && LANG({value}) = LANG({other})"
            return f'NOT EXISTS {{ {both} && LANG({value}) != "") }}'
        case "Equals":
            second = constraint.terms[0]
            here = f"NOT EXISTS {{ {reached} FILTER NOT EXISTS {{ {node} {second} {value} }} }}"
            there = f"{node} {second} {other} FILTER NOT EXISTS {{ {node} {path.sparql} {other} }}"
            return f"{here} && NOT EXISTS {{ {there} }}"
        case "Disjoint":
            return f"NOT EXISTS {{ {reached} . {node} {constraint.terms[0]} {value} }}"
        case kind if kind in _PAIRS:
            pair = f"{reached} . {node} {constraint.terms[0]} {other}"
            return f"NOT EXISTS {{ {pair} FILTER(!COALESCE({value} {_PAIRS[kind]} {other}, false)) }}"
        case _:
            return f"NOT EXISTS {{ {reached} FILTER(!({value_test(constraint, value, names)})) }}"


def _count_test(constraint: Constraint, path: Path, node: str, names: Names) -> str:
    """At least, or not more than, so many different values, told apart pair by pair."""
    number = int(constraint.terms[0].value)
    least = constraint.kind.endswith("MinCount")
    wanted = number if least else number + 1
    if wanted == 0:
        return "true"
    variables = [names.variable() for _ in range(wanted)]
    parts = [f"{node} {path.sparql} {v} ." for v in variables]
    tests = [f"!sameTerm({a}, {b})" for a, b in combinations(variables, 2)]
    if constraint.shapes:
        tests += [conforms(constraint.shapes[0], v, names) for v in variables]
    found = " ".join(parts) + (f" FILTER({' && '.join(tests)})" if tests else "")
    return f"{'EXISTS' if least else 'NOT EXISTS'} {{ {found} }}"


def _datatype(node: str, datatype: Term) -> str:
    same = f"DATATYPE({node}) = {datatype}"
    if datatype.value.startswith(_XSD) and datatype.value.removeprefix(_XSD) in _CAST:
        return f'COALESCE({same} && STR({datatype}(STR({node}))) != "", false)'
    return f"COALESCE({same}, false)"


def _one_of(node: str, terms: tuple[Term, ...]) -> str:
    iris = [str(t) for t in terms if isinstance(t, ox.NamedNode)]
    others = [f"sameTerm({node}, {t})" for t in terms if not isinstance(t, ox.NamedNode)]
    tests = ([f"{node} IN ({', '.join(iris)})"] if iris else []) + others
    return f"({' || '.join(tests) or 'false'})"


def _joined(operator: str, constraint: Constraint, node: str, names: Names) -> str:
    return "(" + (operator.join(conforms(s, node, names) for s in constraint.shapes) or "true") + ")"
