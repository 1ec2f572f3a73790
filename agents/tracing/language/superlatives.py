"""Superlatives and ranks: at which end of an order, and in which place of it, a sentence puts a name."""

import re
from dataclasses import dataclass, replace

from agents.tracing.language.blanks import bare
from agents.tracing.language.periods import YEAR
from agents.tracing.language.ranks import place_in

_NO_ADJECTIVE = r"(?!\s\w*(?:able|ible|ed|ful|ive|ant|ent|al|ete|ar|ic|ous|ing)\b)"
"""Of what is most reliable or valuable no column need tell."""

_HIGHEST = (
    f"highest largest biggest greatest (?<!at\\s)most{_NO_ADJECTIVE} "
    f"oldest longest heaviest tallest busiest richest warmest hottest "
    "strongest steepest priciest "
    "top(?!\\s(?:\\d|two|three|four|five|six|ten|few|half|third|quarter|perform)) "
    "(?:best|mejor|meilleure?|beste[rs]?)(?=\\s(?:year|quarter|month|day|week|año|trimestre|mes|"
    "mois|année|jour|Jahr|Quartal|Monat)) "
    "am\\s(?:höch|grö(?:ß|ss)|meist|stärk|teuer|läng|schwer|ält|best)\\w*en "
    "höchste\\w* grö(?:ß|ss)te\\w* meiste\\w* teuerste\\w* längste\\w* schwerste\\w* stärkste\\w* älteste\\w*"
)
_LOWEST = (
    f"lowest smallest fewest (?<!at\\s)least{_NO_ADJECTIVE} cheapest "
    f"youngest shortest lightest coldest coolest weakest poorest "
    "am\\s(?:niedrig|klein|wenig|gering|schwäch|günstig|billig|kürz|leicht|jüng)\\w*en "
    "worst(?=\\s(?:year|quarter|month|day|week)\\s(?:for|of|in|by)\\s(?:sales|revenue|profit|income)) "
    "niedrigste\\w* kleinste\\w* wenigste\\w* günstigste\\w* billigste\\w* kürzeste\\w* leichteste\\w* "
    "geringste\\w* schwächste\\w* tiefste\\w* jüngste\\w*"
)
_ROMANCE = {
    "high": r"l(?:e|a|es) plus (?:élev|grand|haut|ch[eè]r|fort)\w*"
    r"|(?:(?:el|la) )?(?:mayor|más (?:alt|grande|car)\w*)|(?<=con )más\b|(?<=avec )le plus de\b",
    "low": r"l(?:e|a|es) plus (?:bas|petit|faible)\w*|(?:(?:el|la) )?(?:menor|más (?:baj|pequeñ|barat)\w*)"
    r"|(?<=con )menos\b|(?<=avec )le moins de\b",
}
_EAST_ASIAN = {
    "high": r"(?:最も|一番)[^、。]{0,10}?[高大多重長](?:い|く|きい|かった)?"
    r"|最[高大多重长]|가장 (?:높|많|크|큰)\w*",
    "low": r"(?:最も|一番)[^、。]{0,10}?[低小少軽短](?:い|く|さい|ない|かった)?"
    r"|最[低小少轻短]|가장 (?:낮|적|작)\w*",
}
_PLACES = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_DROP = re.compile(
    r"(?:largest|biggest|greatest|strongest|steepest) (?:drop|decline|decrease|reduction|fall)\b"
    r"|(?:größten?|stärksten?) (?:Rückgang|Abnahme)",
    re.IGNORECASE,
)
"""What is the lowest of numbers below 0."""
_PREFIXES = {"zweit": 2, "dritt": 3, "viert": 4, "fünft": 5}


def _any(words: str) -> str:
    return "|".join(words.split())


def _end(name: str, words: str) -> str:
    return rf"(?P<{name}>(?:{_any(words)})\b|{_ROMANCE[name]}|{_EAST_ASIAN[name]})"


