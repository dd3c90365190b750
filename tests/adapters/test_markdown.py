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


def test_marks_of_site_generators_leave_their_text() -> None:
    assert rendered("See [[Page|the label]], [[Page]] and ==this==.\n") == ["See the label, \ufffc and this."]
    assert rendered("- [x] Done :tada: by @somebody2.\n") == ["Done \ufffc by \ufffc."]
    assert rendered("As shown [@knuth84, p. 3], [see](x){.wide} {ref}`x`.\n") == [
        "As shown \ufffc, see \ufffc."
    ]
    assert rendered("It runs at 10:30:45 or [here]:https://a.example/b.\n") == [
        "It runs at 10:30:45 or [here]:\ufffc."
    ]


def test_the_text_of_containers_is_prose_also_when_it_is_indented() -> None:
    text = '!!! note "Head"\n    One.\n\n    ```\n    hidden\n\n    hidden\n    ```\n\n'
    text += '    !!! tip\n        Two.\n\n=== "C"\n\n    Three.\n\nFour.\n'
    prose = read(text)
    assert [(block.kind, block.text) for block in prose.blocks] == [
        (BlockKind.PARAGRAPH, "One."),
        (BlockKind.PARAGRAPH, "Two."),
        (BlockKind.PARAGRAPH, "Three."),
        (BlockKind.PARAGRAPH, "Four."),
    ]
    assert [code.kind for code in prose.code] == ["fence"]
    assert prose.headings == ()


def test_the_title_of_a_callout_is_no_part_of_its_first_sentence() -> None:
    assert prose_texts("> [!info]- A title\n> Its text.\n") == ["A title", "Its text."]


def test_captions_and_alternative_texts_are_blocks_wherever_they_stand() -> None:
    texts = (
        '![alt](a.png "caption")',
        '<figure>\n<img src="a.png" alt="alt">\n<figcaption><b>cap</b>tion</figcaption>\n</figure>',
        '{{< figure src="a.png" alt="alt" caption="caption" >}}',
        '!fig src="a.png" alt="alt" caption="caption"',
        '{% include figure.html alt="alt" caption="caption" %}',
        '<Picture\n  alt="alt"\n  caption="caption"\n/>',
        '![](a.png){fig-alt="alt" fig-cap="caption"}',
    )
    for text in texts:
        blocks = [block for block in read(f"{text}\n").blocks if block.kind is not BlockKind.PARAGRAPH]
        assert [(block.kind, block.text) for block in blocks] == [
            (BlockKind.ALT, "alt"),
            (BlockKind.CAPTION, "caption"),
        ], text


def test_fields_of_the_front_matter_may_run_over_lines_and_hold_quotes() -> None:
    text = "---\ntitle: 'It''s `x`'\ndescription: >-\n  Folded\n  text.\nsummary: \"A \\\"b\\\" c\"\n---\n"
    assert rendered(text) == ["It's \ufffc", "Folded text.", 'A "b" c']


def test_a_correction_may_not_end_the_quotes_it_would_stand_in() -> None:
    title = render(read("---\ntitle: 'We dont know'\n---\n").blocks[0])
    start = title.text.index("dont")
    assert title.can_replace(start, start + 4)
    assert not title.may_write(start, start + 4, "don't")
    assert title.may_write(start, start + 4, "do not")


def test_the_name_of_a_reference_is_not_corrected() -> None:
    block = read("See [the page] and [my page][the page].\n\n[the page]: https://a.example\n").blocks[0]
    shown = render(block)
    own = shown.text.index("the page")
    other = shown.text.index("my page")
    assert not shown.can_replace(own, own + 3)
    assert shown.can_replace(other, other + 2)


def test_a_note_within_the_line_is_a_block_of_its_own() -> None:
    blocks = read("Text^[A *note* here.] goes on.\n").blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.FOOTNOTE, "A note here."),
        (BlockKind.PARAGRAPH, "Text goes on."),
    ]


def test_a_listing_in_a_shortcode_nobody_knows_is_code_and_a_note_is_prose() -> None:
    listing = "{{< listing rust >}}\nfn main() {\n    run();\n}\n{{< /listing >}}\n"
    note = "{{< note >}}\nProse (a few) words.\nMore of it.\n{{< /note >}}\n"
    assert rendered(listing + "\n" + note) == ["Prose (a few) words. More of it."]
