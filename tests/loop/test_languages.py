"""Which language a post names, and which it is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draftloop.loop.languages import (
    is_english,
    language_of,
    language_tag,
    name_of,
    reads,
    tag_of_fields,
    tag_of_name,
)


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("de", "de"),
        ("en_GB", "en-GB"),
        ("en-gb", "en-GB"),
        ("en_US.UTF-8", "en-US"),
        ("zh-Hans-CN", "zh-CN"),
        ("pt-BR", "pt-BR"),
        ("ca-ES-valencia", "ca-ES"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("British English", "en-GB"),
        ("  EN ", "en"),
        ("go", ""),
        ("python", ""),
        ("", ""),
        ("true", ""),
        ("[de, en]", ""),
    ],
)
def test_tags_are_read_as_sites_write_them(value: str, tag: str) -> None:
    assert language_tag(value) == tag


def test_the_first_key_that_names_a_language_counts() -> None:
    assert tag_of_fields({"language": "rust", "locale": "fr_FR"}) == "fr-FR"
    assert tag_of_fields({"locale": "fr", "lang": "de"}) == "de"
    assert tag_of_fields({"lang": ["de"], "title": "x"}) == ""


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("content/index.de.md", "de"),
        ("README.pt-BR.md", "pt-BR"),
        ("v2.0.md", ""),
        ("a.go.md", ""),
        ("de.md", ""),
    ],
)
def test_a_file_may_have_its_language_in_its_name(name: str, tag: str) -> None:
    assert tag_of_name(name) == tag


def test_who_reads_what() -> None:
    assert is_english("")
    assert is_english("en-GB")
    assert not is_english("eo")
    assert reads("harper", "en-AU")
    assert not reads("harper", "de")
    assert reads("languagetool", "de-AT")
    assert name_of("de-AT") == "German"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Die Tests laufen jetzt auf dem Server, und das ist auch gut so, weil wir sie nicht mehr sehen.",
            "de",
        ),
        ("Le serveur est dans une boucle, et les tests ne sont pas sur la machine que nous avons.", "fr"),
        ("El servidor no responde, y los clientes que lo usan se quedan sin respuesta por una hora.", "es"),
        ("Il server non risponde e le richieste che arrivano sono anche più lente di prima.", "it"),
        ("Де-факто это стандарт, но не для всех проектов.", "ru"),
        ("これはテストです。", "ja"),
        ("这是一个测试，没有别的意思。", "zh"),
        ("We put the retries into a queue, and that is the end of it.", "en"),
        ("Deploy on Friday", ""),
        ("pip install numpy scipy pandas torch", ""),
        ("Hello, 世界 and all who are in it", "en"),
        ("", ""),
    ],
)
def test_a_text_shows_its_language_by_its_little_words(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "The die is cast: on a server in Den Haag, an app was hot.",
        "Via de facto standards, et al., the RFC says so per se.",
        "Use la, le and el in the regex, or die in it.",
        "I was on it in an hour.",
    ],
)
def test_english_with_foreign_words_in_it_is_not_taken_for_another_language(text: str) -> None:
    assert language_of(text) in ("en", "")


@given(st.text(max_size=200))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert isinstance(language_of(text), str)
    assert isinstance(language_tag(text), str)
