"""Which printed names of persons agree, and which never do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.resolution.agreement import Level, names_agree
from communique.resolution.bases import alike, core
from communique.resolution.folding import fold, skeleton, slug
from communique.resolution.names import PersonName, parse


def name(printed: str) -> PersonName:
    (found,) = parse([printed])
    return found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Asaad al-Shaibani", "Asaad Hassan al-Shaybani"),
        ("Assad al-Shaibani", "As'ad ash-Shibani"),
        ("Abdel Fattah el-Sisi", "Abdelfattah Al-Sissi"),
        ("Muhammad bin Salman", "Mohammed bin Salman Al Saud"),
        ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu"),
        ("Yevgeny Prigozhin", "Evgeni Prigojin"),
        ("Volodymyr Zelensky", "Vladimir Zelenskiy"),
        ("Javad Zarif", "Jawad Zareef"),
        ("Ban Ki-moon", "Ban Ki Moon"),
        ("Kishida Fumio", "Fumio Kishida"),
        ("Hu Jintao", "Jin-tao Hu"),
        ("Orbán Viktor", "Viktor Orban"),
        ("Joe Biden", "Joseph R. Biden Jr."),
        ("Lula da Silva", "Luiz Inácio Lula da Silva"),
        ("Sergei Lavrov", "Sergey Lavroff"),
        ("Fuad Masum", "Fouad Massoum"),
        ("President Emmanuel Macron", "Emmanuel Macron"),
    ],
)
def test_ways_of_writing_one_full_name_agree(left: str, right: str) -> None:
    found = max((names_agree(a, b) for a in parse([left]) for b in parse([right])), key=lambda f: f.bits)
    assert (found.level, found.bits >= 8) == (Level.FULL, True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bashar al-Assad", "Hafez al-Assad"),
        ("Isaac Herzog", "Michael Herzog"),
        ("Mahmoud Abbas", "Mohammed Abbas"),
        ("Kim Jong-un", "Kim Jong-il"),
        ("Wang Yi", "Wang Yang"),
        ("Hillary Clinton", "Bill Clinton"),
        ("Ilham Aliyev", "Heydar Aliyev"),
    ],
)
def test_kin_and_namesakes_by_family_name_conflict(left: str, right: str) -> None:
    assert names_agree(name(left), name(right)).level is Level.CONFLICT


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Assad al-Shaibani", "Bashar al-Assad"),
        ("Assad", "Assad al-Shaibani"),
        ("Vladimir Putin", "Volodymyr Zelensky"),
        ("Mohammed bin Salman", "Mohammed bin Zayed"),
        ("Ivan Petrov", "Ivan Petrovic"),
    ],
)
def test_a_shared_given_name_makes_nothing(left: str, right: str) -> None:
    assert names_agree(name(left), name(right)).level is Level.NONE


def test_a_short_form_beside_the_full_one_tells_which_is_the_family_name() -> None:
    names = {found.text: found for found in parse(["Luiz Inácio Lula da Silva", "Lula"])}
    assert names["luiz inacio lula silva"].surnames == (2,)
    lone = name("Lula")
    assert names_agree(lone, names["luiz inacio lula silva"]).level is Level.SURNAME
    assert names_agree(lone, name("Luiz Inácio Lula da Silva")).level is Level.NONE


def test_an_initial_fits_every_spelling_of_a_given_name() -> None:
    assert names_agree(name("W. Burns"), name("Bill Burns")).level is Level.INITIAL
    assert names_agree(name("E. Primakov"), name("Yevgeny Primakov")).level is Level.INITIAL
    assert names_agree(name("W. Burns"), name("Nicholas Burns")).level is Level.CONFLICT


def test_a_misprint_in_a_long_name_counts_for_little() -> None:
    exact = names_agree(name("Andrey Belousov"), name("Andrey Belousov"))
    misprint = names_agree(name("Andrey Belousov"), name("Andrey Belousob"))
    assert exact.bits > 8 > misprint.bits > 0


texts = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(deadline=None)
@given(texts, texts)
def test_agreement_is_symmetric_for_any_text(left: str, right: str) -> None:
    a, b = parse([left]), parse([right])
    if a and b:
        assert names_agree(a[0], b[0]) == names_agree(b[0], a[0])


@settings(deadline=None)
@given(texts)
def test_folding_ends_in_plain_letters_and_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()
    assert slug(text).replace("-", "").isalnum()
    assert skeleton(text) == skeleton(text)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hmeimim air base", "Khmeimim airbase"),
        ("Incirlik Air Base", "İncirlik"),
        ("Al Udeid Air Base", "Udeid base"),
        ("Guantanamo Bay Naval Base", "Guantanamo"),
        ("Cam Ranh Bay", "Cam Ranh base"),
    ],
)
def test_a_base_has_one_name_however_it_is_written(left: str, right: str) -> None:
    assert alike(core(left), core(right))
    assert not alike(core(left), core("Tartus naval base"))
