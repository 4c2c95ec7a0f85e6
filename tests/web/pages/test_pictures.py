"""Pictures of the graph: maps, and names that can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from communique.web.pages.lettering import box, free
from communique.web.pages.mapping import SMALL_LETTER, Spot, chart, lettered
from communique.web.pages.terms import Iri

NEAR = [
    Spot(Iri(f"http://a.example/{name}"), name, longitude, 20.0)
    for name, longitude in (("Haikou", 110.3), ("Zhanjiang", 110.4), ("Nanning", 110.5))
]


def test_no_coast_runs_across_the_map() -> None:
    """Land that crosses the 180th meridian goes on beyond it; only the South Pole is a line all around."""
    drawn = files("communique").joinpath("web", "static", "land.svg").read_text()
    (outline,) = re.findall(r' d="([^"]*)"', drawn)
    rings = re.findall(r"M(-?\d+) (-?\d+)l([^z]*)z", outline)
    assert len(rings) > 100
    for _, start, steps in rings:
        y = int(start)
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            y += dy
            assert abs(dx) < 6000 or y == 9000


@given(
    st.lists(
        st.tuples(
            st.text(max_size=12), st.floats(0, 300), st.floats(0, 100), st.sampled_from(["start", "end"])
        )
    )
)
def test_of_names_that_are_written_none_covers_another(names: list[tuple[str, float, float, str]]) -> None:
    boxes = [box(name, x, y, 10, anchor) for name, x, y, anchor in names]
    written = free(boxes)
    assert written[:1] == [True] * bool(names)
    kept = [one for one, legible in zip(boxes, written, strict=True) if legible]
    for (a, b, c, d), (left, top, right, bottom) in combinations(kept, 2):
        assert c < left or right < a or d < top or bottom < b


def test_a_small_map_names_the_weightiest_of_places_that_lie_close() -> None:
    places = [NEAR[0], replace(NEAR[1], weight=3), NEAR[2]]
    shown = chart(places)
    assert shown is not None
    assert [spot.label for spot in lettered(shown, SMALL_LETTER).spots if spot.named] == ["Zhanjiang"]


def test_a_map_of_the_world_ends_where_the_world_ends() -> None:
    west, east = (replace(NEAR[0], longitude=longitude) for longitude in (-77.0, 175.0))
    shown = chart([west, east])
    assert shown is not None
    assert shown.x >= -18000
    assert shown.x + shown.width <= 18000
