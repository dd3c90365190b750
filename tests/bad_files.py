"""Bad files, made on the spot, each with what must happen: front matter, encodings, sizes, escapes, links.

`FILES` are contents: each can stand as an idea, as a post or as an outline. Names, things that are no files
and states of a repository are in `bad_places.py`. Nothing here was taken from a collection of others.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from tests.bad_escapes import ESCAPES, HIDDEN, MARKUP

SECRET = "the-word-nobody-may-read"
"""Stands in files outside the workspace: it must never turn up in anything draftloop says or writes."""


class Must(StrEnum):
    """What must happen to a file when a workspace with it is listed."""

    READ = "read"
    """It is a text like any other; nothing is said about it."""
    BROKEN = "broken"
    """It is listed as broken, with its file; nothing is ever written to it."""
    EITHER = "either"
    """Which of the two is a matter of taste; it must cost that file only."""


@dataclass(frozen=True)
class BadFile:
    """One content."""

    id: str
    make: Callable[[], bytes]
    must: Must = Must.READ
    line: int | None = None
    """The line that must be named, where there is one right answer."""
    is_big: bool = False
    """It may take ten seconds instead of two."""

    @property
    def data(self) -> bytes:
        return self.make()


def _file(id: str, text: str | bytes, must: Must = Must.READ, line: int | None = None) -> BadFile:  # noqa: A002
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return BadFile(id, lambda: data, must, line)


def _big(id: str, make: Callable[[], str], must: Must = Must.READ) -> BadFile:  # noqa: A002
    return BadFile(id, lambda: make().encode(), must, is_big=True)


def _front(block: str, body: str = "\nA paragraph of its own.\n") -> str:
    return f"---\n{block}\n---\n{body}"


LAUGHS = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9 if n else ['lol'])}]" for n in range(12))
MERGES = "\n".join(f"m{n}: &m{n} {{{f'<<: *m{n - 1}' if n else 'a: 1'}, k{n}: 1}}" for n in range(25))

R, B, E = Must.READ, Must.BROKEN, Must.EITHER

FRONT_MATTER = (
    _file("fm-rule-paragraph-rule", "---\n\nA paragraph between two rules.\n\n---\n\nMore.\n"),
    _file("fm-list-between-rules", "---\n- one\n- two\n---\ntext\n"),
    _file("fm-number-between-rules", "---\n42\n---\ntext\n"),
    _file("fm-unterminated", "---\ntitle: Half\n\nText goes on.\n", B, 1),
    _file("fm-unterminated-at-once", "---\ntitle: x", B, 1),
    _file("fm-empty", "---\n---\ntext\n"),
    _file("fm-only-comment", _front("# nothing but this")),
    _file("fm-bom", "\ufeff" + _front("title: With a mark")),
    _file("fm-two-boms", "\ufeff\ufeff" + _front("title: With two marks")),
    _file("fm-crlf", _front("title: Windows\ntags: [a, b]").replace("\n", "\r\n")),
    _file("fm-cr-only", _front("title: Old Mac").replace("\n", "\r")),
    _file("fm-mixed-ends", "---\r\ntitle: Mixed\ntags: [a]\r\n---\n\r\ntext\n"),
    _file("fm-blank-first", "\n" + _front("title: Late")),
    _file("fm-indented", " ---\ntitle: x\n ---\n"),
    _file("fm-fence-with-blanks", "---  \ntitle: Blanks\n---\t\ntext\n"),
    _file("fm-four-dashes", "----\ntitle: x\n----\n"),
    _file("fm-dots-close", "---\ntitle: x\n...\ntext\n", B, 1),
    _file("fm-two-blocks", _front("title: First") + _front("title: Second")),
    _file("fm-two-documents", _front("title: x\n--- \ny: 1"), E),
    _file("fm-toml", "+++\ntitle = 'x'\n+++\ntext\n", E),
    _file("fm-toml-broken", "+++\ntitle = [[[\n+++\n", E),
    _file("fm-toml-open", "+++\ntitle = 'x'\n", B, 1),
    _file("fm-json", '{\n "title": "x"\n}\ntext\n', E),
    _file("fm-json-broken", '{"title": \n', E),
    _file("fm-flow", _front("{title: x, tags: [a]}"), E),
    _file("fm-year", _front("title: 2024")),
    _file("fm-yes", _front("title: yes")),
    _file("fm-no", _front("title: no")),
    _file("fm-octal", _front("title: 012")),
    _file("fm-sexagesimal", _front("title: 1:30")),
    _file("fm-float", _front("title: 3.10")),
    _file("fm-underscored", _front("title: 1_000")),
    _file("fm-null", _front("title: null")),
    _file("fm-tilde", _front("title: ~")),
    _file("fm-nan", _front("title: .nan\nweight: -.inf")),
    _file("fm-equals", _front("title: =")),
    _file("fm-merge-as-title", _front("title: <<")),
    _file("fm-at", _front("title: @x"), B, 2),
    _file("fm-backtick", _front("title: `x`"), B, 2),
    _file("fm-percent", _front("title: %x"), B, 2),
    _file("fm-star", _front("title: *x"), B, 2),
    _file("fm-bang", _front("title: !x")),
    _file("fm-colon-in-title", _front("title: a: b"), B, 2),
    _file("fm-tab-indent", _front("a:\n\tb: 1"), B, 3),
    _file("fm-open-quote", _front('title: "never closed'), B),
    _file("fm-open-single", _front("title: 'never closed"), B),
    _file("fm-open-bracket", _front("title: x\ntags: [open"), B),
    _file("fm-open-brace", _front("a: {b: 1"), B),
    _file("fm-closed-twice", _front("a: []]"), B, 2),
    _file("fm-bad-indent", _front("a:\n    b: 1\n  c: 2"), B),
    _file("fm-key-twice", _front("title: a\ntitle: b"), B, 3),
    _file("fm-key-twice-inside", _front("a: {b: 1, b: 2}"), B, 2),
    _file("fm-integer-key", _front("1: x\ntitle: t")),
    _file("fm-true-key", _front("true: x\ntitle: t")),
    _file("fm-date-key", _front("2026-01-01: x")),
    _file("fm-list-key", _front("? [a, b]\n: c"), B),
    _file("fm-map-key", _front("? {a: b}\n: c"), B),
    _file("fm-empty-key", _front(": x\ntitle: t"), E),
    _file("fm-python-keys", _front("content: a\nself: b\nhandler: c\nmetadata: d\ntitle: t")),
    _file("fm-day-that-is-none", _front("title: x\ndate: 2024-02-30")),
    _file("fm-date-with-zone", _front("date: 2024-01-02 03:04:05 -0500")),
    _file("fm-created-garbage", _front("title: x\ncreated: tomorrow evening")),
    _file("fm-created-year-0", _front("title: x\ncreated: 0000-00-00T00:00:00Z")),
    _file("fm-created-year-99999", _front("title: x\ncreated: 99999-01-01")),
    _file("fm-python-object", _front("x: !!python/object/apply:os.system ['touch CANARY']")),
    _file("fm-python-name", _front("x: !!python/name:os.system")),
    _file("fm-unknown-tag", _front("x: !mine {a: 1}")),
    _file("fm-binary", _front("x: !!binary R0lGODlhDAAMAIQAAP")),
    _file("fm-set", _front("x: !!set {a, b}"), E),
    _file("fm-folded", _front("title: >\n  folded\n  over lines\n\n  and more")),
    _file("fm-literal", _front("title: |\n  one\n  two")),
    _file("fm-strange-literal", _front("title: |9\n  x"), E),
    _file("fm-fence-in-literal", "---\ntitle: |\n  x\n  ---\nmore: 1\n---\ntext\n"),
    _file("fm-comment-behind", _front("title: x # why\ntags: [a, b] # two")),
    _file("fm-hash-in-title", _front("title: C# and F#")),
    _file("fm-quotes-in-quotes", _front('title: "a \\"b\\" \\\\ c"')),
    _file("fm-bad-escape", _front('title: "a \\q b"'), B, 2),
    _file("fm-surrogate-escape", _front('title: "\\ud83d"'), E),
    _file("fm-emoji", _front("title: 😀 and 👩\u200d💻")),
    _file("fm-alias", _front("a: &x [1, 2]\nb: *x")),
    _file("fm-alias-before", _front("b: *x\na: &x 1"), B, 2),
    _file("fm-alias-of-itself", _front("a: &x [*x]"), B, 2),
    _file("fm-ten-laughs", _front(LAUGHS), B),
    _file("fm-merge-bomb", _front(MERGES), B),
    _file("fm-merge-of-scalar", _front("<<: hello\ntitle: x"), E),
    _file("fm-101-aliases", _front("a: &x 1\nb: [" + "*x, " * 101 + "1]"), B),
    _file("fm-51-deep", _front("a: " + "[" * 51 + "]" * 51), B, 2),
    _file("fm-30000-brackets", _front("a: " + "[" * 30_000), B),
    _file("fm-30000-braces", _front("a: " + "{" * 30_000), B),
    _file("fm-20000-dashes", _front("- " * 20_000 + "x"), E),
    _file("fm-1001-keys", _front("\n".join(f"k{n}: {n}" for n in range(1001))), B),
    _file("fm-long-key", _front("k" * 60_000 + ": x"), E),
    _file("fm-long-number", _front("weight: " + "9" * 5_000)),
    _file("fm-long-title", _front(f'title: "{"word " * 8_000}"')),
    _file("fm-nul", b"---\ntitle: a\0b\n---\n", B, 2),
    _file("fm-control", b"---\ntitle: a\x01b\n---\n", B, 2),
    _file("fm-c1", "---\ntitle: a\x9bb\n---\n", B, 2),
    _file("fm-nel", "---\ntitle: a\x85b\n---\n", E),
    _file("fm-line-separator", "---\ntitle: a\u2028b: c\n---\n", E),
    _file("fm-title-list", _front("title: [a, b]")),
    _file("fm-title-map", _front("title: {a: b}")),
    _file("fm-tags-map", _front("title: x\ntags: {a: b}")),
    _file("fm-tags-text", _front("title: x\ntags: a, b")),
    _file("fm-tags-nested", _front("title: x\ntags: [a, [b, [c]]]")),
    _file("fm-asked-number", _front("title: x\nasked: 7")),
    _file("fm-asked-odd", _front("title: x\nasked:\n  - {when: never, who: [a]}\n  - text\n  - 3")),
    _file("fm-signal-odd", _front("title: x\nsignals: {where: x}")),
    _file("fm-interest-odd", _front("title: x\ninterest: many")),
    _file("fm-dropped-odd", _front("title: x\ndropped: [1]"), E),
    _file("fm-private-odd", _front("title: x\nprivate: perhaps")),
    _file("fm-slug-up", _front('title: x\nslug: "../../../etc/cron.d/x"')),
    _file("fm-slug-absolute", _front("title: x\nslug: /etc/passwd")),
    _file("fm-slug-nul", _front('title: x\nslug: "a\\0b"')),
    _file("fm-directive", "---\n%YAML 9.9\n--- \ntitle: x\n---\n", E),
    _file("fm-anchor-names", _front("a: &é 1\nb: &\u202e 2"), E),
)  # fmt: skip

ENCODINGS = (
    _file("enc-latin-1", "caf\xe9 is closed\n".encode("latin-1"), B, 1),
    _file("enc-latin-1-late", b"one\ntwo\nthree\n" + "caf\xe9\n".encode("latin-1"), B, 4),
    _file("enc-latin-1-in-title", "---\ntitle: caf\xe9\n---\n".encode("latin-1"), B, 2),
    _file("enc-cp1252-quotes", b"\x93quoted\x94\n", B, 1),
    _file("enc-utf-16-le", "a text\n".encode("utf-16"), B),
    _file("enc-utf-16-be", b"\xfe\xff" + "a text\n".encode("utf-16-be"), B, 1),
    _file("enc-utf-16-no-mark", "a text\n".encode("utf-16-le")),
    _file("enc-utf-32", "a text\n".encode("utf-32"), B),
    _file("enc-overlong", b"a \xc0\xaf b\n", B, 1),
    _file("enc-surrogate", b"half \xed\xa0\xbd a pair\n", B, 1),
    _file("enc-beyond-unicode", b"\xf4\x90\x80\x80\n", B, 1),
    _file("enc-cut-at-the-end", "wor\u20ac".encode()[:-1], B, 1),
    _file("enc-ff", b"\xff" * 100, B, 1),
    _file("enc-continuation-only", b"\x80\x81\x82\n", B, 1),
    _file("enc-shift-jis", "日本語\n".encode("shift-jis"), B, 1),
    _file("enc-gb18030", "中文\n".encode("gb18030"), B, 1),
    _file("enc-gzip", gzip.compress(b"words " * 100, mtime=0), B),
    _file("enc-png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", B, 1),
    _file("enc-elf", b"\x7fELF\x02\x01\x01" + b"\0" * 50 + b"\xff", B),
    _file("enc-pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", B, 2),
    _file("enc-nul", b"a\0b\n"),
    _file("enc-nuls-only", b"\0" * 4096),
    _file("enc-all-controls", bytes(range(32)) + b"\x7f\n"),
    _file("enc-all-c1", "".join(map(chr, range(0x80, 0xA0))) + "\n"),
    _file("enc-bom-inside", "one\ufefftwo\n"),
    _file("enc-bom-alone", "\ufeff"),
    _file("enc-cr-only", "one\rtwo\rthree\r"),
    _file("enc-mixed-ends", "one\r\ntwo\nthree\rfour\r\r\nfive\n"),
    _file("enc-vt-ff-fs", "one\x0btwo\x0cthree\x1cfour\x1dfive\x1esix\n"),
    _file("enc-nel-ls-ps", "one\x85two\u2028three\u2029four\n"),
    _file("enc-no-last-newline", "the end"),
    _file("enc-noncharacters", "a\ufffeb\uffffc\U0001ffff d\n"),
    _file("enc-private-use", "a\ue000b\U0010f000c\U0010ffffd\n"),
    _file("enc-unassigned", "a\u0378b\U0003ffffc\n"),
    _file("enc-zalgo", "h" + "\u0316\u0301\u0334" * 400 + " there\n"),
    _file("enc-utf-7", b"+ADw-script+AD4-\n"),
)

MARKDOWN = (
    _file("md-empty", b""),
    _file("md-newline", b"\n"),
    _file("md-blanks", b" \t \n\n\n  \n"),
    _file("md-one-letter", b"x"),
    _file("md-heading-only", "#\n##\n######\n#######\n"),
    _file("md-open-fence", "```\n" + "x = 1\n" * 50),
    _file("md-fences-in-fences", "````\n```\n````\n`````\n"),
    _file("md-3000-quotes", "> " * 3_000 + "x\n"),
    _file("md-1500-lists", "- " * 1_500 + "x\n"),
    _file("md-deep-outline", "".join("  " * n + f"- point {n}\n" for n in range(400))),
    _file("md-20000-backticks", "`" * 20_000 + "\n"),
    _file("md-20000-stars", "*a " * 7_000 + "\n"),
    _file("md-20000-brackets", "[" * 20_000 + "](" * 20_000 + "\n"),
    _file("md-20000-bangs", "![" * 10_000 + "\n"),
    _file("md-5000-entities", "&amp;" * 5_000 + "&#0;&#xD800;&#1114112;\n"),
    _file("md-html", "<div><script>alert(1)</script><!-- never closed\n"),
    _file("md-html-comment-private", f"text\n\n<!-- private: {SECRET[:3]} -->\n\nmore\n"),
    _file("md-shortcodes", "{{< figure src=x >}}{{% raw %}}{{{{}}}}{% include x %}\n"),
    _file("md-template", "{{ .Site.Params.secret }} <%= system('x') %> ${7*7} #{7*7}\n"),
    _file("md-footnotes", "".join(f"[^{n}]: note {n} [^{n + 1}]\n" for n in range(500))),
    _file("md-link-definitions", "".join(f"[a{n}]: [a{n + 1}]\n" for n in range(1_000))),
    _file("md-table", "| a | b |\n|---|---|\n" + "| c | d |\n" * 500),
    _file("md-ragged-table", "| a |\n|---|---|---|\n|||||||||||\n"),
    _file("md-math", "$$" * 5_000 + "\n"),
    _file("md-long-word", "x" * 100_000 + "\n"),
    _file("md-jwt", "eyJ" + "hbGciOiJIUzI1NiJ9." * 120 + "\n"),
    _file("md-base64", "A" * 50_000 + "==\n"),
    _file("md-cjk", "写作不需要空格。" * 800 + "\n"),
    _file("md-arabic", "العربية كتابة من اليمين إلى اليسار\n" * 50),
    _file("md-thai", "ภาษาไทยไม่มีช่องว่างระหว่างคำ\n" * 50),
    _file("md-emoji", "👩\u200d👩\u200d👧\u200d👦" * 500 + "\n"),
    _file("md-conflict-marks", "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> them\n"),
    _file("md-diff", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"),
    _file("md-toc-of-itself", "[[md-toc-of-itself]] ![[md-toc-of-itself]]\n"),
)

LINKS = (
    _file("link-up", "[x](../../../../etc/passwd)\n![x](../../../../../outside/secret.png)\n"),
    _file("link-absolute", "![x](/etc/passwd)\n[y](/outside/secret.txt)\n"),
    _file("link-file", "![x](file:///etc/passwd)\n[y](file://localhost/etc/passwd)\n"),
    _file("link-home", "![x](~/.ssh/id_rsa)\n![y]($HOME/.netrc)\n"),
    _file("link-percent", "![x](..%2f..%2f..%2foutside%2fsecret.png)\n"),
    _file("link-double-percent", "![x](%252e%252e%252foutside)\n"),
    _file("link-backslash", "![x](..\\..\\outside\\secret.png)\n"),
    _file("link-nul", "![x](a.png\0.md)\n![y](a%00.png)\n"),
    _file("link-angle", "![x](<../../outside/secret png.png>)\n"),
    _file("link-reference", "![x][r]\n\n[r]: ../../outside/secret.png\n"),
    _file("link-html", '<img src="../../outside/secret.png"><a href="../../x">y</a>\n'),
    _file("link-unc", "![x](//host/share/x.png)\n![y](\\\\host\\share\\x.png)\n"),
    _file("link-javascript", "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](vbscript:x)\n"),
    _file("link-data", f"![x](data:image/png;base64,{'A' * 4_000})\n"),
    _file("link-credentials", "https://user:hunter2@example.org/x and ssh://a:b@c/d\n"),
    _file("link-long", f"[x](https://example.org/{'a' * 30_000})\n"),
    _file("link-escape-in-address", "[x](https://example.org/\x1b]0;pwned\x07)\n"),
    _file("link-punycode", "[bank](https://xn--80ak6aa92e.com/) [b\u0430nk](https://b\u0430nk.example)\n"),
    _file("link-to-folder", "[x](.) [y](..) [z](./)\n![d](../)\n"),
    _file("link-to-git", "![x](../../.git/config)\n[y](../../.git/HEAD)\n"),
    _file("link-include", "{{< include \"../../outside/secret.txt\" >}}\n!include ../../outside/x\n"),
    _file("link-include-code", "```python file=../../outside/secret.txt\n```\n<<< @/../outside/x\n"),
    _file("link-wiki-up", "[[../../outside/secret]] ![[../../../outside/secret.png]]\n"),
    _file("link-to-pipe", "![x](pipe.png)\n"),
    _file("link-through-symlink", "![x](out/secret.png)\n"),
)  # fmt: skip

BIG = (
    _big("big-one-line", lambda: "word " * 200_000),
    _big("big-one-word", lambda: "x" * 1_000_000),
    _big("big-rules", lambda: "---\n" * 250_000, E),
    _big("big-body-of-10-mb", lambda: _front("title: Long") + "A line of words that goes on.\n" * 330_000),
    BadFile("big-17-mb", lambda: b"a line of words\n" * 1_100_000, B, is_big=True),
    _big("big-front-matter-200-kb", lambda: _front("title: Large\nlong: |\n" + "  words\n" * 25_000)),
    _big("big-front-matter-2-mb", lambda: _front("title: Large\nlong: |\n" + "  words\n" * 250_000), B),
    _big("big-front-matter-of-keys", lambda: _front("\n".join(f"k{n}: 1" for n in range(60_000))), B),
    _big("big-front-matter-brackets", lambda: _front("a: " + "[" * 500_000), B),
    _big("big-10000-headings", lambda: "".join(f"## Heading {n}\n\ntext\n\n" for n in range(10_000))),
    _big("big-10000-points", lambda: "".join(f"- point number {n} says this\n" for n in range(10_000))),
    _big("big-20000-links", lambda: "[a](https://example.org/) " * 20_000),
    _big("big-table", lambda: "| a | b |\n|---|---|\n" + "| the the | c |\n" * 20_000),
)


def _escaped(text: str) -> str:
    return "".join(
        f"\\U{ord(c):08x}" if ord(c) < 0x20 or ord(c) > 0x7E else c for c in text.replace('"', "'")
    )


def _armed(name: str, text: str) -> tuple[BadFile, ...]:
    """A text a terminal would obey, raw in the body and written as YAML escapes in every field."""
    quoted = '"' + _escaped(text.replace("\\", "\\\\")) + '"'
    fields = f"title: {quoted}\ntags: [{quoted}]\nkind: {quoted}\nslug: {quoted}\ndescription: {quoted}"
    asked = f"asked: [{{when: 2026-01-02, who: {quoted}, where: {quoted}}}]"
    body = f"\n# A {text} heading\n\n- point {text} one [TK: {text}]\n\nWords {text}, the the end {text}.\n"
    return (_file(f"esc-{name}", f"---\n{fields}\n{asked}\n---\n{body}", E),)


ARMED = tuple(one for name, text in {**ESCAPES, **HIDDEN, **MARKUP}.items() for one in _armed(name, text))

FILES: tuple[BadFile, ...] = (*FRONT_MATTER, *ENCODINGS, *MARKDOWN, *LINKS, *BIG, *ARMED)


@cache
def by_id() -> dict[str, BadFile]:
    """Every file by its id; ids are names of drafts and ideas, too."""
    found = {one.id: one for one in FILES}
    assert len(found) == len(FILES)
    return found
