"""Texts that stand in capitals, as old wires do."""

from __future__ import annotations

from datetime import date

import pytest

from communique.extraction.pipeline import Pipeline
from communique.extraction.text import annotate
from communique.extraction.text.annotate import Parser
from communique.model.text import Article

WIRE = (
    "AMMAN, MAY 5 (UPI) -- PRESIDENT HARLAND MET KING KHALID OF JORDAN ON MONDAY AND MAY SEE SYRIAN FOREIGN "
    "MINISTER FARIS AL-MASRI. SECRETARY OF STATE BAKER TOLD REPORTERS THAT THE TALKS WERE GOOD. BAKER WILL "
    "VISIT CAIRO ON MAY 9, WHERE HE WILL MEET EGYPTIAN PRESIDENT NABIL FARID."
)


@pytest.fixture(scope="module", params=["md", "sm"])
def parser(request: pytest.FixtureRequest) -> Parser:
    return annotate.load(request.param)


@pytest.mark.parametrize(
    "printed",
    [
        "President Harland met King Khalid of Jordan at the White House on Monday. ",
        "Secretary of State Baker told reporters that he may come on May 9. Baker smiled. ",
        "The Soviet Union's foreign minister, Boris Levin, told us that US forces would leave. ",
        "The PLO and the EC met in Luxembourg. Polish officials visited Turkey in March. ",
        "NATO Secretary-General Hendrik van Loon arrived. Mr Brown and Prime Minister John Major did not. ",
        "President Harland's policy changed. King Khalid's visit begins today. The president told him so. ",
    ],
)
def test_a_shouted_text_is_read_with_small_letters(parser: Parser, printed: str) -> None:
    """Names keep a capital, also those that are common words; common words behind names get none."""
    text = printed * 3
    calm = annotate.calm(parser, text.upper())
    assert len(calm) == len(text)
    told = set(zip(text.split(), calm.split(), strict=True))
    assert {(a, b) for a, b in told if a.lower() not in {"van", "secretary-general"} and a != b} == set()


def test_a_text_with_a_shouted_headline_is_left_alone(parser: Parser) -> None:
    text = "PRESIDENT HARLAND MEETS KING\n\n" + WIRE.capitalize()
    assert annotate.calm(parser, text) == text


@pytest.mark.parametrize("model", ["md", "sm"])
def test_what_a_wire_in_capitals_says_is_found_and_quoted_as_it_stands(model: str) -> None:
    article = Article(WIRE, date(1986, 5, 6))
    pipeline = Pipeline(model)
    record = pipeline.record(article)
    assert {one["name"].upper() for one in record["persons"]} == {
        "HARLAND", "KHALID", "FARIS AL-MASRI", "BAKER", "NABIL FARID",
    }  # fmt: skip
    held = {(one["holder"].upper(), one["polity"]) for one in record["offices"]}
    assert held >= {("KHALID", "Jordan"), ("FARIS AL-MASRI", "Syria"), ("NABIL FARID", "Egypt")}
    found = {frozenset(p.upper() for p in one["participants"]) for one in record["meetings"]}
    assert found >= {frozenset({"HARLAND", "KHALID"}), frozenset({"BAKER", "NABIL FARID"})}
    for claim in pipeline.extract(article).claims:
        assert article.quote(claim.words) == article.quote(claim.words).upper()
