"""How names and periods are compared in words: `rose in 2023`, `West had less than East`.

The names of one kind are read as one sign each, so that what stands between them is all that matters.
"""

import re
from dataclasses import dataclass

from agents.tracing.language.words import CHANGES, FALLS, RISES

NAME = "\ue000"
"""In place of a name."""

_UP, _DOWN = re.compile(RISES, re.IGNORECASE), re.compile(FALLS, re.IGNORECASE)
_ROSE = (
    r"\b(?:rose|risen|grew|grown|climbed|jumped|surged|soared|increased|"
    r"stieg(?:en)?|\w*gestiegen|wuchs(?:en)?|gewachsen|"
    r"augmenté\w*|progressé|aument(?:ó|aron)|creci(?:ó|eron)|subi(?:ó|eron))\b|"
    r"(?:増加|上昇)し(?:た|まし)|伸び(?:た|まし)|(?:增长|增加|上升)了"
)
_FELL = (
    r"\b(?:fell|fallen|declined|decreased|dropped|shrank|shrunk|slumped|plunged|"
    r"sank(?:en)?|\w*gesunken|fiel(?:en)?|gefallen|\w*geschrumpft|zurückgegangen|"
    r"baissé\w*|diminué\w*|reculé|chuté|disminuy(?:ó|eron)|cay(?:ó|eron)|baj(?:ó|aron))\b|"
    r"(?:減少|低下|下落)し(?:た|まし)|(?:下降|减少|下跌)了"
)
"""Finite verbs and participles: a noun, `up` and `improved` may speak of much else."""

_MOVED = re.compile(rf"(?P<rose>{_ROSE})|(?P<fell>{_FELL})", re.IGNORECASE)
_TURNS = re.compile(
    r"\b(?:peak\w*|highs?|lows?|high point|bottom\w*|turn\w*|since|then|afterwards?|thereafter|"
    r"later|before|after|"
    r"end(?:s|ed|ing)?|stopp\w*|halt\w*|revers\w*|recover\w*|rebound\w*|negative|until|but|as|because|"
    r"although|though|despite|while|when|which|who|more|less|faster|slower|per|ratio|margins?|gap|difference|"
    r"spread|delays?|seitdem|seither|danach|dann|bevor|aber|obwohl|während|als|pro|höhepunkt|"
    r"avant|après|ensuite|puis|depuis|mais|culmin\w*|luego|después|antes|desde|pero|máximo|mínimo|por)\b|"
    r"その後|以降|以来|ピーク|之后|此后|然后|峰值|但|が、|更",
    re.IGNORECASE,
)
"""By these a change is one after the period that is named, or one of something that no column shows."""

_OPEN = re.compile(
    r"\b(?:not|no|never|nor|neither|without|if|would|could|should|may|might|expect\w*|forecast\w*|"
    r"except|but for|rate|per|pro|basket|"
    r"nicht|kein\w*|ohne|außer|wenn|würde|pas|sans|sauf|si|sin|ningun\w*|excepto|rank\w*|share|volatil\w*|"
    r"correlat\w*|reduc\w* to)\b|n't\b|ない|なかっ|不|没有|未|除|以外|率|占比",
    re.IGNORECASE,
)
"""What leaves open which way something goes, or of what."""

_FROM_TO = re.compile(
    rf"\b(?:from|between|von|zwischen|de|entre|desde)\s+{NAME}\s+(?:to|and|through|bis|und|auf|à|et|a|y|hasta)\s+{NAME}"
    rf"|{NAME}年?から{NAME}|从{NAME}年?到{NAME}",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    rf"{NAME}[^.;]*?(?:\bcompared (?:with|to)|\bvs\.?|\bversus|\brelative to|"
    rf"\bgegenüber|"
    rf"\bim Vergleich zu\w*|\bpar rapport à|\bfrente a|比|に比べ)\s*(?:dem |der |the |"
    rf"l'année )?{NAME}",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"^(?!.*\b(?:after|since|until|till|before|by|through|seit|bis|vor|nach|depuis|après|avant|desde|hasta|tras)\s+{NAME}"
    rf"(?![^,]*,.*{NAME})).*{NAME}",
    re.IGNORECASE,
)
_AT = rf"\b(?:in|during|im Jahre?|ist|sind|en)\s+(?:the year |l'année |el año )?{NAME}"
_IN_ONE = re.compile(
    rf"{_AT},?[^,;:(]*?(?:{_ROSE}|{_FELL})|^[^,;:(]*?(?:{_ROSE}|{_FELL})[^,;:(]{{0,40}}?{_AT}|"
    rf"{NAME}年?[^、。，；]{{0,20}}?(?:{_ROSE}|{_FELL})(?<=[\u3040-\u9fff])",
    re.IGNORECASE,
)
"""`Sales fell in 2023`, `in 2023, sales fell`: one clause with its verb and its period."""

