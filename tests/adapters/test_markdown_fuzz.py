"""Reading Markdown under fuzzing: every place is exact, and nothing but prose is ever prose.

`DRAFTLOOP_FUZZ=20000` runs as many examples of each property; the suite runs a modest number.
"""

from __future__ import annotations

import os
import re

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from draftloop.adapters.markdown import Markdown, code_ranges
from draftloop.loop.blocks import Block, Prose, RunKind
from draftloop.loop.rendering import OPAQUE, render

MANY = int(os.environ.get("DRAFTLOOP_FUZZ", "0"))
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


def examples(usual: int) -> settings:
    return settings(max_examples=MANY or usual, deadline=None, suppress_health_check=SLOW)


def read(text: str) -> Prose:
    return Markdown().read(text)


MARKS = (
    "# h|- i|1. n|> q|`c`|``|```|~~~\n|    x|*e*|**b|__|[l](u)|[l]|[l][]|\n\n[l]: u\n\n|"
    "![a](b 'a t')|<b>|</b>|<code>|<!--|-->|{{< s >}}|{{%|%}}|{{|}}|{% raw %}|{% endraw %}|{% x %}|"
    "{% endx %}|{{< code >}}|{{< /code >}}|{#  c #}|{::comment}|{:/comment}|{:|}|{.a b=c}|{#id}|"
    '{a="b|$x$|$5-$1|$$\n|\\(a_b\\)|\\[|\\begin{a}|\\end{a}|\n|\r\n|\r|\n\n|---\n|+++\n|{\n|a: b\n|'
    "title: t 'x'\n|[^1]|[^1]: f|^[n *o* |]|[[w|\\||a]]|![[w]]|[@k, p. 1]|@m|:tada:|:ref:|{ref}|"
    "==m==|[ ] |- [x] |*[A]: b\n|(l)=\n|&amp;|&nbsp;|&#0;|\\*|\\[|TODO|[?]|https://a.example/b|"
    "x@y.example|word |teh |Don't |na\xefve |e\u0301|a\u0316\u0301\u0334|\u65e5\u672c|"
    "\u05e9\u05dc\u05d5\u05dd |\u202eabc\u202c|\U0001f469\u200d\U0001f467|\U0001f1e9\U0001f1ea|"
    "\U000e0041|\ud800|\udc00\ud800|\x00|\ufeff|\ufffc|\ue000|\ue001|\u2028|\u2029|\x85|\x0b|\x0c|"
    '\xa0|\t|:::|::: n\n|!!! n\n    |??? n "t"\n\n    |=== "t"\n|> [!info] t\n> |'
    "import a from 'b'\n|export const a = {\n|<A b={c}>|</A>|<A/>|<B.C |{/* c */}|{a ? 'b|<svg>|"
    '</svg>|<figure><img alt="a|<figcaption>|</figcaption>\n|<script>|</script>\n|<div>\n|</div>\n|'
    "term\n: def\n|: c {#t}\n|+---+\n"
)
PIECES = st.sampled_from(["|a|b\n|-|-|\n", "|", "x|y\n-|-\n1|2\\|3\n", *MARKS.split("|")])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map("".join),
    st.text(max_size=200),
)


@examples(250)
@given(TEXTS)
def test_any_text_is_read_and_every_place_is_exact(text: str) -> None:
    prose = read(text)
    for block in prose.blocks:
        place = block.start
        for run in block.runs:
            assert place <= run.start <= run.end <= len(text)
            place = run.start if run.kind is RunKind.ENTITY else run.end
            if run.kind is RunKind.TEXT:
                assert text[run.start : run.end] == run.text
        assert block.start <= block.end <= len(text)
        assert 0 <= block.line <= text.count("\n") + text.count("\r") + 1
    for code in code_ranges(text):
        assert 0 <= code.start <= code.end <= len(text)
    for gap in prose.gaps:
        assert text[gap.start : gap.end] == gap.text


@examples(100)
@given(TEXTS)
def test_every_character_for_an_engine_leads_back_to_its_own(text: str) -> None:
    for block in read(text).blocks:
        shown = render(block)
        assert sum(piece.size for piece in shown.pieces) == len(shown.text)
        before = block.start
        for piece in shown.pieces:
            for at in range(piece.at, piece.at + piece.size):
                start, end = shown.to_source(at, at + 1)
                assert before <= start < end <= block.end
                before = start
                if piece.is_exact:
                    assert text[start:end] == shown.text[at]
        if shown.text:
            assert shown.to_source(0, len(shown.text)) == (
                shown.pieces[0].run.start,
                shown.pieces[-1].run.end,
            )


