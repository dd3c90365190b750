"""What a writer may have meant instead of a word: its other forms, words one slip away, its usual doubles."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, product
from string import ascii_lowercase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSERTED_TEXT = """
    the a an to of be is are in for that and it on as with at by from have has been will can not you we i or
    was there if so do
    """
INSERTED = tuple(_INSERTED_TEXT.split())
"""The words that are looked for where one may be missing."""

_DOUBLES_WORDS = """
the then/they/there/their/this/that/these/a/an/he/she  a an/at/as/is  an and/any/on/in/as/can  and
any/in/or/to
on one/no/in/of/at/an/or  or of/for/our/on  of off/if/for/to/in/from/with  for from/to/in  in is/it/if/into/at
to in/too/do/with/by/two  is it/if/as/its/are/was/be/are/i/has  it its/it's/i/if  its it's  if of/it/is/in
at as/to  as has/was/if/also  be by/my/we/me/he/been/being/are/the  by my/but/with  are our/and/is/be/were
our out/your  you your/you're/our/you've  your you're/you've  they their/they're/them/what  their
they're/there
there they/these/where/theirs  these this/those/there  this that/his  that than/which/what/that's  then
than/when/them
when what/where/went  were where/was/we're  was has/way/is/want/why  have has/had  has had/his  had did
been being  will would/well  can could/cant  does did  did had  do does/so  not now/no/note  no know/now
know now
with which/within/without/by  we us/well  way why  who how/which  what want/which  he she  through
though/thought/throw
thought though  threw through  though tough  every ever/very/each/even  even event  much many/most  less fewer
affect effect  affects effects  accept except  advice advise  loose lose  lead led  form from  past passed
weather whether  principle principal  quiet quite/quit  quite quit  use sue/user/used/uses/us  build built
send sent
spend spent  choose chose  breath breathe  here hear  other others/another  while which  so to/some
my may/me  us is  many any/may  could would  since sense  them then  such which  all also  also always
like likely  same some  put but  too two  high highly/height  more most  over offer  into in  onto on  once
one/ones
own on/one  done down  set get  get let  lets let's  whose who's  us use  cases case
"""

_IRREGULAR_WORDS = """
go goes going went gone,write writes writing wrote written,take takes taking took taken,give gives giving
gave given,
come comes coming came,get gets getting got gotten,make makes making made,do does doing did done,
see sees seeing saw seen,know knows knowing knew known,think thinks thinking thought,find finds finding found,
keep keeps keeping kept,leave leaves leaving left,begin begins beginning began begun,run runs running ran,
build builds building built,send sends sending sent,spend spends spending spent,lose loses losing lost,
choose chooses choosing chose chosen,break breaks breaking broke broken,throw throws throwing threw thrown,
hold holds holding held,show shows showing showed shown,grow grows growing grew grown,become becomes
becoming became,
bring brings bringing brought,buy buys buying bought,teach teaches teaching taught,tell tells telling told,
say says saying said,feel feels feeling felt,mean means meaning meant,understand understands understanding
understood,
draw draws drawing drew drawn,hide hides hiding hid hidden,speak speaks speaking spoke spoken,
drive drives driving drove driven,set sets setting,let lets letting,put puts putting,read reads reading,
lead leads leading led,meet meets meeting met,pay pays paying paid,fall falls falling fell fallen,
person people,child children,index indexes indices,bind binds binding bound,have has had having,
be is are was were been being am,analysis analyses,criterion criteria,easy easily,true truly,good well
"""


def _doubles() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    pieces = _DOUBLES_WORDS.split()
    for word, others in zip(pieces[::2], pieces[1::2], strict=True):
        for other in others.split("/"):
            table.setdefault(word, set()).add(other)
            table.setdefault(other, set()).add(word)
    return {word: frozenset(others - {word}) for word, others in table.items()}


def _irregular() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for row in _IRREGULAR_WORDS.split(","):
        for one, other in combinations(row.split(), 2):
            table.setdefault(one, set()).add(other)
            table.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in table.items()}


DOUBLES = _doubles()
"""By word: the words it is taken for, or written for by mistake."""
_IRREGULAR = _irregular()


@lru_cache(maxsize=4096)
def other_forms(word: str) -> tuple[str, ...]:
    """What may be other forms of the same word; many of them are no words at all."""
    forms = set(_IRREGULAR.get(word, ()))
    for stem in _stems(word):
        if len(stem) > 1:
            forms.update(_inflected(stem))
    forms.discard(word)
    return tuple(sorted(forms))


def _stems(word: str) -> Iterator[str]:
    yield word
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        yield word[:-1]
        if word.endswith("es") and len(word) > 4:
            yield word[:-2]
    if word.endswith(("ies", "ied")) and len(word) > 4:
        yield word[:-3] + "y"
    if word.endswith("ed") and len(word) > 4:
        yield from (word[:-2], word[:-1])
        if word[-3] == word[-4]:
            yield word[:-3]
    if word.endswith("ing") and len(word) > 5:
        yield from (word[:-3], word[:-3] + "e")
        if word[-4] == word[-5]:
            yield word[:-4]
    if word.endswith("ly") and len(word) > 5:
        yield word[:-2]
        if word.endswith("ily"):
            yield word[:-3] + "y"
        if word.endswith("bly"):
            yield word[:-1] + "e"


def _inflected(stem: str) -> Iterator[str]:
    yield stem
    yield from (stem + ending for ending in ("s", "es", "ed", "ing", "ly"))
    if stem.endswith("e"):
        yield from (stem + "d", stem[:-1] + "ing")
    if stem.endswith("y"):
        yield from (stem[:-1] + ending for ending in ("ies", "ied", "ily"))
    if stem.endswith("le"):
        yield stem[:-1] + "y"
    yield from (stem + stem[-1] + ending for ending in ("ed", "ing"))


def one_slip_away(word: str) -> set[str]:
    """Every string of three letters or more that one letter more, less, other or swapped makes of `word`."""
    if len(word) < 3 or not word.isalpha():
        return set()
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    slips = {left + right[1:] for left, right in cuts if right}
    slips.update(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    slips.update(left + letter + right for (left, right), letter in product(cuts, ascii_lowercase))
    slips.update(left + letter + right[1:] for (left, right), letter in product(cuts[:-1], ascii_lowercase))
    slips.discard(word)
    return {slip for slip in slips if len(slip) > 2}