_ALWAYS = re.compile(
    r"\b(?:every|each) (?:single )?(?:year|month|quarter|day|week)|\byear (?:after|by) year|\bin all years|"
    r"\b(?:jede[ns]|in jedem) (?:Jahr|Monat|Quartal)|\bchaque (?:année|mois|trimestre)|"
    r"\bcada (?:año|mes|trimestre)|"
    r"毎年|每年|年年|逐年|毎月",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|every|each|alle|jede[rs]?|tou(?:te)?s les|chaque|todas?|todos|cada) [^\W\d_]+|所有|都|"
    r"すべて|全て|各",
    re.IGNORECASE,
)
_HIGHER = r"more|higher|larger|greater|bigger|longer|older|heavier|mehr|höher\w*|größer\w*"
_LOWER = r"less|fewer|lower|smaller|shorter|younger|lighter|weniger|niedriger\w*|kleiner\w*|geringer\w*"
_THAN = re.compile(
    rf"{NAME}(?:['’]s?)?(?:\s+[^\W\d_]+){{0,5}}?\s+(?:(?P<more>{_HIGHER})|(?P<less>{_LOWER}))\b(?:\s+[^\W\d_]+){{0,4}}?"
    rf"\s+(?:than|als)(?:\s+(?:in|for|at|on|that of|im|bei))?(?:\s+the)?\s+{NAME}",
    re.IGNORECASE,
)
_PART_LOWER = re.compile(
    rf"{NAME}(?:['’]s?)?[^.;{NAME}]*?\b(?P<part>half|(?:a|one|two)[ -](?:thirds?|quarters?|fifths?|half))\s+"
    rf"(?:lower|less|fewer|smaller|cheaper|shorter|below)\b[^.;{NAME}]*?(?:\bthan\b)?[^.;{NAME}]{{0,20}}{NAME}",
    re.IGNORECASE,
)
_RANKED_LIST = re.compile(
    r"\b(?:rank\w*|rangfolge|classement|clasificación)\s(?:[^.;:]*\s)?(?:by|nach|par|por)\s"
    r"(?!name|alphab|nom|nombre)[^.;:]*[:：]|順位?[^。]*[:：は]|排名[^。]*[:：是为]"
)
_CHAIN = re.compile(rf"{NAME}(?:\s*>\s*{NAME}){{2,}}")
_FOLLOWED = re.compile(
    rf"{NAME}(?P<told>[^.;{NAME}]*?)[,，、]?\s*(?:followed by|ahead of|then|gefolgt von|vor|"
    rf"suivie? (?:de |d['’])|"
    rf"seguid[oa] (?:de |por )|其次是|次いで|続いて)\s*(?:the |la |"
    rf"el )?(?P<list>{NAME}(?:[^.;{NAME}]{{0,20}}{NAME})*)",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"\b(?:leads?|led|tops|highest|largest|most|biggest|vorn\w*|höchste\w*|meiste\w*|größte\w*|"
    r"en tête|lidera|mayor|más)\b|"
    r"plus (?:élevé|grand)|最[高大多]|最も[^、。]*[高多大]|首位|トップ|领先",
    re.IGNORECASE,
)
_BOTTOM = re.compile(
    r"\b(?:lowest|smallest|fewest|least|niedrigste\w*|kleinste\w*|wenigste\w*|menor|menos)\b|"
    r"plus (?:bas|petit|faible)|最[低小少]|最も[^、。]*[低少小]",
    re.IGNORECASE,
)
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5}
_HALF = re.compile(
    r"\b(?:(?P<over>more than|over)|(?P<under>less than|fewer than|under)) (?:a )?half\b|"
    r"\b(?P<most>the majority of)\b|"
    r"\b(?:(?P<mehr>mehr als|über)|(?P<weniger>weniger als|unter)) (?:die |der )Hälfte|"
    r"\b(?:(?P<plus>plus)|(?P<moins>moins)) de la moitié|\b(?:(?P<mas>más)|(?P<menos>menos)) de la mitad|"
    r"(?P<zh>超过一半|过半)|(?P<zhunder>不到一半)|(?P<ja>半分以上|過半数)|(?P<jaunder>半分未満)",
    re.IGNORECASE,
)
_UNDER = {"under", "weniger", "moins", "menos", "zhunder", "jaunder"}
_OF_ALL = re.compile(
    r"\b(?:total|all|entire|overall|whole|gesamt\w*|aller|zeilen|rows|records|orders)\b|entfällt|entfallen|"
    r"\bc[ao]mes? from|\bmakes? up|\baccounts? for|\bbrings? in|\bcontributes?|全体|总|全部|合計|占",
    re.IGNORECASE,
)
_DESCENDING = re.compile(
    r"\b(?:from (?:the )?highest to (?:the )?lowest|(?:in )?descending order|largest to smallest|"
    r"absteigend\w*|"
    r"ordre décroissant|orden descendente|de mayor a menor|du plus (?:élevé|grand) au plus (?:bas|petit))|"
    r"高い順|多い順|降順|大きい順|从高到低|从大到小|降序",
    re.IGNORECASE,
)
_ASCENDING = re.compile(
    r"\b(?:from (?:the )?lowest to (?:the )?highest|(?:in )?ascending order|smallest to largest|"
    r"aufsteigend\w*|ordre croissant|orden ascendente|de menor a mayor)|低い順|少ない順|昇順|小さい順|"
    r"从低到高|从小到大|升序",
    re.IGNORECASE,
)
_LIST = re.compile(
    rf"{NAME}(?:(?:\s*(?:,|、|>|→|，|;|/)\s*(?:and |und |et |y )?|\s+(?:and|und|et|y)\s+){NAME})+"
)


