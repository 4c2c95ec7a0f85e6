"""What a visitor does: from a number to a sentence by clicks, by keys, by query."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from tests.browser.live import Live, pages_of, visit
from tests.web.pages.site import BASE, read

PREFIXES = "PREFIX dip: <https://w3id.org/communique/ns#> PREFIX oa: <http://www.w3.org/ns/oa#> "
WORDS = (
    PREFIXES
    + """SELECT ?claim ?article ?start ?end ?from ?to ?quote WHERE {
  ?claim a dip:Claim ; dip:source ?article ; dip:evidence ?sentence .
  OPTIONAL { ?claim dip:wordsStart ?start ; dip:wordsEnd ?end }
  ?sentence oa:start ?from ; oa:end ?to ; oa:exact ?quote .
} ORDER BY ?claim"""
)


def test_from_home_to_a_sentence_in_its_article_and_back_by_clicks_only(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = visitor.open("/").page
        page.click("section[aria-labelledby=newest] ul a")
        assert visitor.path().startswith("/event/")
        event = visitor.path()
        fact = page.locator("dl.facts .fact:has(mark)").first
        fact.locator("summary").click()
        sentence = fact.locator("blockquote").first
        assert sentence.is_visible()
        words = sentence.locator("mark").inner_text()
        fact.locator("a", has_text="read in the article").first.click()
        assert visitor.path().startswith("/article/")
        lit = "".join(page.locator(".text mark.on").all_inner_texts())
        assert lit == words
        assert page.locator("#c").is_visible()
        page.go_back()
        assert visitor.path() == event
        page.click(".crumbs a >> text=Home")
        assert visitor.path() == "/"
        assert visitor.errors == []


def test_the_marked_words_of_every_claim_are_those_that_are_stored(chromium: Any, demo: Live) -> None:
    """Each claim lights up in its article exactly the words that its sentence holds at its offsets."""
    checked = set()
    with visit(chromium, demo.url) as visitor:
        for row in demo.store.query(WORDS, use_default_graph_as_union=True):  # type: ignore[union-attr]
            claim, first, quoted = row["claim"].value, int(row["from"].value), row["quote"].value
            assert len(quoted) == int(row["to"].value) - first
            start, end = (int(row[name].value) if row[name] else -1 for name in ("start", "end"))
            if not first <= start < first + len(quoted):
                continue
            key = claim.rpartition("#claim-")[2]
            path = row["article"].value.removeprefix(BASE[:-1])
            html = visitor.page.request.get(f"{demo.url}{path}?claim={key}").text()
            number = html.partition(f'data-claim="{key}" data-number="')[2].partition('"')[0]
            assert read(html).marks[number] == quoted[start - first : end - first], claim
            checked.add(claim)
    assert checked == set(demo.things("Claim"))


def test_keys_lead_to_search_help_and_lists(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = visitor.open("/").page
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "search"
        page.keyboard.type("putin")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=putin")
        assert "Putin" in page.locator("main").inner_text()
        page.locator("h1").click()
        page.keyboard.press("?")
        assert page.locator("#keys").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("p")
        page.wait_for_url("**/person/")


def test_the_list_of_keys_opens_on_every_kind_of_page(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        for name, path in pages_of(demo).items():
            page = visitor.open(path).page
            page.keyboard.press("?")
            page.wait_for_selector("dialog#keys[open]")
            assert [error for error in visitor.errors if "404" not in error] == [], name


def test_the_number_on_home_is_what_its_query_gives_in_the_editor(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = visitor.open("/").page
        shown = page.locator(".counts li", has_text="people").locator(".figure").inner_text().replace(",", "")
        page.locator(".counts li", has_text="people").locator("a[data-count-query]").click()
        page.wait_for_selector("#ask[data-ready]")
        assert page.locator("#view td").inner_text() == shown
        page.click("#ask button.button")
        page.locator("#status", has_text="1 row in").wait_for()
        assert page.locator("#view td").inner_text() == shown


def editor(visitor: Any, query: str) -> Any:
    page = visitor.open(f"/sparql?query={quote(query)}" if query else "/sparql").page
    page.wait_for_selector("#ask[data-ready]")
    return page


def test_the_editor_runs_a_query_without_loading_a_page(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = editor(visitor, "")
        page.locator(".cm-content").fill("SELECT ?x WHERE { ?x a dip:Article } ORDER BY ?x")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#view table")
        assert page.locator("#view tbody tr").count() == len(demo.things("Article"))
        assert "prefixes added: dip" in page.locator("#status").inner_text()
        assert "query=SELECT" in visitor.path()
        assert page.locator("#snippets pre").first.text_content().count("dip:Article") == 1
        assert visitor.errors == []


def test_the_editor_marks_the_place_of_an_error(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = editor(visitor, "")
        page.locator(".cm-content").fill("SELECT ?x WHERE {\n  ?x ?y ?z .\n  FILTR(?x)\n}")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#problem:not([hidden])")
        assert "at line 3, column" in page.locator("#problem").inner_text()
        assert page.locator(".cm-line").nth(2).locator(".cm-lintRange-error").count() == 1
        page.locator(".cm-content").fill("ASK { ?x ?y ?z }")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#view >> text=Yes")
        assert not page.locator("#problem").is_visible()
        assert page.locator(".cm-lintRange-error").count() == 0


def test_the_editor_cancels_a_long_query(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = editor(visitor, "")
        page.locator(".cm-content").fill("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#cancel:not([hidden])")
        page.click("#cancel")
        page.locator("#status", has_text="Cancelled").wait_for()
        assert not page.locator("#cancel").is_visible()


def test_the_editor_shows_an_answer_as_graph_timeline_and_map(chromium: Any, demo: Live) -> None:
    query = """SELECT ?event ?label ?date ?place ?where WHERE {
  ?event a dip:Event ; rdfs:label ?label ; dip:date ?date ; dip:place ?place .
  ?place geo:asWKT ?where }"""
    with visit(chromium, demo.url) as visitor:
        page = editor(visitor, "")
        page.locator(".cm-content").fill(query)
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("[role=tablist] button")
        for name, drawn in (("Graph", "circle"), ("Map", "use.land"), ("Timeline", "rect")):
            page.click(f"[role=tab] >> text={name}")
            assert page.locator(f"#view svg {drawn}").count() > 0, name
        page.click("[role=tab] >> text=Table")
        assert page.locator("#view tbody tr").count() > 0
        assert visitor.errors == []


def test_the_editor_completes_a_term_and_declares_its_prefix(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = editor(visitor, "")
        page.wait_for_load_state("networkidle")
        page.locator(".cm-content").fill("")
        page.keyboard.type("SELECT ?x WHERE { ?x a dip:Meeti")
        # A click, since the editor passes over Enter in the moment in which the list opens.
        page.click(".cm-tooltip-autocomplete li >> text=dip:Meeting")
        page.locator(".cm-line", has_text="PREFIX dip:").wait_for()
        text = page.locator("#query").input_value()
        assert text.startswith("PREFIX dip: <https://w3id.org/communique/ns#>\n")
        assert "?x a dip:Meeting" in text


def test_without_javascript_the_editor_is_a_form_that_answers(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url, java_script_enabled=False) as visitor:
        page = visitor.open("/sparql").page
        page.fill("#query", "SELECT ?x WHERE { ?x a dip:Article }")
        page.click("form.editor button.button")
        assert page.locator("#view tbody tr").count() == len(demo.things("Article"))
        page.fill("#query", "SELECT ?x WHERE {")
        page.click("form.editor button.button")
        assert "at line 1, column" in page.locator("#problem").inner_text()
        assert page.locator("#query").input_value() == "SELECT ?x WHERE {"


def test_a_line_of_the_network_leads_to_the_sentences_of_their_meetings(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = visitor.open("/network").page
        page.wait_for_selector("[data-arranged]")
        href = page.locator("svg a.edge").first.get_attribute("href")
        page.locator("svg a.edge").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/network/between**")
        assert visitor.path() == href
        assert page.locator("blockquote mark").count() > 0


def test_the_same_graph_always_gives_the_same_picture(chromium: Any, demo: Live) -> None:
    pictures = []
    for _ in range(2):
        with visit(chromium, demo.url) as visitor:
            page = visitor.open("/network").page
            page.wait_for_selector("[data-arranged]")
            pictures.append(page.locator("svg[data-network]").evaluate("(svg) => svg.innerHTML"))
    assert pictures[0] == pictures[1]


def test_a_map_is_moved_and_zoomed_by_keys(chromium: Any, demo: Live) -> None:
    with visit(chromium, demo.url) as visitor:
        page = visitor.open("/map").page
        svg = page.locator("svg[data-map]")
        before = [float(part) for part in svg.get_attribute("viewBox").split()]
        svg.focus()
        page.keyboard.press("+")
        page.keyboard.press("ArrowRight")
        after = [
            svg.evaluate(f"(svg) => svg.viewBox.baseVal.{part}") for part in ("x", "y", "width", "height")
        ]
        assert after[2] < before[2]
        assert after[0] > before[0]
