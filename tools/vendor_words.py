"""Fetch the word lists draftloop ships and write them as generated modules below src/draftloop/loop/data.

Run by hand when a list is to be renewed: `python tools/vendor_words.py`. It needs npm and pip, which fetch
the packages pinned below; the app itself never fetches anything. Notices stand in loop/data/NOTICES.md.
"""

from __future__ import annotations

import binascii
import gzip
import json
import math
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

DATA = Path(__file__).parents[1] / "src" / "draftloop" / "loop" / "data"

TECH = {
    "software-terms": "5.4.9",
    "companies": "3.2.13",
    "python": "4.5.2",
    "node": "5.0.9",
    "npm": "5.2.56",
    "typescript": "3.2.3",
    "html": "4.0.16",
    "css": "4.1.2",
    "golang": "6.0.29",
    "rust": "4.1.2",
    "k8s": "1.0.13",
    "docker": "1.1.17",
    "aws": "4.0.17",
    "data-science": "2.0.16",
    "fullstack": "3.2.9",
    "git": "3.1.1",
    "shell": "1.2.0",
    "filetypes": "3.0.18",
}
NAMES = {"people-names": "1.1.16"}
STYLE = {
    "hedges": "2.0.1",
    "fillers": "2.0.1",
    "weasels": "2.0.1",
    "buzzwords": "1.4.0",
    "no-cliches": "0.3.6",
    "too-wordy": "0.3.6",
    "retext-simplify": "8.0.0",
    "passive-voice": "0.1.0",
    "retext-equality": "7.1.0",
}
FREQUENCIES = ("symspellpy", "6.10.1", "symspellpy/frequency_dictionary_en_82_765.txt")

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9.'-]*[A-Za-z\u00c0-\u024f0-9+#]$")


def main() -> int:
    """Write every generated module."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        tech = set().union(*(words_of(place, name, version) for name, version in TECH.items()))
        names = set().union(*(words_of(place, name, version) for name, version in NAMES.items()))
        frequencies = read_frequencies(place)
        style = {name: npm_pack(place, name, version) for name, version in STYLE.items()}
        acronyms = acronyms_of(place)
        write_packed("tech_words", "Words of the trade, one a line, as written", sorted(tech))
        only_names = sorted(name for name in names - tech if name[0].isupper())
        write_packed("people_names", "Given and family names, one a line", only_names)
        rows = [f"{word} {value}" for word, value in sorted(frequencies.items())]
        write_packed(
            "frequencies", "English words with log10 of their use in a billion words, times 100", rows
        )
        write_style(style, acronyms)
    return 0


def npm_pack(place: Path, package: str, version: str) -> Path:
    """The unpacked folder of an npm package."""
    target = place / package.replace("/", "-").strip("@")
    if not target.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise SystemExit("npm is needed to fetch the lists")
        done = subprocess.run(
            [npm, "pack", "--silent", f"{package}@{version}"],
            cwd=place,
            check=True,
            capture_output=True,
            text=True,
        )
        with tarfile.open(place / done.stdout.split()[-1]) as archive:
            archive.extractall(target, filter="data")
    return target / "package"


def words_of(place: Path, name: str, version: str) -> set[str]:
    """The plain words of a cspell dictionary: no compounds' halves, no forbidden words, no corrections."""
    package = npm_pack(place, f"@cspell/dict-{name}", version)
    words: set[str] = set()
    for file in sorted([*package.rglob("*.txt"), *package.rglob("*.txt.gz")]):
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for line in raw.decode("utf-8").splitlines():
            text = line.split("#")[0].strip()
            for word in re.split(r"[\s,_:/]+", text):
                if len(word) > 2 and _WORD.match(word):
                    words.add(word)
    return words


def acronyms_of(place: Path) -> list[str]:
    """Acronyms of computing that need no introduction."""
    package = npm_pack(place, "@cspell/dict-software-terms", TECH["software-terms"])
    text = (package / "dict" / "computing-acronyms.txt").read_text(encoding="utf-8")
    return sorted({word.upper() for word in re.findall(r"^[A-Za-z][A-Za-z0-9]+", text, re.MULTILINE)})


