"""The words behind an opening fence, as Hugo can read them. That it does is proved in tests/hugo."""

from __future__ import annotations

import pytest

from draftloop.adapters.exporters.hugo import Hugo
from tests.adapters.exporting import body_of, export

HUGO = Hugo()


def fence(info: str) -> str:
    return f'---\ntitle: "T"\n---\n\n```{info}\na = 1\n```\n'


@pytest.mark.parametrize(
    ("written", "cured"),
    [
        ("js", "js"),
        ("js {3}", 'js {hl_lines=["3"]}'),
        ("js{1, 4-6}", 'js {hl_lines=["1","4-6"]}'),
        ('jsx {4} title="a.jsx"', 'jsx {hl_lines=["4"]} title="a.jsx"'),
        ('js {hl_lines=[1,"2-3"] .wide}', 'js {hl_lines=[1,"2-3"] .wide}'),
        ("{.python #it}", "{.python #it}"),
        ("js {}", "js {}"),
    ],
)
def test_marked_lines_stay_marked_and_attributes_stay(written: str, cured: str) -> None:
    exported = export(HUGO, fence(written))
    assert body_of(exported) == f"```{cured}\na = 1\n```\n"
    assert exported.notes == ()


@pytest.mark.parametrize(
    ("written", "cured"),
    [
        ("js {4-2}", "js &#123;4-2}"),
        ("js {0}", "js &#123;0}"),
        ("js {1,}", "js &#123;1,}"),
        ("js {1} {2}", 'js {hl_lines=["1"]} &#123;2}'),
        ("{r echo=FALSE, 2}", "r &#123;r echo=FALSE, 2}"),
        ("tmpl {{ x }}", "tmpl &#123;&#123; x }}"),
        ('js {title="a {b}"}', 'js &#123;title="a &#123;b}"}'),
    ],
)
def test_options_that_stop_hugo_become_words_and_a_note_says_so(written: str, cured: str) -> None:
    exported = export(HUGO, fence(written))
    assert body_of(exported) == f"```{cured}\na = 1\n```\n"
    assert exported.notes == ("line 5: Hugo cannot use the options behind the fence",)


def test_braces_inside_the_code_and_in_spans_are_left_alone() -> None:
    text = '---\ntitle: "T"\n---\n\n```js\nconst a = {3};\n```\n\nAnd `x {3}`.\n'
    assert body_of(export(HUGO, text)) == text.split("---\n\n", 1)[1]


def test_a_quoted_and_an_indented_fence_are_cured_as_well() -> None:
    text = '---\ntitle: "T"\n---\n\n> ~~~js{2}\n> a\n> ~~~\n\n- item\n\n  ```js {1}\n  b\n  ```\n'
    body = body_of(export(HUGO, text))
    assert '> ~~~js {hl_lines=["2"]}\n' in body
    assert '  ```js {hl_lines=["1"]}\n' in body