_SUPERLATIVE = re.compile(
    rf"(?:\b(?P<place>{'|'.join(_PLACES)})[\s-]+)?"
    rf"(?:(?<![^\W_])(?P<prefix>{'|'.join(_PREFIXES)})?|(?<=[\u3040-\u9fff]))"
    rf"(?:{_end('high', _HIGHEST)}|{_end('low', _LOWEST)})",
    re.IGNORECASE,
)
_VERBS = _any(
    "has had have is was were shows? showed records? recorded posts? posted generates? generated sees? saw "
    "achieves? achieved earns? earned makes? made reports? reported sells? sold holds? held boasts? "
    "receives? received spends? spent pays? paid contributes? contributed delivers? delivered "
    "hat hatte ist war weist erzielte? verzeichnete? a avait est était affiche enregistre tiene es fue "
    "registró"
)
_BETWEEN = _any("by far clearly the our auch klar den die das der mit un une el la le")
_WORDS = r"(?:\s*+[^\W\d_][\w'’€$-]*+){0,5}?\s*"
_HAS = re.compile(
    r"\s*(?:\([^()]{0,40}\)|,[^,]{0,40},)?\s*(?:(?:clearly|also|still|consistently)\s+)?"
    rf"(?:(?!(?:and|or|und|oder|et|y)\b)[a-zäöüß]{{2,}}\s+)?(?:{_VERBS})\b(?:\s+(?:{_BETWEEN}))*{_WORDS}"
    r"|\s*[がはの的][^、。，；;\d]{0,20}",
    re.IGNORECASE,
)
"""What stands between a name and its superlative: `South had by far the highest`, `Southの売上が最も高い`."""

_IS = re.compile(
    rf"{_WORDS}(?:[:=]|\b(?:is|was|are|were|belongs? to|belonged to|goes to|went to|comes from|came from|"
    r"ist|war|hat|hatte|erzielte?|verzeichnete?|est|était|es|fue)"
    r"(?:\s+(?:recorded|found|seen|observed|achieved|reached)?\s*(?:in|for|at|by|on))?"
    r"|(?:だった)?のは|(?:的[^\W\d_]{0,4})?是|は)"
    r"\s*(?:(?:the|die|der|das|(?:celui|celle) d[eu]|la de|el de|le|la|el)\s+)?"
    r"|\s+(?:on|in|at|for|during)\s+",
    re.IGNORECASE,
)
"""What stands between a superlative and its name: `the highest revenue was in South`."""

_FRONTED = re.compile(
    r"(?:^|[.:;]\s+|\b(?:the|la|el|le|die|der|das)\s+\w+\s+(?:with|con|avec|mit)\s+)"
    r"(?:(?:the|den|die|das|der|le|la|el)\s+)?$"
    r"|^(?:le|la|el)(?:\s+[^\W\d_]+){1,3}\s+$|\b(?:is|was|are|were|and)\s+$"
    r"|(?:^|[、。，；\s])[\u3040-\u9fff]{1,12}$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:[.,;:!?()\[（。、，；]|$|です|でし|だ|で[、，]|[-–—]\s"
    r"|\b(?:with|at|and|while|whereas|mit|und|avec|et|con|y)\b)",
    re.IGNORECASE,
)
_OTHERWISE = _any(
    "not never no nor than without except excluding besides apart aside outside other after behind following "
    "next between among its their his her own per ratio relative growth increase decrease gain loss drop "
    "decline change rise fall jump improvement difference gap range spread if would could might may unless "
    "likely probably varia\\w+ volatil\\w+ consisten\\w+ stab\\w+ fluctuat\\w+ correlat\\w+ "
    "nicht kein\\w* außer ohne zwischen nach hinter pro wachstum "
    "pas sauf entre après par croissance excepto por"
)
_BARRED = re.compile(
    rf"\b(?:{_OTHERWISE}|(?:one|two) of|at (?:least|most)|average order|order (?:value|size)|"
    rf"(?:larg|small|bigg|cheap|prici)est (?:orders?|sample|purchases?|transactions?)|by name|alphabetic\w*|"
    rf"eine[rs]? der|l'une? des|una? de l[oa]s)\b|n't\b|"
    r"以外|除|次|ない|之一|当たり|あたり|成長|増加|減少|增长|增幅|变化|差",
    re.IGNORECASE,
)
"""By these a sentence compares among fewer, with something else, or by what no column need show."""

