"""What of the vendored word lists technical prose may use freely, and what of ours is added to them.

Everything here was settled by reading marks on published posts as their author would: what made an author
shrug more often than one time in five is not looked for.
"""

from __future__ import annotations


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


_NEEDED_FILLERS_WORDS = """
actual amazing apparently approximately anyway badly begin certainly clearly completely easily effectively
entirely especially exactly fairly frequently fully generally hardly heavily highly hopefully just largely
like maybe might most mostly much necessarily nicely ok okay particularly perhaps possibly practically
precisely primarily probably rather real relatively right seriously significantly simply slightly so
specifically start strongly stuff things too try typically ultimately usually virtually well whatever
whenever wherever whoever widely
"""
NEEDED_FILLERS = frozenset(_NEEDED_FILLERS_WORDS.split())
"""Single words of the list of fillers that carry meaning in technical prose: a degree, a doubt, a limit."""

MORE_FILLERS = ("needless to say", "in my humble opinion", "in actual fact", "when all is said and done")

COUNTED_HEDGES = (
    "a bit", "actually", "basically", "certainly", "clearly", "definitely", "essentially", "fairly", "just",
    "kind of", "literally", "maybe", "obviously", "perhaps", "pretty", "probably", "quite", "rather",
    "really", "simply", "somewhat", "sort of", "totally", "very",
)  # fmt: skip
"""Hedges and fillers of the lists that are counted for the band, whatever they mean in their place."""

NEEDED_PHRASES = _phrases("""
a bit | a number of | adjacent to | all of | almost never | along the lines of | already existing | and
all that | and so forth | appear to be | as a matter of fact | as to | as yet | at least | at this time |
attributable to | be advised | be sure | benefit from | by means of | by virtue of | close proximity |
combat environment | comply with | consistent with | don't know | during the course of | during the period
| effect modifications | et cetera | failed to | has no effect | if and when | in accordance with | in
addition | in all likelihood | in between | in general | in light of | in many cases | in my mind | in my
opinion | in my understanding | in my view | in need of | in order for | in order that | in relation to |
in some instances | in terms of | in the affirmative | in the amount of | in the case of | in the event of
| in the midst of | in the near future | in the negative | in the process of | in view of | incumbent upon
| inter alia | is applicable to | is authorised to | is authorized to | is responsible for | it appears |
it is | it is essential | it is requested | it seems that | it was | kind of | limited number | look like
| looks like | majority of | make an effort | more or less | my impression | my thinking is | my
understanding is | not certain | not later than | not many | not often | not unless | not unlike | null
and void | of late | off of | on the contrary | on the other hand | one particular | outside of | pass
away | pertaining to | point in time | previous to | provided that | pursuant to | put simply | relative
to | set forth in | similar to | so far | sooner rather than later | sort of | span across | successfully
complete | take action to | that which | the month of | the undersigned | the use of | their impression |
there are | there is | this day and age | time period | took advantage of | type of | under the provisions
of | whether or not | with respect to | your office
""")
"""Phrases of the lists of wordy phrases and hedges that technical prose needs or that cost nothing."""

BETTER = {
    "utilize": "use",
    "utilizes": "uses",
    "utilized": "used",
    "utilizing": "using",
    "utilise": "use",
    "utilises": "uses",
    "utilised": "used",
    "utilising": "using",
    "ascertain": "find out",
    "endeavor to": "try to",
    "endeavour to": "try to",
    "heretofore": "until now",
    "thusly": "thus",
    "irregardless": "regardless",
    "despite the fact that": "although",
    "in spite of the fact that": "although",
    "regardless of the fact that": "although",
    "in light of the fact that": "because",
    "by virtue of the fact that": "because",
    "for the simple reason that": "because",
    "a large number of": "many",
    "a vast number of": "many",
    "a majority of": "most",
    "at this point in time": "now",
    "at the present time": "now",
    "has the ability to": "can",
    "have the ability to": "can",
    "in the case that": "if",
    "in the event that": "if",
    "make use of": "use",
    "makes use of": "uses",
    "making use of": "using",
    "made use of": "used",
    "on a regular basis": "regularly",
    "on a daily basis": "daily",
    "on a weekly basis": "weekly",
    "it should be noted that": "",
    "it is important to note that": "",
    "it's important to note that": "",
    "it is worth noting that": "",
    "it's worth noting that": "",
    "it is worth mentioning that": "",
    "it's worth mentioning that": "",
    "needless to say": "",
    "take into consideration": "consider",
    "for all intents and purposes": "in effect",
    "in close proximity to": "near",
    "until such time as": "until",
    "each and every": "each",
    "first and foremost": "first",
    "with regard to": "about",
    "with regards to": "about",
    "have a tendency to": "tend to",
    "has a tendency to": "tends to",
    "as a means of": "for",
    "for the purpose of": "for",
    "in a timely manner": "in time",
    "based off of": "based on",
    "as of yet": "yet",
    "refer back to": "refer to",
    "the reason why is because": "because",
    "the reason is because": "because",
    "are in need of": "need",
    "is in need of": "needs",
    "do damage to": "harm",
    "conduct an investigation into": "investigate",
    "perform an analysis of": "analyze",
    "come to the conclusion that": "conclude that",
    "came to the conclusion that": "concluded that",
    "in the absence of": "without",
    "in lieu of": "instead of",
    "in this day and age": "today",
    "whilst at the same time": "while",
    "prior to": "before",
    "subsequent to": "after",
    "in order to": "to",
}
"""Wordy phrases and what says the same; where nothing stands, the phrase can go."""

