"""Which language a post says it is in, which it seems to be in, and who can read it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LANG_KEYS = ("lang", "language", "locale")
"""Front matter keys as sites write them, the first one wins."""

NAMES = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "ta": "Tamil", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_BY_NAME = {name.lower(): code for code, name in NAMES.items()} | {
    "deutsch": "de", "español": "es", "français": "fr", "italiano": "it", "nederlands": "nl",
    "polski": "pl", "português": "pt", "svenska": "sv", "dansk": "da", "american english": "en-US",
    "british english": "en-GB", "us english": "en-US", "uk english": "en-GB", "en-uk": "en-GB",
}  # fmt: skip
_IN_NAME = re.compile(r"\.([a-z]{2}(?:[-_][a-z]{2})?)\.(?:md|markdown|mdx)$")
_TAG = re.compile(r"([a-z]{2,3})(?:[-_](?:[a-z]{4}[-_])?([a-z]{2}))?(?:[-_.@].*)?$")

ENGLISH_ONLY = frozenset({"harper", "draftloop"})
"""Engines that read nothing else."""

# Words of each language that say little and stand everywhere.
_FUNCTION_WORDS = {
    "en": """the of and that it for you with this but are have not was from they which would there their what
        about when will if can an been has more who than its into only some could them these may then our how
        does is be to by we or your we're it's don't i'm""",
    "de": """der das und nicht ist ein eine einen einem einer mit von zu auf für dem den des sich auch wir ich
        sie als wie bei oder aber nach noch nur kann wird werden haben sind war zum zur dass im wenn durch""",
    "fr": """le la les des une est et dans que qui pour pas sur au aux avec ce cette ces nous vous ils elle
        sont mais ou où du par plus je il être fait comme tout c'est n'est""",
    "es": """el los las una es y en que para por con no se del al su lo como más pero sus le ya este porque
        esta entre cuando muy sin sobre también hay son ser""",
    "it": """il lo gli una è e di che per con non si del della dei nel nella anche come più ma sono questo
        questa alla delle ha essere da""",
    "pt": """os uma é e em que para com não se do da dos das por mais como mas ao sua seu ou quando muito
        nos já também são foi você isso esta""",
    "nl": """het een en van ik te dat niet zijn op aan met voor er maar om hem dan zou wat mijn dit deze ook
        als bij uit wordt kan naar heb hoe""",
    "sv": """och att det som en på är av för med till den har inte om ett men jag var sig så vi kan från när
        eller också""",
    "da": """og at det er en til på som for med den har ikke af et men jeg var sig så vi kan fra når eller
        også der""",
    "pl": """nie to się na w z że do jest jak ale co po tak za dla tego przez od czy już tylko był jego być
        może jako oraz które""",
}  # fmt: skip
_WORDS_OF = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
FEWEST_WORDS = 4
"""A shorter stretch shows no language by its words."""


def language_tag(value: str) -> str:
    """A `lang` as sites write it, as a tag: `en_GB.UTF-8` is en-GB, `German` is de; "" for no language."""
    lower = value.strip().lower()
    if lower in _BY_NAME:
        return _BY_NAME[lower]
    found = _TAG.match(lower)
    if found is None or found[1] not in NAMES:
        return ""
    return f"{found[1]}-{found[2].upper()}" if found[2] else found[1]


def tag_of_fields(fields: Mapping[str, object]) -> str:
    """What a post's front matter says of its language; "" when it says nothing that is one."""
    for key in LANG_KEYS:
        value = fields.get(key)
        if isinstance(value, str) and (tag := language_tag(value)):
            return tag
    return ""


def tag_of_name(name: str) -> str:
    """What a file's name says of its language, as sites in several languages have it: `index.de.md`."""
    found = _IN_NAME.search(name.lower())
    return language_tag(found[1]) if found else ""


def is_english(tag: str) -> bool:
    """Whether a tag names English; nothing said is taken for it."""
    return not tag or tag.split("-")[0].lower() == "en"


def name_of(tag: str) -> str:
    """The language of a tag, by its English name."""
    return NAMES.get(tag.split("-")[0].lower(), tag)


def reads(engine: str, tag: str) -> bool:
    """Whether an engine could know the language at all; LanguageTool says itself which it has."""
    return is_english(tag) or engine not in ENGLISH_ONLY


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """The language a stretch of text is plainly in, by its little words or its script; "" when not plain."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    letters = sum(map(len, words))
    if letters >= FEWEST_WORDS and (script := _script_of(words, letters)):
        return script
    if len(words) < FEWEST_WORDS:
        return ""
    english = sum(word in _WORDS_OF["en"] for word in words)
    if english >= 3 and english >= 0.3 * len(words):
        return "en"
    hits = {code: sum(word in known for word in words) for code, known in _WORDS_OF.items()}
    best = max(hits, key=lambda code: hits[code])
    others = max(count for code, count in hits.items() if code != best)
    if best == "en":
        return "en" if hits["en"] >= max(1, 2 * others) else ""
    is_plain = hits[best] >= 3 and hits[best] >= 3 * hits["en"] and hits[best] >= 0.15 * len(words)
    return best if is_plain else ""


_SCRIPTS = (
    ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("HANGUL", "ko"), ("CJK", "zh"), ("ARABIC", "ar"),
    ("GREEK", "el"), ("HEBREW", "he"), ("THAI", "th"), ("DEVANAGARI", "hi"), ("TAMIL", "ta"),
    ("CYRILLIC", "ru"),
)  # fmt: skip


def _script_of(words: Iterable[str], letters: int) -> str:
    """The language of a script that is not Latin, when most letters are of it."""
    foreign = "".join(char for word in words for char in word if char > "\u036f")
    if len(foreign) * 2 <= letters:
        return ""
    names = [unicodedata.name(char, "") for char in foreign[:400]]
    for script, code in _SCRIPTS:
        if sum(name.startswith(script) for name in names) * 10 >= len(names):
            return code
    return ""