def read_frequencies(place: Path) -> dict[str, int]:
    """Zipf values times 100 of the words in symspellpy's list."""
    package, version, member = FREQUENCIES
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "-d",
            str(place),
            f"{package}=={version}",
        ],
        check=True,
    )
    wheel = next(place.glob(f"{package}-{version}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        rows = [line.split() for line in archive.read(member).decode("utf-8-sig").splitlines()]
    counts = {row[0]: int(row[1]) for row in rows if len(row) == 2}
    total = sum(counts.values())
    return {word: round(100 * math.log10(count / total * 1e9)) for word, count in counts.items() if count > 0}


def write_packed(name: str, says: str, lines: list[str]) -> None:
    """A module whose DATA is the lines, deflated and in base 64."""
    packed = zlib.compress("\n".join(lines).encode("utf-8"), 9)
    body = binascii.b2a_base64(packed, newline=False).decode("ascii")
    rows = "\n".join(body[at : at + 120] for at in range(0, len(body), 120))
    text = f'"""{says}: generated by tools/vendor_words.py, see NOTICES.md."""\n\nDATA = b"""\n{rows}\n"""\n'
    (DATA / f"{name}.py").write_text(text, encoding="ascii")
    print(f"{name}: {len(lines)} lines, {len(text) // 1024} KiB")


def write_style(packages: dict[str, Path], acronyms: list[str]) -> None:
    """The lists of the second pass as two modules of plain values."""
    lists = {
        "HEDGES": js_list(packages["hedges"] / "index.js"),
        "FILLERS": js_list(packages["fillers"] / "index.js"),
        "WEASELS": js_list(packages["weasels"] / "index.js"),
        "BUZZWORDS": json.loads((packages["buzzwords"] / "index.json").read_text(encoding="utf-8")),
        "CLICHES": js_list(packages["no-cliches"] / "cliches.js"),
        "WORDY": js_list(packages["too-wordy"] / "too-wordy.js"),
        "PARTICIPLES": js_list(packages["passive-voice"] / "passive.js"),
        "ACRONYMS": acronyms,
    }
    says = "Word lists of the second pass: generated by tools/vendor_words.py, see NOTICES.md."
    parts = [f'"""{says}"""\n', *(f"{name} = {literal(words)}\n" for name, words in lists.items())]
    parts.append(table("SIMPLER", js_patterns(packages["retext-simplify"] / "lib" / "patterns.js")))
    write_formatted("style_words", parts)
    kinder = js_equality(packages["retext-equality"] / "lib" / "patterns-en.js")
    says = "Words that may hurt, and others: generated by tools/vendor_words.py, see NOTICES.md."
    write_formatted("kinder_words", [f'"""{says}"""\n', table("KINDER", kinder)])


def write_formatted(name: str, parts: list[str]) -> None:
    target = DATA / f"{name}.py"
    target.write_text("\n".join(parts), encoding="utf-8")
    ruff = shutil.which("ruff", path=str(Path(sys.executable).parent)) or "ruff"
    subprocess.run([ruff, "format", "-q", str(target)], check=True)


def table(name: str, rows: dict[str, list[str]]) -> str:
    """A dictionary of phrases and what may stand for each."""
    lines = (
        f"    {json.dumps(phrase)}: ({''.join(json.dumps(one) + ', ' for one in better)}),"
        for phrase, better in rows.items()
    )
    return "\n".join([f"{name}: dict[str, tuple[str, ...]] = {{", *lines, "}\n"])


def literal(words: list[str]) -> str:
    return "(" + "".join(f"\n    {json.dumps(word)}," for word in words) + "\n)"


def js_list(path: Path) -> list[str]:
    """The strings of the one array a module exports."""
    body = path.read_text(encoding="utf-8").split("= [", 1)[1].split("\n]", 1)[0]
    return [unquote(text) for text in re.findall(r"""'(?:[^'\\]|\\.)*'|"[^"]*\"""", body)]


def js_patterns(path: Path) -> dict[str, list[str]]:
    """Phrases and what may stand in their place; an empty list where leaving out is all there is to do."""
    body = path.read_text(encoding="utf-8").split("patterns = {", 1)[1]
    found: dict[str, list[str]] = {}
    for match in re.finditer(
        r"^  (?P<key>'[^']+'|\"[^\"]+\"|\w+): \{(?P<value>.*?)^  \}", body, re.MULTILINE | re.DOTALL
    ):
        replacements = re.search(r"replace: \[(.*?)\]", match["value"], re.DOTALL)
        texts = re.findall(r"'[^']*'|\"[^\"]*\"", replacements[1]) if replacements else []
        found[unquote(match["key"])] = [unquote(text) for text in texts]
    return found


def js_equality(path: Path) -> dict[str, list[str]]:
    """Each inconsiderate phrase and what considerate ones may stand for it."""
    body = path.read_text(encoding="utf-8").split("patterns = ", 1)[1].strip().rstrip(";")
    return {
        phrase: list(pattern.get("considerate", {}))[:3]
        for pattern in json.loads(body)
        for phrase in pattern["inconsiderate"]
    }


def unquote(text: str) -> str:
    bare = text[1:-1] if text[0] in "'\"" else text
    return bare.replace("\\'", "'").strip()


if __name__ == "__main__":
    sys.exit(main())