@dataclass(frozen=True, slots=True)
class Way:
    """Whether something goes up (1) or down (-1), between which of the periods, and by which words."""

    way: int
    periods: tuple[int, ...]
    start: int
    end: int


def direction_of(text: str) -> tuple[int, int, int]:
    """The one way in which all words of a sentence go, with the place of the first verb; else 0."""
    told = None if _OPEN.search(text) or _TURNS.search(text) else _MOVED.search(text)
    if not told or (_UP.search(text) and _DOWN.search(text)):
        return 0, 0, 0
    return (1 if told["rose"] else -1, *told.span())


def moved(text: str) -> Way | None:
    """That something rose or fell from one period to another, or in the only one that is named."""
    way, start, end = direction_of(text)
    if not way:
        return None
    periods = compared_periods(text)
    is_plain = len(periods) == 2 or _IN_ONE.search(text)
    return Way(way, periods, start, end) if periods and is_plain else None


def compared_periods(text: str) -> tuple[int, ...]:
    """The periods between which a change is told, the earlier one first; or the only one that is named."""
    if both := _FROM_TO.search(text):
        first = text.count(NAME, 0, both.start())
        return first, first + 1
    if text.count(NAME) == 2 and _AGAINST.search(text):
        return 1, 0
    return (0,) if text.count(NAME) == 1 and _ONE.search(text) else ()


def always_moved(text: str) -> Way | None:
    """That something rose or fell every year."""
    way, start, end = direction_of(text)
    return Way(way, (), start, end) if way and _ALWAYS.search(text) else None


def speaks_of_all(text: str) -> bool:
    """Whether something is said of all categories."""
    return _ALL.search(text) is not None


def than(text: str) -> re.Match[str] | None:
    """`West had lower total revenue than East`, with a group `more` or `less`."""
    return None if _OPEN.search(text) else _THAN.search(text)


def part_lower(text: str) -> tuple[re.Match[str], float] | None:
    """`a third lower than`: by which part."""
    found = None if _OPEN.search(text) else _PART_LOWER.search(text)
    if not found:
        return None
    said = found["part"].casefold()
    times = 2 if said.startswith("two") else 1
    return found, times * next(part for word, part in _PARTS.items() if word in said)


def half(text: str) -> tuple[re.Match[str], int] | None:
    """`more than half` (1) and `less than half` (-1)."""
    found = _HALF.search(text)
    return (found, -1 if found.lastgroup in _UNDER else 1) if found and not _OPEN.search(text) else None


def is_of_all(text: str) -> bool:
    """Whether a part is one of everything."""
    return _OF_ALL.search(text) is not None


def ordered(text: str) -> tuple[re.Match[str], int] | None:
    """A list of names that is said to fall (1) or to rise (-1), or to be ranked (0)."""
    way = 1 if _DESCENDING.search(text) else -1 if _ASCENDING.search(text) else 0
    if chain := _CHAIN.search(text):
        return chain, way or 1
    told = way or _RANKED_LIST.search(text.casefold())
    listed = _LIST.search(text) if told else None
    return (listed, way) if listed else None


def followed(text: str) -> tuple[re.Match[str], int] | None:
    """`North is highest, followed by East and West`: the highest (1) or the lowest (-1) comes first."""
    found = None if _OPEN.search(text) else _FOLLOWED.search(text)
    top, bottom = _TOP.search(text), _BOTTOM.search(text)
    return (found, 1 if top else -1) if found and bool(top) != bool(bottom) else None


def tells_change(text: str) -> bool:
    """Whether a sentence tells how something changed."""
    return (
        re.search(rf"{CHANGES}|growth|yoy|wachstum|croissance|crecimiento|成長|增长", text.casefold())
        is not None
    )