@examples(100)
@given(TEXTS)
def test_no_text_run_lies_in_code(text: str) -> None:
    prose = read(text)
    code = [(one.start, one.end) for one in prose.code]
    for block in prose.blocks:
        for run in block.runs:
            if run.kind is RunKind.TEXT and run.start < run.end:
                assert not any(start < run.end and run.start < end for start, end in code)


@examples(100)
@given(TEXTS)
def test_no_character_is_checked_twice(text: str) -> None:
    taken: set[int] = set()
    for block in read(text).blocks:
        for run in block.runs:
            if run.kind is RunKind.TEXT:
                places = set(range(run.start, run.end))
                assert not places & taken
                taken |= places


HIDDEN = [
    "```js\nvar qzx;\n```",
    "~~~~\nqzx\n\n```\nqzx\n~~~~",
    "    qzx indented\n\n    qzx",
    "Seen `qzx` seen ``qzx ` qzx`` seen.",
    "<!-- qzx\n\nqzx -->",
    "Seen <!-- qzx --> seen.",
    '<div class="qzx">\nqzx\n</div>',
    "<script>\nqzx\n\nqzx\n</script>",
    "<style>\n.qzx { }\n</style>",
    "<pre>\nqzx\n\nqzx\n</pre>",
    '<svg>\n\n<text x="1">qzx</text>\n\n</svg>',
    'Seen <span title="qzx">seen</span> <kbd>qzx</kbd> <img src="qzx.png"> seen.',
    "Seen [seen](https://qzx.example/qzx?qzx 'qzx') <https://qzx.example> https://qzx.example/qzx seen.",
    "Seen [seen][qzx-1].\n\n[qzx-1]: https://qzx.example 'qzx'",
    "Seen $qzx_1$ and $$qzx^2$$ and \\(qzx_1\\) seen.",
    "$$\nqzx\n\nqzx\n$$",
    "\\begin{align}\nqzx &= qzx\n\nqzx\n\\end{align}",
    '{{< ref "qzx" >}}',
    'Seen {{< ref "qzx" >}} and {{% param qzx %}} seen.',
    '{{< figure\n  src="qzx.png"\n  class="qzx" >}}',
    "{{< highlight go >}}\nqzx\n\nqzx\n{{< /highlight >}}",
    "{{% code %}}\nqzx\n{{% /code %}}",
    "{{< listing rust >}}\nfn qzx() {\n    let qzx = 1;\n}\n{{< /listing >}}",
    '{{< outer >}}\n\n{{% inner qzx="qzx" %}}\nSeen.\n{{% /inner %}}\n\n{{< /outer >}}',
    "{% highlight ruby %}\nqzx\n\nqzx\n{% endhighlight %}",
    "{% raw %}\n{{ qzx }}\nqzx\n{% endraw %}",
    "{%- if qzx -%}\n\nSeen {{ qzx | upper }} seen.\n\n{%- endif -%}",
    "Seen {# qzx qzx #} seen.",
    "{% comment %}qzx\n\nqzx{% endcomment %}",
    "{::comment}\nqzx\n\nqzx\n{:/comment}",
    "Seen.\n{: .qzx #qzx}",
    "Seen [seen](x){: .qzx} and ![seen](x.png){.qzx width=qzx} seen.",
    "::: qzx\n\nSeen.\n\n:::",
    ":::qzx{.qzx}\nSeen.\n:::",
    "!!! qzx\n    Seen.\n\n    ```\n    qzx\n\n    qzx\n    ```\n\n    Seen.",
    "??? qzx\n\n    Seen.\n\n        qzx",
    '=== "qzx"\n\n    Seen.',
    "Seen ![[qzx.png|100]] and [[qzx|seen]] and [[qzx#qzx]] seen.",
    "Seen [@qzx22, p. 3; @qzx] and @qzx seen[^qzx].\n\n[^qzx]: Seen.",
    "Seen :qzx: and {qzx}`qzx` and :qzx:`qzx` seen.",
    "> [!qzx]- Seen\n> Seen.",
    "> Seen.\n>\n> ```\n> qzx\n>\n> qzx\n> ```\n>\n> > Seen.\n> >\n> >     qzx",
    "- Seen.\n\n  ```\n  qzx\n\n  qzx\n  ```\n\n  Seen.\n\n      qzx",
    "1. Seen.\n\n        qzx\n\n   Seen.",
    "| Seen | `qzx \\| qzx` |\n|------|-----|\n| seen \\| seen | $qzx$ |",
    "## Seen {#qzx .qzx}",
    "*[QZX]: qzx qzx",
    "(qzx)=",
    "+-----+-----+\n| qzx | qzx |\n+=====+=====+\n| qzx | qzx |\n+-----+-----+",
    "%% qzx qzx %%",
]
IN_MDX = [
    "import Qzx from './qzx'",
    "import {\n  qzx,\n  Qzx,\n} from '../qzx'",
    "export const qzx = {\n  qzx: 'qzx',\n\n  qzx: [1],\n}",
    "export default ({ children }) => <Qzx>{children}</Qzx>",
    "<Qzx qzx={{ qzx: 1 }} qzx='qzx'\n  qzx={() => <b>qzx</b>}>\n\nSeen.\n\n</Qzx>",
    "Seen <Qzx.Qzx qzx={qzx > 1} /> and {qzx.qzx} and {/* qzx */} seen.",
    "{qzx && (\n  <p>qzx don't</p>\n\n  <qzx/>\n)}",
    "<CodeBlock>\nqzx\n</CodeBlock>",
    "<qzx-qzx qzx='qzx'>\nSeen.\n</qzx-qzx>",
]
SEEN = ["Seen *seen* **seen** ~~seen~~.", "# Seen", "- seen\n- seen", "> seen", "Seen ==seen== seen."]
EYES = st.sampled_from(["\n", "\r\n", "\r"])
FRONTS = st.sampled_from(
    [
        "",
        "---\ntitle: Seen\ntags: [qzx]\n---\n\n",
        '+++\nqzx = "qzx"\n+++\n\n',
        '{\n "qzx": "qzx"\n}\n\n',
        "\ufeff",
    ]
)


