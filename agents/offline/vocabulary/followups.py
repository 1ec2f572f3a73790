"""Words of short questions that change the one before."""

import re

from agents.offline.vocabulary.everyday import ROW_NOUNS
from agents.offline.vocabulary.patterns import any_of, word_set

OPENS = re.compile(
    r"^\W*(?:(?:and|now|what about|how about|(?:the )?same|only|instead|also|then|but)\b"
    r"|as an? [\w ]{1,24}\W*$|in (?:percent\b|%)|the \w+est\W*$|では|じゃあ|次に|それ)",
    re.IGNORECASE,
)
STANDS_FOR = any_of(
    "those|them|they|their|these|(?<!did )(?<!does )(?<!has )(?<!will )it|its|of which"
    "|(?:is|are|was|were|of|for|by|plot|show|draw|chart|graph|about) (?:that|this)"
)
"""What stands for something named before."""
ALSO = re.compile(r"\b(?:instead|as well)\b|\bonly\W*$", re.IGNORECASE)
POINTS = re.compile(
    r"\b(?:is|are|was|were) (?:that|this|it|those|they)\W*$|\bthe (?:first|second|last|other) one\b",
    re.IGNORECASE,
)
"""What stands for something of an answer, whatever else the question names."""
HOW_MANY = re.compile(
    rf"\W*how many(?: of (?:them|those|these))?(?: (?:row|record|{'|'.join(sorted(ROW_NOUNS))})s?)?\W*",
    re.IGNORECASE,
)
"""A question about the number of rows that says of no rows which they are."""
FRAGMENT = re.compile(
    r"^\W*(?:by|per|in|on|for|from|of|with|without|except|exclud\w+|not|over|under|above|below|since|before"
    r"|after|until|between|during|(?:the )?(?:top|bottom|first|last|highest|lowest)"
    r"|hourly|daily|weekly|monthly|quarterly|yearly)\b",
    re.IGNORECASE,
)
"""The first word of what is no sentence of its own."""
PARTICLES = re.compile("(?:だけ|のみ|では|なら|は|も|の|に|で|を)+")
SMALL_TALK = word_set("""
    ok okay thanks thank hello hi hey great nice cool good yes no hmm well fine sorry bye wow perfect
    interesting there please right sure got see
""")
ASKING = re.compile(
    r"\b(?:how (?:many|much|often)|number of|counts?|which|what|who|when|where|why|is|are|does|do|did|was"
    r"|were|list|show|give|find|compare|calculate|compute|describe)\b|何|いくつ|どの|一覧|教えて",
    re.IGNORECASE,
)
ENDS = "highest|largest|greatest|biggest|top|best|most|lowest|smallest|fewest|bottom|worst|least"
PLAIN_END = any_of(ENDS)
"""The ends of an order, whatever is ordered."""
WHICH_END = re.compile(
    rf"\b(?:which|what|who)\b(?: \w+){{0,2}} (?:is|are|was|has|had) (?:the )?(?:\w+est|{ENDS})(?: one)?\W*$",
    re.IGNORECASE,
)
CHARTED = re.compile(
    r"\b(?:plot|chart|graph|draw|visuali[sz]e)\s+(?:it|that|this|them|those)\b(?!\s+(?:as|in|on)\b)"
    r"|(?:\b(?:now|please|show|draw|make|give|display|plot|put|it|that|this|them|those|me|as|in|on|an?)\s+)*"
    r"\b(?:(?P<form>bar|column|line)[ -]?)?(?:charts?|graphs?|plots?|diagrams?)\b"
    r"|(?:折れ線|棒)?グラフ(?:に|で|を)?(?:して|する|描いて|見せて|表示して)?(?:ください)?",
    re.IGNORECASE,
)
UNFILTERED = re.compile(
    r"\b(?:remove|drop|clear|reset|undo|without|forget)\s+(?:all\s+)?(?:the\s+|that\s+|those\s+|any\s+|my\s+)?"
    r"filters?\b(?:\s+(?:on|for|of)\b(?:\s+the\b)?)?|(?:条件|フィルター?)(?:を|は)?(?:外して|解除|なし)",
    re.IGNORECASE,
)
RESET = re.compile(
    rf"{UNFILTERED.pattern}|\b(?:for|of|over|across)\s+"
    r"(?:everyone|everybody|all (?:of them|rows|the data|data)|the whole (?:table|data|dataset))\b"
    r"|全員|全体|すべて",
    re.IGNORECASE,
)
NOT_DONE = re.compile(
    r"^\W*(?:(?:and|now|but|please) )*(?:sort|order|rank)(?:ed|ing)?(?: (?:it|them|that|this))? "
    r"(?:by|on|from|alphabetically|(?:de|a)scending)\b|^\W*compared? (?:(?:it|that|this) )?(?:with|to)\b"
    r"|\b(?:more|less|higher|lower|fewer|better|worse) than (?!\d)"
    r"|\bfrom (?:the )?\w+est to\b|\b(?:for|across|of) all (?!orders\b|rows\b|of\b|the\b|data\b)\w+"
    r"|\bhow many \w+ (?:(?:is|are|were) (?:that|there) )?(?:in total|overall|altogether)\b",
    re.IGNORECASE,
)
"""Orders by something else, comparisons with another answer, and filters that go in part."""
SET_AGAINST = re.compile(r"\b(?:vs|versus|compared)\b", re.IGNORECASE)
LISTED = re.compile(
    r"\bwho are (?:they|those|these)\b|\b(?:show|list)(?: me)? (?:them|those|these)(?: rows)?\b",
    re.IGNORECASE,
)
OF_WHOLE = re.compile(
    r"\bwhat (?:percentage|percent|share|proportion|fraction)(?: of (?:all|the total)(?: \w+)?)? "
    r"(?:is|are|was) (?:that|this|it|those|they)\b|\bas an? (?:percentage|share|proportion)\b"
    r"|^\W*割合(?:は|で|に)",
    re.IGNORECASE,
)
"""What share of all rows those are."""
