"""Places in an order that a sentence gives to a name: `ranks second`, `zweiter Platz`, `第二名`."""

import re

_ENGLISH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_ENGLISH |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_GERMAN = {"erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5}
_FRENCH = {"premi[eè]re?": 1, "deuxième": 2, "seconde?": 2, "troisième": 3, "quatrième": 4, "cinquième": 5}
_SPANISH = {"primera?": 1, "segund[oa]": 2, "tercer[oa]?": 3, "cuart[oa]": 4, "quint[oa]": 5}
_KANJI = {"[1１一]": 1, "[2２二]": 2, "[3３三]": 3, "[4４四]": 4, "[5５五]": 5}
_LANGUAGES = {
    "english": _ENGLISH,
    "german": _GERMAN,
    "french": _FRENCH,
    "spanish": _SPANISH,
    "kanji": _KANJI,
}


def _of(language: str, number: int) -> str:
    return rf"(?P<{language}{number}>{'|'.join(_LANGUAGES[language])})"


_PLACE = re.compile(
    rf"\b(?:ranks?|ranked|placed?|places|comes?|came|finish(?:es|ed)) (?:in )?{_of('english', 1)}"
    r"(?= *(?:$|[.,;:(]|place|in\b|by\b|overall|among|of the))"
    rf"|\b(?:in|takes?|took|holds?|the) {_of('english', 2)} (?:place|position|rank|spot)\b"
    rf"|\b{_of('german', 1)}(?:e[nrs]?|em) (?:Platz|Rang|Stelle|Position)\b|\b(?:ist|war|"
    rf"als) {_of('german', 2)}(?:e[rs]?)\b"
    rf"|\b{_of('french', 1)} (?:place|position|rang)\b"
    rf"|\best (?:la |le )?{_of('french', 2)}(?= [^\W\d_]+ (?:par|en|pour|au)\b)"
    rf"|\b{_of('spanish', 1)} (?:lugar|puesto|posición)\b"
    rf"|\b(?:es|fue) (?:el |la ){_of('spanish', 2)}(?= [^\W\d_]+ (?:por|en|según|con)\b)"
    rf"|第?{_of('kanji', 1)}(?:位|名(?!の))|第{_of('kanji', 2)}(?:高|大|多)?的?"
    rf"|排(?:名)?第?{_of('kanji', 3)}|{_of('kanji', 4)}番目"
    r"|(?:\b(?:Platz|Rang|rank|place)|"
    r"\b(?:is|was|ranks?|ranked|comes?|ist|est|es) (?:number|No\.|Nr\.|n°|#)) ?"
    r"(?P<digit>[1-5])\b",
    re.IGNORECASE,
)
_PERIOD_NEXT = re.compile(
    r"\s*(?:quarter|half|week|day|month|trimestre|semestre|Quartal|Halbjahr|" r"季度|四半期)"
)
_DENIED = re.compile(
    r"\b(?:not|never|nicht|pas|kein\w*|no|would|could|if|per|pro|growth|from|before|"
    r"behind [^,;]* and|alphabet\w*|by name|appear\w*|index|list\w*|table|rows?|columns?)\b|n't\b|"
    r"ない|不是|没有|以外|除",
    re.IGNORECASE,
)


def place_in(clause: str) -> int | None:
    """The place that a clause speaks of, if it is one only."""
    if _DENIED.search(clause):
        return None
    found = [one for one in _PLACE.finditer(clause) if not _PERIOD_NEXT.match(clause, one.end())]
    return _value(found[0]) if len(found) == 1 else None


def _value(found: re.Match[str]) -> int:
    said = {name: text for name, text in found.groupdict().items() if text}
    if "digit" in said:
        return int(said["digit"])
    ((name, text),) = said.items()
    places = _LANGUAGES[name.rstrip("1234")]
    return next(place for word, place in places.items() if re.fullmatch(word, text, re.IGNORECASE))