CORPORATE = {
    "at the end of the day": "in the end",
    "ballpark figure": "rough figure",
    "best of breed": "best",
    "best-of-breed": "best",
    "bleeding edge": "newest",
    "bring to the table": "offer",
    "brings to the table": "offers",
    "circle back": "come back",
    "core competency": "strength",
    "customer-centric": "",
    "drill down into": "look into",
    "eating your own dogfood": "using what you build",
    "fit for purpose": "good enough",
    "game changer": "",
    "game-changer": "",
    "game changing": "",
    "game-changing": "",
    "going forward": "from now on",
    "moving forward": "from now on",
    "growth hacking": "",
    "herding cats": "",
    "ideation": "",
    "learnings": "lessons",
    "leverage": "use",
    "leverages": "uses",
    "leveraged": "used",
    "leveraging": "using",
    "low hanging fruit": "easy gains",
    "low-hanging fruit": "easy gains",
    "make it pop": "",
    "mind share": "attention",
    "mindshare": "attention",
    "move the needle": "make a difference",
    "new normal": "",
    "next-gen": "new",
    "outside the box": "",
    "paradigm shift": "change",
    "push the envelope": "",
    "quick win": "easy gain",
    "quick wins": "easy gains",
    "single pane of glass": "one view",
    "synergy": "",
    "synergies": "",
    "take it to the next level": "improve it",
    "think outside the box": "",
    "tiger team": "",
    "touch base": "talk",
    "touchpoint": "",
    "turnkey solution": "",
    "value add": "",
    "value-add": "",
    "value proposition": "",
    "wheelhouse": "",
    "win-win": "",
    "work smarter": "",
    "world-class": "",
    "world class": "",
}
"""What meetings say, and plainer words where there are any."""

ONLY_AS_VERB = frozenset({"leverage", "leverages", "leveraged"})
"""Marked where it is a verb: as a noun it is finance or physics."""

CLICHES_OF_THE_TRADE = _phrases("""
last but not least | a clean slate | a far cry | acid test | against all odds | as the crow flies | back
to square one | badge of honor | behind the eight ball | benefit of the doubt | better late than never |
bird's eye view | boils down to | broken record | brought back to reality | burning question | by the book
| case of mistaken identity | crash course | cut and dried | divide and conquer | down and out | down to
earth | draw the line | easier said than done | even the playing field | facts of life | few and far
between | fit the bill | for all intents and purposes | for what it's worth | force of nature | from
scratch | full steam ahead | garbage in, garbage out | get to the bottom of | get your feet wet | give and
take | go against the grain | good as gold | hold your own | in a jam | in a nutshell | in a pinch | in a
word | in the thick of it | it's a small world | it's only a matter of time | judge a book by its cover |
jump the gun | jump to conclusions | keep an eye on | keep it simple, stupid | know the ropes | labor of
love | law of the land | leaps and bounds | like clockwork | live and learn | long lost love | look before
you leap | lose your head | luck of the draw | make the best of it | moment of truth | needle in a
haystack | needless to say | never look back | not the end of the world | off the top of my head | off the
wall | old hat | on a roll | on the money | on the nose | on the rocks | on the spot | on the wagon | open
and shut case | out of pocket | out of the woods | pain in the | panic button | pass the buck | perfect
storm | pile it on | play by the rules | rank and file | rat race | red herring | reinvent the wheel |
rich and famous | rings a bell | running in circles | sad but true | second to none | set the record
straight | shot in the dark | sigh of relief | sink or swim | sneaking suspicion | start from scratch |
take the plunge | the real deal | the same old story | this point in time | through thick and thin | throw
in the towel | to the best of my knowledge | toe the line | too good to be true | trial and error | tried
and true | under the same roof | uphill battle | vain attempt | vain effort | vested interest | wakeup
call | warm welcome | watching the clock | worst nightmare | you only live once
""")
"""Phrases of the list of clichés that say something exact, or nothing an author would change."""

NOT_UNKIND = _phrases("""
actor | ADD | add | addict | airman | aunt | babe | barren | bathroom bill | bi | binge | bony | boy | boys
| bride | brother | bug report | bugreport | chick | cowboy | dad | dame | daughter | depressed | disabled |
dummy | dummyobject | dummyvalue | dummyvariable | dwarf | dyke | easily | easy | everyone knows | execute |
executed | executes | executing | execution | father | father of * | fellowship | female | females | front
men, frontwomen | girl | girls | god | goddess | guy | gypsy | hang | hanged | he | her | hero | heroes |
heroine | heroines | hers | herself | him | himself | his | host | hostess | hostesses | hosts | husband |
illegal | invalid | itch | itches | kill | killed | killing | kills | king | kings | lady | lord | lords |
maid | male | males | man | master | masterful | mastermind | masterpiece | masters | masterstroke | men |
mom | mother | native | obvious | obviously | of course | own man | own woman | papa | pop | primitive |
prince | princess | queen | queens | rehab | sane | she | simple | simply | sister | sisters | son | sons |
spade | special | steward | straight forward | straightforward | straightforwardly | tribe | uncle |
unmanned | widow | widows | wife | woman | women
""")
"""Entries of the list of hurtful words that are ordinary words here: `dummy`, `master`, `execute`, `kill`."""
