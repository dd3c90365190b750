"""Reading Markdown: blocks, places and what is kept out of the prose."""

from __future__ import annotations

import pytest

from draftloop.adapters.markdown import Markdown, code_ranges
from draftloop.loop.blocks import BlockKind, Prose
from draftloop.loop.rendering import render


def read(text: str) -> Prose:
    return Markdown().read(text)


def prose_texts(text: str) -> list[str]:
    return [block.text for block in read(text).blocks]


def rendered(text: str) -> list[str]:
    return [render(block).text for block in read(text).blocks]


def test_blocks_come_in_reading_order_with_their_kinds() -> None:
    text = "# Top\n\nOne.\n\n- two\n- three\n\n  four\n\n> five\n\n| six | b |\n|---|---|\n| c | d |\n"
    kinds = [(block.kind.value, block.text) for block in read(text).blocks]
    assert kinds[:6] == [
        ("heading", "Top"),
        ("paragraph", "One."),
        ("item", "two"),
        ("item", "three"),
        ("item", "four"),
        ("quote", "five"),
    ]
    assert kinds[6:] == [("cell", "six"), ("cell", "b"), ("cell", "c"), ("cell", "d")]


def test_front_matter_is_no_prose_but_its_title_is_checked() -> None:
    text = '---\ntitle: "Retry storms"\ntags: [a]\n---\n\nBody.\n'
    prose = read(text)
    assert prose.front_matter == (0, text.index("\nBody"))
    assert [(block.kind, block.text) for block in prose.blocks] == [
        (BlockKind.TITLE, "Retry storms"),
        (BlockKind.PARAGRAPH, "Body."),
    ]
    assert prose.words == 1


def test_a_post_that_opens_with_a_rule_loses_no_paragraph() -> None:
    assert prose_texts("---\n\nA paragraph.\n\n---\n\nMore.\n") == ["A paragraph.", "More."]


def test_a_colon_within_a_key_ends_no_front_matter() -> None:
    text = "---\ntitle: Two ways\ncSpell:ignore: aggregable Kovalov\n---\n\nBody text.\n"

    assert read(text).front_matter == (0, text.index("\nBody"))


def test_toml_and_json_front_matter_is_no_prose() -> None:
    assert prose_texts('+++\nname = "x"\n[params]\n  a = 1\n+++\n\nBody.\n') == ["Body."]
    assert prose_texts('{\n "name": "x"\n}\n\nBody.\n') == ["Body."]


def test_no_character_of_code_is_prose() -> None:
    text = "Call `frobnicate()` now.\n\n```py\nhidden = 1\n```\n\n    hidden\n\nEnd <code>hidden</code>.\n"
    shown = " ".join(rendered(text))
    assert "hidden" not in shown
    assert "frobnicate" not in shown
    assert rendered(text)[0] == "Call \ufffc now."


def test_shortcodes_are_opaque_and_never_alarm() -> None:
    text = 'See {{< ref "a b" >}} here.\n\n{{% highlight go %}}\nhidden\n{{% /highlight %}}\n\n'
    text += "{% raw %}x{% endraw %}\n"
    assert rendered(text) == ["See \ufffc here."]


def test_paired_shortcodes_around_prose_leave_the_prose() -> None:
    assert rendered("{{< note >}}\nMind the gap.\n{{< /note >}}\n") == ["Mind the gap."]


def test_shortcodes_inside_code_stay_code() -> None:
    text = "Write `{{< x >}}` and go on.\n\n```\n{{< y\n```\n\nAfter >}} all.\n"
    assert rendered(text) == ["Write \ufffc and go on.", "After >}} all."]


@pytest.mark.parametrize("opening", ["{{<", "{{%", "{{", "{%", "{% raw %} and", "{{< highlight go >}} and"])
def test_a_tag_left_open_hides_no_later_fence_and_no_prose(opening: str) -> None:
    end = "{{< /highlight >}}" if "highlight" in opening else "{% endraw %}"
    text = f"Before {opening} x.\n\nIn between.\n\n```\na >}} b %}} c }} d %}} {end}\n```\n\nAfter it.\n"
    prose = read(text)
    assert [code.kind for code in prose.code] == ["fence"]
    assert [block.text for block in prose.blocks][1:] == ["In between.", "After it."]


def test_a_tag_left_open_right_above_a_fence_hides_nothing_of_it() -> None:
    prose = read("Write {{< like this:\n```\na >}} b\n```\nand >}} there.\n")
    assert [code.kind for code in prose.code] == ["fence"]
    assert [block.text for block in prose.blocks] == ["Write {{< like this:", "and >}} there."]


