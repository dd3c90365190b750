"""Small closed lists of English that our own patterns are made of."""

from __future__ import annotations

import re

_BASE_VERBS = """
look see say go start take try consider assume make build create write add use talk think begin get have
do dive find check run move dig break jump set keep call give imagine suppose walk define focus explore
test put step turn come continue return compare change install open pretend implement understand examine
review switch face
"""
BASE_VERBS = "|".join(_BASE_VERBS.split())
"""Verbs that follow "let's" in technical posts."""

_PAST_PAIRS = """
went go wrote write became become knew know took take gave give came come kept keep made make did do was
be were be had have began begin brought bring bought buy taught teach told tell sold sell spent spend
sent send lost lose got get saw see built build found find left leave held hold felt feel thought think
paid pay met meet used use created create started start worked work wanted want needed need tried try
added add called call helped help looked look showed show learned learn moved move changed change
allowed allow updated update fixed fix checked check handled handle
"""
_WORDS = _PAST_PAIRS.split()
PAST_TO_BASE = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
"""Past forms that may not follow a modal verb, and the form that may."""

_NEVER_TWICE = """
the a an of to in it and or for on with as at by be this we you i are was were from not can will if when
which but they my your our their its has have would could should into about than then because there these
those what how
"""
FUNCTION_PAIR = "|".join(_NEVER_TWICE.split())
"""Words that never stand twice in a row on purpose."""

VOWEL_SOUND = re.compile(
    r"hour|honest|hono[u]?r|heir|herb|sql|html|http|https|mp|ml|ssh|svg|xml|npm|nginx|rss|lxml|hr|h[a-z]?$|"
    r"[^aeiouy]+$"
)
"""Words that begin with a consonant letter and may follow "an"."""
CONSONANT_SOUND = re.compile(
    r"uni(?!n|m)|una[nr]|us(?:e|a|u|i)|ut[ei]|ur[iaeo]|ubi|uk|eu|ewe|once\b|one\b|one[s-]|ub?u|uuid|uri|url|ufo|usb|"
    r"ui\b|ux\b|u$"
)
"""Words that begin with a vowel letter and follow "a"."""
