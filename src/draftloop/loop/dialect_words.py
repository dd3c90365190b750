"""Words that are written differently in British and American English, and how to tell by their endings.

Only words whose other spelling means the same and is no word of its own trade: "program", "disk", "dialog",
"artifact", "license" and "practice" prove nothing in a technical post.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from draftloop.loop.word_making import is_british

if TYPE_CHECKING:
    from collections.abc import Mapping

    from draftloop.loop.lexicon import Lexicon

Side = Literal["british", "american"]
Group = Literal["our", "re", "ise", "yse", "ll", "other"]
"""Which habit a spelling belongs to: dialects pick habit by habit."""

_OUR = """
arbour armour clamour colour discolour dishonour endeavour favour flavour harbour honour humour labour
neighbour odour parlour rumour saviour savour tumour vapour
"""
_OUR_ALONE = """
ardour behaviour behavioural behaviours candour colourful colourless demeanour favourable favourite
favourites flavourful honourable humourless misbehaviour neighbourhood neighbourhoods rancour rigour
splendour unfavourable valour vigour
"""
_RE = "calibre centre epicentre fibre litre lustre meagre millilitre sabre sombre theatre"
_ISE_STEMS = """
agon anonym apolog author bapt capital categor central character computer custom critic crystall
decentral democrat deserial digit econom emphas energ equal external familiar final formal general global
harmon hypothes immun incentiv individual industrial initial internal item jeopard legal local marginal
material maxim mechan memor mesmer minim mobil modern modular monet monopol national neutral normal optim
organ parallel parameter patron penal personal polar popular priorit random rational real recogn reorgan
sanit scandal scrutin serial special stabil standard steril subsid summar symbol sympath synchron synthes
theor token trivial util vandal vector verbal victim visual weapon
"""
_ISE_ENDINGS = ("e", "ed", "es", "ing", "ation", "ations", "er", "ers", "able")
_YSE = "analyse catalyse paralyse psychoanalyse"
_LL_STEMS = """
channel dial duel enamel fuel funnel jewel label level model panel pencil quarrel refuel relabel remodel
shovel spiral swivel total travel tunnel unravel
"""
_OTHER = """
aluminium:aluminum cosy:cozy defence:defense enrol:enroll
enrolment:enrollment encyclopaedia:encyclopedia fulfil:fulfill fulfilment:fulfillment fulfils:fulfills
instalment:installment
instalments:installments jewellery:jewelry manoeuvre:maneuver manoeuvres:maneuvers mould:mold moulds:molds
moustache:mustache offence:offense plough:plow pretence:pretense pyjamas:pajamas sceptic:skeptic
sceptical:skeptical sceptically:skeptically sceptics:skeptics scepticism:skepticism skilful:skillful
skilfully:skillfully sulphur:sulfur wilful:willful woollen:woolen
"""
_REGIONAL_TOO = """
amongst arse axe benefitted benefitting biassed cancelled cancelling combatted combatting cheque cheques
focussed focusses focussing gray grey greyed greys greyscale kerb kerbs learnt marshalled marshalling
programme programmes signalled signalling spelt spoilt storey storeys tyre tyres whilst
"""
"""Of one dialect, but no proof of it, or with another side that is a plain word: "story", "while"."""


@cache
def spellings() -> Mapping[str, tuple[Side, Group, str]]:
    """By lower-case word: its side, its habit, and the other side's spelling."""
    found: dict[str, tuple[Side, Group, str]] = {}

    def add(british: str, american: str, group: Group) -> None:
        found.setdefault(british, ("british", group, american))
        found.setdefault(american, ("american", group, british))

    for word in _OUR.split():
        for ending in ("", "s", "ed", "ing"):
            add(word + ending, word.replace("our", "or") + ending, "our")
    for word in _OUR_ALONE.split():
        add(word, word.replace("our", "or"), "our")
    for word in _RE.split():
        american = f"{word[:-2]}er"
        for british_end, american_end in (("", ""), ("s", "s"), ("d", "ed")):
            add(word + british_end, american + american_end, "re")
    for stem in _ISE_STEMS.split():
        for ending in _ISE_ENDINGS:
            add(f"{stem}is{ending}", f"{stem}iz{ending}", "ise")
    for word in _YSE.split():
        for ending in ("e", "ed", "es", "ing", "er", "ers"):
            if word[:-1] + ending != "analyses":  # the plural of "analysis" everywhere
                add(word[:-1] + ending, f"{word[:-2]}z{ending}", "yse")
    for stem in _LL_STEMS.split():
        for ending in ("ed", "ing", "er", "ers"):
            add(f"{stem}l{ending}", stem + ending, "ll")
    for pair in _OTHER.split():
        british, american = pair.split(":")
        add(british, american, "other")
    return found


_REGIONAL = frozenset(_REGIONAL_TOO.split())


def is_regional(word: str, lexicon: Lexicon) -> bool:
    """Whether an unknown word is how another English writes a known one: "organise", "benefitting"."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    return lower in spellings() or lower in _REGIONAL or is_british(lower, lexicon)
