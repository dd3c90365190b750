"""Words and signs that are classes of their own: the small words of English, marks and punctuation."""

_CLOSED_TEXT = """
    the a an this that these those some any each every all both no another other such what which who
    whom whose i you he she it we they me him her us them my your his its our their mine yours ours
    theirs myself yourself itself themselves ourselves one ones of in on at by for with from to into
    onto over under about between through during before after without within against via per as than
    like upon among across behind toward towards off up down out and or but nor so yet if because while
    when where whether although though since until unless how why be is are was were been being am have
    has had having do does did doing done can could will would shall should may might must cannot not
    never also only just even still already then now here there too very more most less much many few
    enough again ever always often i'm i've i'll i'd you're you've you'll you'd we're we've we'll we'd
    they're they've they'll it's it'll that's there's here's let's what's he's she's who's don't doesn't
    didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't haven't hasn't hadn't <s>
    . , : ; ! ? ( ) [ ] " ' - — / ... & ¤ # Xx XX XXs Xx's lets dont cant wont
    """
CLOSED = frozenset(_CLOSED_TEXT.split())