def test_a_tag_over_lines_is_still_covered() -> None:
    prose = read('A {{< figure\n  src="a.png"\n  alt="teh `cat`" >}} b.\n')
    assert [block.text for block in prose.blocks if block.kind is BlockKind.PARAGRAPH] == ["A  b."]


def test_comments_kramdown_tex_and_containers_are_no_prose() -> None:
    text = "One <!-- private:\n\nhidden --> two.\n\n{: .wide}\n\n"
    text += "::: warning\nThree \\(x_1\\).\n:::\n\n\\begin{a}\nhidden\n\\end{a}\n"
    shown = rendered(text)
    assert "hidden" not in " ".join(shown)
    assert "Three \ufffc." in shown


def test_mdx_statements_and_expressions_are_no_prose() -> None:
    text = "import X from './x'\n\nHello {user.name}, good day.\n"
    assert rendered(text) == ["Hello \ufffc, good day."]


def test_money_is_prose_and_formulas_are_not() -> None:
    assert rendered("It costs $5-$10 or $x$.\n") == ["It costs $5-$10 or \ufffc."]


def test_headings_know_level_line_and_explicit_id() -> None:
    headings = read("Intro\n\n## Why *this* `works` {#why}\n\nOld\n===\n").headings
    assert [(one.level, one.text, one.line, one.id) for one in headings] == [
        (2, "Why this works", 3, "why"),
        (1, "Old", 5, ""),
    ]


def test_links_and_pictures_give_target_text_and_place() -> None:
    text = 'A [link *x*][r] and ![alt text](pic.png "t") <https://a.example>.\n\n[r]: https://b.example\n'
    prose = read(text)
    assert [(one.target, one.text) for one in prose.links] == [
        ("https://b.example", "link x"),
        ("https://a.example", "https://a.example"),
    ]
    picture = prose.pictures[0]
    assert (picture.alt, picture.target, picture.line) == ("alt text", "pic.png", 1)
    assert text[picture.start : picture.end] == '![alt text](pic.png "t")'
    assert (BlockKind.ALT, "alt text") in [(block.kind, block.text) for block in prose.blocks]


def test_a_shortcode_in_an_address_is_given_back_as_written() -> None:
    assert read('[x]({{< ref "a b" >}})\n').links[0].target == '{{< ref "a b" >}}'


def test_addresses_in_the_text_are_opaque() -> None:
    assert rendered("See https://a.example/x_y and me@a.example.\n") == ["See \ufffc and \ufffc."]


def test_gaps_are_found_outside_code_and_addresses() -> None:
    text = "TODO one [TK: two](no) `TODO` and [?] TODOs\n\n[x](http://a/TODO) TK.\n\n```\nXXX\n```\n"
    gaps = read(text).gaps
    assert [(gap.text, gap.line, gap.column) for gap in gaps][:1] == [("TODO", 1, 1)]
    assert [gap.text for gap in gaps] == ["TODO", "TK", "[?]", "TK"]
    assert all(text[gap.start : gap.end] == gap.text for gap in gaps)


def test_code_ranges_cover_fences_indented_code_and_spans() -> None:
    text = "é `a`\n\n```py title=x\nb\nc\n```\n\n    d\n"
    ranges = code_ranges(text)
    assert [(one.kind, text[one.start : one.end].strip(), one.lines) for one in ranges] == [
        ("span", "`a`", 0),
        ("fence", "```py title=x\nb\nc\n```", 2),
        ("indented", "d", 1),
    ]
    assert ranges[1].info == "py title=x"


def test_bold_and_linked_text_is_marked() -> None:
    runs = read("a **b** [c](d)\n").blocks[0].runs
    assert [(run.text, run.is_strong, run.is_link) for run in runs] == [
        ("a ", False, False),
        ("b", True, False),
        (" ", False, False),
        ("c", False, True),
    ]


def test_words_count_inline_code_once_and_leave_out_blocks_of_code() -> None:
    assert read("One `two three` four.\n\n```\nfive\n```\n\n- six\n").words == 4


def test_a_long_hostile_text_is_read_in_time() -> None:
    for piece in ("{{<", "\\(", "<!--", "{% raw %}", "`` ` ", "$1", "[", "\\begin{a}", "> ", "www.", "{:"):
        read(piece * 20_000)
