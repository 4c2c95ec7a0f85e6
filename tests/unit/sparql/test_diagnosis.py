"""What a person is told of a query that is wrong, or that runs and may not mean what it says."""

from __future__ import annotations

from difflib import get_close_matches

import pytest

from communique.errors import DeadlineExceeded, QuerySyntaxError
from communique.sparql import advice
from communique.sparql.advice import advise
from communique.sparql.diagnosis import diagnose, snippet
from communique.sparql.outline import outline
from communique.sparql.prefixes import PREFIXES
from communique.sparql.problem import Problem
from communique.sparql.statistics import Statistics

DIP = PREFIXES["dip"]
KNOWN = Statistics("c", classes={f"{DIP}Meeting": 3, f"{DIP}Person": 2}, properties={f"{DIP}attendee": 4})


def told(text: str, engine: str = "syntax", line: int | None = None, column: int | None = None) -> Problem:
    return diagnose(QuerySyntaxError(engine, line=line, column=column), text, outline(text))


@pytest.mark.parametrize(
    ("text", "place", "detail", "hint"),
    [
        ("SELECT * {\n ?s ?p }", (2, 8), "} stands where it cannot", ""),
        (
            "SELECT * { ?s ?p ?o",
            (1, 20),
            "the text ends",
            "the { of line 1, column 10 is never closed: add }",
        ),
        ("SELECT * { FILTER(BUND(?s)) }", (1, 19), "BUND stands", "did you mean BOUND?"),
        ("SELCT * { ?s ?p ?o }", (1, 1), "SELCT stands", "did you mean SELECT?"),
        ("SELECT ?a, ?b { ?a ?b ?c }", (1, 10), ", stands", "separated by spaces, not by commas"),
        ("SELECT * { ?s ?p ?o ?a ?b ?c }", (1, 21), "?a stands", "a full stop may be missing before it"),
        ("SELECT * { ?s ?p ?o } }", (1, 23), "} stands", "there is no opening bracket for this }"),
        ("SELECT COUNT(*) { ?s ?p ?o }", (1, 8), "COUNT stands", "write (COUNT(...) AS ?name)"),
        ("ASK { ?s ?p 'open }", (1, 13), "never closed", "three quotation marks at either end"),
        ("ASK { ?s ?p “x” }", (1, 13), "“ is no quotation mark of SPARQL", "use straight ones"),
        ("ASK { ?s ?p 'a\\d' }", (1, 15), "\\d is no escape of SPARQL", "a backslash itself is written \\\\"),
        (
            "ASK { ?s ?p 'a\\uD83D' }",
            (1, 15),
            "\\uD83D stands for no character",
            "as one \\U with eight digits",
        ),
        ("ASK { ?s ?p '\\U00110000' }", (1, 14), "\\U00110000 stands for no character", "not as two halves"),
        ("ASK { ?s <a b> ?o }", (1, 10), "< stands", "may hold no spaces, quotation marks or braces"),
        (
            "ASK {\r\n\t?m a dip:Meeting }",
            (2, 7),
            "the prefix dip: is not declared",
            f"add PREFIX dip: <{DIP}>",
        ),
        ("ASK { ?m a nope:Meeting }", (1, 12), "the prefix nope: is not declared", ""),
    ],
)
def test_a_mistake_is_shown_at_its_place_with_a_remedy(
    text: str, place: tuple[int, int], detail: str, hint: str
) -> None:
    problem = told(text)
    assert (problem.status, problem.kind, (problem.line, problem.column)) == (400, "syntax", place)
    assert detail in problem.detail
    assert hint in " ".join(problem.hints)
    assert bool(problem.hints) == bool(hint)
    assert problem.snippet is not None
    line, caret = problem.snippet.split("\n")
    assert len(caret) == place[1]
    assert line.strip() == text.splitlines()[place[0] - 1].strip()


def test_what_could_stand_there_is_said_in_words_and_signs_of_the_language() -> None:
    expected = told("SELECT * { ?s ?p }").expected
    assert expected == ("a value",)
    assert "a variable" in told("SELECT { ?s ?p ?o }").expected
    assert all("_" not in word and "?" not in word for word in expected)