@examples(150)
@given(FRONTS, st.lists(st.sampled_from(HIDDEN + SEEN), max_size=8), EYES)
def test_nothing_but_prose_is_prose(front: str, parts: list[str], line_end: str) -> None:
    _check(front, parts, line_end)


@examples(80)
@given(st.lists(st.sampled_from(HIDDEN + SEEN + IN_MDX), max_size=8), EYES)
def test_nothing_but_prose_is_prose_in_mdx(parts: list[str], line_end: str) -> None:
    assume(not any("{:" in part or "{#" in part or "\\begin{" in part for part in parts))
    _check("", [IN_MDX[0], *parts], line_end)


def _check(front: str, parts: list[str], line_end: str) -> None:
    text = (front + "\n\nPara.\n\n".join(parts) + "\n").replace("\n", line_end)
    shown = [render(block).text for block in read(text).blocks]
    assert not [one for one in shown if "qzx" in one.lower()]
    wanted = sum(len(re.findall("seen", part, re.IGNORECASE)) for part in [front, *parts])
    assert sum(len(re.findall("seen", one, re.IGNORECASE)) for one in shown) == wanted


def test_each_construct_alone_hides_what_it_should_and_shows_its_prose() -> None:
    for line_end in ("\n", "\r\n", "\r"):
        for part in HIDDEN + SEEN:
            _check("", [part], line_end)
        for part in IN_MDX:
            _check("", [IN_MDX[0], part], line_end)


WORD = re.compile(r"[A-Za-z]{3,}")


@examples(50)
@given(TEXTS, st.integers(min_value=0), st.sampled_from(["better", "words", "Mended"]))
def test_a_correction_changes_what_it_should_and_nothing_else(text: str, which: int, fix: str) -> None:
    blocks = read(text).blocks
    words = [(at, match) for at, block in enumerate(blocks) for match in WORD.finditer(render(block).text)]
    assume(words)
    at, match = words[which % len(words)]
    shown = render(blocks[at])
    assume(shown.may_write(*match.span(), fix))
    start, end = shown.to_source(*match.span())
    assert text[start:end] == match[0]
    assume(not _has_meaning(text, start, end))
    again = read(text[:start] + fix + text[end:]).blocks
    expected = [render(block).text for block in blocks]
    expected[at] = shown.text[: match.start()] + fix + shown.text[match.end() :]
    assert [render(block).text for block in again] == expected


def _has_meaning(text: str, start: int, end: int) -> bool:
    """Whether the letters around the word are part of a mark, so that another word there is another mark."""
    line = text[text.rfind("\n", 0, start) + 1 :].split("\n")[0]
    return re.search(r"[^\w\s.,*#>-]", line) is not None or text[end : end + 1].isalnum()


def test_opaque_runs_stand_for_themselves() -> None:
    block = read("A `b` c.\n").blocks[0]
    assert render(block).text == f"A {OPAQUE} c."
    assert isinstance(block, Block)