_LEADS = re.compile(
    r"\s*(?:leads?|led|tops|topped)\b|\s*[はが](?:トップ|首位)|\s+(?:liegt|lag) (?:klar |"
    r"deutlich )?(?:vorne?\b|an der Spitze)"
    r"|\s+(?:arrive|est) en tête|\s+(?:lidera|encabeza)\b|\s*(?:领先|居首|排名?第一)",
    re.IGNORECASE,
)
_WITHIN = r"\b(?:in|within|of|at|for|bei|im|à|en|de|pour)\s+"
_VORN = re.compile(r"\b(?:liegt|lag)\s+$"), re.compile(r"\s+(?:klar |deutlich )?(?:vorne?\b|an der Spitze)")
_JOINED = re.compile(r"(?:\b(?:and|or|und|oder|et|ou|y|o)\s+|[&、和とや]\s*)$", re.IGNORECASE)
"""Before the last of several names, which share what follows."""

LONGEST = 800
"""Characters of a sentence that is read."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in an order that begins with the highest (`way` 1), the lowest number (-1), or either (0)."""

    place: int
    way: int
    of_falls: bool = False
    """Whether it is one of numbers below 0: of the largest drop."""

    def __str__(self) -> str:
        """In English, after `not`."""
        if not self.way:
            return f"in place {self.place}"
        ordinal = next((f"{word}-" for word, place in _PLACES.items() if place == self.place), "")
        return f"the {ordinal}{'highest' if self.way > 0 else 'lowest'}"


def rank_of(sentence: str, start: int, end: int, clause: str = "") -> Rank | None:
    """The rank that a sentence gives to the name at a place of it, where it says so plainly.

    `clause` is what stands around the name, if it is the only one there.
    """
    before, after = (bare(side) for side in (sentence[:start], sentence[end:]))
    if len(sentence) > LONGEST or _JOINED.search(before):
        return None
    plain = bare(clause)
    if not _SUPERLATIVE.search(plain) and (place := place_in(plain)):
        return Rank(place, 0)
    if drop := _DROP.search(after):
        rank = _superlative(before, f"{after[: drop.start()]}lowest{after[drop.end() :]}")
        return replace(rank, of_falls=True) if rank else None
    return _superlative(before, after) or (
        _alone(plain, sentence[start:end]) if plain and not _BARRED.search(sentence) else None
    )


def _alone(clause: str, name: str) -> Rank | None:
    """The only superlative of a clause with one name and no number; not of `the highest value in South`."""
    found = list(_SUPERLATIVE.finditer(clause))
    escaped = re.escape(name)
    is_owner = re.search(
        rf"(?:{_WITHIN}|\bmost\s+){escaped}\s+[^\W\d_]|{escaped}['’]|['’]{escaped}", clause, re.IGNORECASE
    )
    is_counted = re.search(r"\d", re.sub(YEAR, "", clause))
    plain = len(found) == 1 and not is_owner and not is_counted
    return _of(found[0]) if plain else None


def _superlative(before: str, after: str) -> Rank | None:
    """The rank by a superlative after a name, or before it."""
    if _BARRED.search(f"{before} {after}"):
        return None
    if _LEADS.match(after) or (_VORN[0].search(before) and _VORN[1].match(after)):
        return Rank(1, 1)
    for found in _SUPERLATIVE.finditer(after):
        between = after[: found.start()]
        if _HAS.fullmatch(between) or (between.isspace() and found[0].startswith("am ")):
            return _of(found)
    for found in _SUPERLATIVE.finditer(before):
        is_told = _IS.fullmatch(before[found.end() :]) and _ENDS.match(after)
        if is_told and _FRONTED.search(before[: found.start()]):
            return _of(found)
    return None


def _of(found: re.Match[str]) -> Rank:
    place, prefix = (found["place"] or "").casefold(), (found["prefix"] or "").casefold()
    return Rank(_PLACES.get(place) or _PREFIXES.get(prefix, 1), 1 if found["high"] else -1)