def test_what_only_the_engine_knows_is_put_into_a_sentence_at_its_place() -> None:
    text = "SELECT ?a (SUM(?b) AS ?n) { ?a ?p ?b }"
    problem = told(text, "The SELECT contains a variable that is unbound")
    assert "group by it" in problem.detail
    other = told("ASK {\n}", "expected one of X, a rule of the engine", line=2, column=1)
    assert (other.line, other.column, other.detail) == (2, 1, "a rule of the engine")


def test_what_is_no_mistake_of_the_text_is_said_as_it_is() -> None:
    assert diagnose(DeadlineExceeded("too slow"), "ASK {", outline("ASK {")) == Problem(504, "too slow")


def test_a_long_line_is_cut_around_the_place() -> None:
    line, caret = snippet("x" * 500 + "!" + "y" * 500, 1, 501).split("\n")
    assert len(line) <= 100
    assert line[len(caret) - 1] == "!"


@pytest.mark.parametrize(
    ("query", "hints"),
    [
        (
            "SELECT ?m { ?m a dip:Meting }",
            ["nothing in this dataset uses dip:Meting; did you mean dip:Meeting?"],
        ),
        (
            "SELECT ?m { ?m dip:atendee ?x }",
            ["nothing in this dataset uses dip:atendee; did you mean dip:attendee?"],
        ),
        ("SELECT ?m { ?m dip:zzz ?x }", ["nothing in this dataset uses dip:zzz"]),
        (
            f"ASK {{ ?m a <{DIP}Meting> }}",
            ["nothing in this dataset uses dip:Meting; did you mean dip:Meeting?"],
        ),
        (
            "SELECT ?event ?evnt { ?event a dip:Meeting }",
            ["?evnt is selected, and nothing gives it a value; did you mean ?event?"],
        ),
        (
            "SELECT ?person { ?event dip:attendee ?person . ?persn a dip:Person FILTER(?event > 1) }",
            ["?persn is used only once; did you mean ?person?"],
        ),
        # nothing to say
        ("SELECT ?m { ?m a dip:Meeting ; dip:attendee ?who }", []),
        ("SELECT (COUNT(*) AS ?n) { ?m a dip:Person }", []),
        ("SELECT ?m { ?m a <http://elsewhere.example/Thing> }", []),
        ("SELECT * { ?meeting a dip:Meeting }", []),
    ],
)
def test_a_query_that_may_not_mean_what_it_says_gets_a_hint(query: str, hints: list[str]) -> None:
    assert list(advise(outline(f"PREFIX dip: <{DIP}> {query}"), KNOWN)) == hints


@pytest.mark.parametrize(
    ("once", "twice"),
    [([f"v{n}x" for n in range(400)], [f"v{n}y" for n in range(400)]), (["ab" * 4000], ["ba" * 4000])],
)
def test_names_are_compared_only_where_that_is_cheap(
    once: list[str], twice: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing all with all took the server 24 seconds for one query of 57 KB."""
    compared: list[str] = []

    def count(name: str, others: list[str], n: int, cutoff: float) -> list[str]:
        compared.extend(others)
        return get_close_matches(name, others, n, cutoff)

    monkeypatch.setattr(advice, "get_close_matches", count)
    names = " ".join(f"?{name}" for name in (*once, *twice, *twice))
    assert advise(outline(f"SELECT * {{ VALUES ({names}) {{}} }}"), KNOWN) == ()
    assert len(compared) <= 2000
    assert all(len(name) < 100 for name in compared)


def test_hints_are_few_and_need_no_counts() -> None:
    many = " ".join(f"?m dip:unknown{n} ?x ." for n in range(50))
    assert 1 < len(advise(outline(f"PREFIX dip: <{DIP}> ASK {{ {many} }}"), KNOWN)) <= 5
    assert advise(outline(f"PREFIX dip: <{DIP}> ASK {{ ?m a dip:Meting }}"), None) == ()
