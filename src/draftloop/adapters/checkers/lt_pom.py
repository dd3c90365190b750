"""What Maven is asked for: LanguageTool's server and the languages wanted, without what no writer needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = "6.8"
SIZE = "94 jars, 52 MB"
"""Of English alone."""
ALWAYS = "en"
LANGUAGES = {
    "ar": "Arabic", "ast": "Asturian", "be": "Belarusian", "br": "Breton", "ca": "Catalan", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "fa": "Persian",
    "fr": "French", "ga": "Irish", "gl": "Galician", "it": "Italian", "ja": "Japanese", "km": "Khmer",
    "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sv": "Swedish", "ta": "Tamil", "tl": "Tagalog", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
"""What has a jar of its own; an install tries each that is asked for."""
_WANTED_BY_NAME = ("es", "ca", "pt")
"""The server asks for these languages when it starts; without their dictionaries they cost 2 to 4 MB."""
_SPARED = (
    ("org.languagetool", "language-all"),  # thirty languages
    ("io.lettuce", "*"),  # Redis
    ("org.mariadb.jdbc", "*"),
    ("io.grpc", "grpc-netty-shaded"),  # rules on other machines
    ("io.grpc", "grpc-protobuf"),
    ("org.apache.lucene", "*"),  # only for n-gram data
)
_HUNSPELL = ("com.gitlab.dumonts", "hunspell")
"""English does without; German and others do not start without it."""


def pom_for(languages: Sequence[str]) -> str:
    """A pom.xml whose dependencies are all that a server for these languages needs."""
    spared = _SPARED if any(code != ALWAYS for code in languages) else (*_SPARED, _HUNSPELL)
    wanted = [_dependency("languagetool-server", spared)]
    wanted += [_dependency(f"language-{code}", ()) for code in languages]
    wanted += [
        _dependency(f"language-{code}", (("*", "*"),)) for code in _WANTED_BY_NAME if code not in languages
    ]
    return (
        '<project xmlns="http://maven.apache.org/POM/4.0.0">\n'
        "  <modelVersion>4.0.0</modelVersion>\n"
        "  <groupId>draftloop</groupId>\n"
        "  <artifactId>languagetool-jars</artifactId>\n"
        "  <version>1</version>\n"
        "  <packaging>pom</packaging>\n"
        f"  <dependencies>\n{''.join(wanted)}  </dependencies>\n"
        "</project>\n"
    )


def _dependency(artifact: str, spared: Sequence[tuple[str, str]]) -> str:
    lines = [
        "<dependency>",
        "  <groupId>org.languagetool</groupId>",
        f"  <artifactId>{artifact}</artifactId>",
        f"  <version>{VERSION}</version>",
    ]
    if spared:
        one = "    <exclusion><groupId>{}</groupId><artifactId>{}</artifactId></exclusion>"
        lines += ["  <exclusions>", *(one.format(*pair) for pair in spared), "  </exclusions>"]
    return "".join(f"    {line}\n" for line in (*lines, "</dependency>"))
