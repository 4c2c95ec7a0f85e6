"""The page of an article: its words with claims marked, exactly as stored."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from tests.web.pages.site import BASE, Site, read, served, worked_examples

from communique.web.pages.highlight import Highlight, Stretch, segments

DIP = "https://w3id.org/communique/ns#"
CLAIMS = f"""PREFIX dip: <{DIP}> PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?claim ?article ?start ?end ?sentence ?from ?quote WHERE {{
  GRAPH ?article {{ ?claim dip:source ?article ; dip:wordsStart ?start ; dip:wordsEnd ?end ; dip:evidence ?sentence .
    ?sentence oa:start ?from ; oa:exact ?quote . }} }}"""

spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(
    st.text(min_size=1, max_size=60),
    st.integers(0, 50),
    st.lists(spans, max_size=8),
    st.lists(spans, max_size=3),
)
def test_segments_joined_are_the_text_and_those_of_a_claim_its_words(
    text: str, offset: int, claimed: list[tuple[int, int]], marked: list[tuple[int, int]]
) -> None:
    highlights = [Highlight(start, end, number, "event") for number, (start, end) in enumerate(claimed)]
    cut = segments(text, offset, highlights, [Stretch(start, end, "unread") for start, end in marked])
    assert "".join(segment.text for segment in cut) == text
    for highlight in highlights:
        words = "".join(segment.text for segment in cut if highlight.number in segment.numbers)
        low, high = max(0, highlight.start - offset), max(0, highlight.end - offset)
        assert words == text[low:high]


def test_the_tightest_claim_gives_a_segment_its_colour() -> None:
    cut = segments("abcdef", 0, [Highlight(0, 6, 1, "event"), Highlight(2, 4, 2, "when")])
    assert [(s.text, s.hue, s.numbers, s.depth) for s in cut] == [
        ("ab", "event", (1,), 1),
        ("cd", "when", (2, 1), 2),
        ("ef", "event", (1,), 1),
    ]


def test_the_marked_words_of_every_claim_are_those_that_are_stored(site: Site, client: FlaskClient) -> None:
    checked = 0
    for row in site.store.query(CLAIMS):  # type: ignore[union-attr]  # a SELECT gives solutions
        article, claim = row["article"].value, row["claim"].value
        start, end, first = (int(row[name].value) for name in ("start", "end", "from"))
        if not first <= start < first + len(row["quote"].value):
            continue
        words = row["quote"].value[start - first : end - first]
        key = claim.rpartition("#claim-")[2]
        html = client.get(f"{article.removeprefix(BASE[:-1])}?claim={key}").get_data(as_text=True)
        number = html.partition(f'data-claim="{key}" data-number="')[2].partition('"')[0]
        assert read(html).marks[number] == words, claim
        checked += 1
    assert checked > 60


def test_a_claim_in_the_address_is_lit_in_the_text_and_in_its_card(site: Site, client: FlaskClient) -> None:
    claim = site.things("Claim")[0]
    article, _, key = claim.removeprefix(BASE[:-1]).partition("#claim-")
    html = client.get(f"{article}?claim={key}").get_data(as_text=True)
    assert 'class="on" id="c"' in html
    assert f'class="card {html.partition(" on" + chr(34))[0].rpartition("card ")[2]} on"' in html


def test_a_claim_that_the_article_has_not_is_said_to_be_missing(site: Site, client: FlaskClient) -> None:
    path = site.things("Article")[0].removeprefix(BASE[:-1])
    assert "has no claim gone" in client.get(f"{path}?claim=gone").get_data(as_text=True)


def test_hidden_kinds_are_not_marked(site: Site, client: FlaskClient) -> None:
    path = site.things("Article")[0].removeprefix(BASE[:-1])
    whole = client.get(path).get_data(as_text=True)
    kinds = {kind for kind in ("who", "name", "event") if f'data-h="{kind}"' in whole}
    assert kinds
    for kind in kinds:
        assert f'data-h="{kind}"' not in client.get(f"{path}?hide={kind}").get_data(as_text=True)


@pytest.mark.parametrize(("kept", "note"), [(True, "does not allow its text"), (False, "is withheld")])
def test_a_withheld_text_shows_its_sentences_or_nothing(tmp_path: Path, kept: bool, note: str) -> None:
    lines = [line for line in worked_examples() if f"<{DIP}text>" not in line]
    if not kept:
        lines = [line for line in lines if "<http://www.w3.org/ns/oa#exact>" not in line]
    with served(lines, tmp_path) as site:
        article = site.things("Article")[0]
        html = site.app.test_client().get(article.removeprefix(BASE[:-1])).get_data(as_text=True)
    assert note in html
    assert ("<mark" in html) is kept


def test_sentences_that_gave_no_claim_are_underlined(tmp_path: Path) -> None:
    lines = worked_examples()
    sentence = next(line.split()[0] for line in lines if f"<{DIP}Sentence>" in line and "article" in line)
    article = sentence.partition("#")[0][1:]
    lines.append(f'{sentence} <{DIP}unread> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <{article}> .')
    with served(lines, tmp_path) as site:
        html = site.app.test_client().get(article.removeprefix(BASE[:-1])).get_data(as_text=True)
    assert 'class="unread"' in html
    assert "1 sentence that looks like a claim and gave none" in html
