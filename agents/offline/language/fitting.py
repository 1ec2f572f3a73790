"""How well words of a text fit the name of a column: its parts, plurals, synonyms and close spellings."""

from functools import lru_cache

from agents.offline.language.words import alike, parts, without_units
from agents.offline.vocabulary.everyday import GLUE
from agents.offline.vocabulary.patterns import word_set
from agents.offline.vocabulary.ranks import MEASURES

COMMON = word_set("""
    mean average median sum total min max minimum maximum count value number date time year month day
    name type rate score range mode high low open close percent percentage change difference first last
    top best index rank class level status distribution correlation outlier missing null standard
    deviation variance group test result sample size feature model normal variable coefficient
    relationship trend significant highest lowest unique distinct most least common frequent share
    proportion quarter week daily monthly yearly annual
""")
KIN = (
    "sex gender", "salary income wage pay earning earn", "price cost", "cost expense charge fee",
    "weight mass", "revenue sale turnover", "nation country", "beak bill culmen", "unit quantity",
    "fare ticket", "education school degree", "closing close", "opening open",
)  # fmt: skip
"""Words that stand for one another in the names of columns."""
SYNONYMS: dict[str, set[str]] = {word: set(said.split()) for word, said in MEASURES.items()}
for group in map(str.split, KIN):
    for word in group:
        SYNONYMS[word] = SYNONYMS.get(word, set()) | set(group) - {word}
QUOTED, EXACT, FOLDED, WORDS, CLOSE, PREFIX, SYNONYM, PART = (
    200.0,
    150.0,
    120.0,
    100.0,
    80.0,
    70.0,
    60.0,
    30.0,
)
MOST_CUT = 8
UNCUT = word_set("order event birth publication delivery")
MEASURED = frozenset({"amount", "value"})
"""Small words of a question that are also what many tables call their measure."""
INNER = frozenset({"of", "the", "in", "no", "number", "s"})
MINIMUM_CLOSE = 0.82
OPPOSITES = frozenset({"un", "in", "im", "ir", "non", "dis"})


@lru_cache(maxsize=20_000)
def name_parts(name: str) -> tuple[str, ...]:
    """The stems of a name without the unit at its end."""
    return without_units(parts(name))


@lru_cache(maxsize=20_000)
def core_parts(name: str) -> tuple[str, ...]:
    """The parts of a name without small words, unless nothing else is left."""
    return tuple(part for part in name_parts(name) if part not in GLUE) or name_parts(name)


@lru_cache(maxsize=2_000)
def may_begin(stem: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that words may fit of which `stem` is the first."""
    known = SYNONYMS.get(stem, set())
    found: set[str] = set()
    for part, having in _by_part(names).items():
        if part == stem or part in known or _cut(stem, part) or _nearly(stem, part):
            found.update(having)
    return tuple(name for name in names if name in found or _runs_together(stem, name))


@lru_cache(maxsize=8)
def _by_part(names: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        for part in name_parts(name):
            found.setdefault(part, []).append(name)
    return found


def _runs_together(stem: str, name: str) -> bool:
    wholes = ("".join(name_parts(name)), "".join(core_parts(name)))
    return any(whole.startswith(stem) or (whole and stem.startswith(whole)) for whole in wholes)


def fit(stems: tuple[str, ...], called: str) -> float:
    """How well some words of a text, as stems, fit a name; 0 where they do not."""
    name = name_parts(called)
    core = core_parts(called)
    if _with_small_words(set(stems), name, core):
        return WORDS
    if stems[0] in GLUE or stems[-1] in GLUE:
        return PREFIX if stems == name and stems[0] in MEASURED else 0.0
    if score := _run_together("".join(stems), name):
        return score
    kept = tuple(one for one in stems if one not in GLUE)
    return 0.0 if _broken(stems, name) else _window_score(kept, core)


def _with_small_words(stems: set[str], name: tuple[str, ...], core: tuple[str, ...]) -> bool:
    """Small words that are also part of a name: `median cases` is number_of_cases_median."""
    whole = stems <= set(name) and set(core) <= stems
    return len(stems) > 1 and whole and bool(stems & GLUE) and bool(stems & set(core))


def _run_together(window: str, name: tuple[str, ...]) -> float:
    """A name written in one word and cut short: `gdppercap` for GDP per capita."""
    whole = "".join(name)
    short, long = sorted((window, whole), key=len)
    near = 0 < len(long) - len(short) <= MOST_CUT
    return PREFIX if len(short) > 5 and len(name) == 1 and near and long.startswith(short) else 0.0


def _broken(stems: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Only small words may stand between the parts of a name, so that `length and width` is two."""
    return bool(GLUE.intersection(stems) - INNER - set(name))


def _window_score(window: tuple[str, ...], name: tuple[str, ...]) -> float:
    if not window or len(window) > len(name) + 1:
        return 0.0
    if window == name or (len(name) > 1 and sorted(window) == sorted(name)):
        return PART + 5 if len(name) == 1 and name[0] in COMMON else WORDS
    joined, whole = "".join(window), "".join(name)
    if joined == whole and len(whole) > 3:
        return WORDS - 5
    if len(window) == len(name) and min(len(joined), len(whole)) > 4 and _close(window, name):
        return CLOSE
    return max(_synonym(window, name), _part(window, name))


def _close(window: tuple[str, ...], name: tuple[str, ...]) -> bool:
    pairs = zip(window, name, strict=True)
    return all(w == n or (min(len(w), len(n)) > 3 and _nearly(w, n)) for w, n in pairs)


@lru_cache(maxsize=50_000)
def _nearly(word: str, name: str) -> bool:
    """Close with or without a plural, as the end of a misspelt plural is not taken off."""
    short, long = sorted((len(word), len(name)))
    if 2 * (short + 1) < MINIMUM_CLOSE * (short + 1 + long):
        return False
    if word[0] != name[0] and word[-1] not in {name[-1], "s"}:
        return False  # of two spellings of a word, one end is the same
    if word.endswith(name) and word.removesuffix(name) in OPPOSITES:
        return False  # `uninsured` is the contrary of insured
    return max(alike(word, name), alike(word, name + "s")) >= MINIMUM_CLOSE


def _synonym(window: tuple[str, ...], name: tuple[str, ...]) -> float:
    if len(window) == 1 and window[0] in SYNONYMS:
        shared = SYNONYMS[window[0]] & set(name)
        return SYNONYM / len(name) ** 0.5 if shared else 0.0
    if len(window) == len(name):
        same = [w == n or bool({n} & SYNONYMS.get(w, set())) for w, n in zip(window, name, strict=True)]
        return SYNONYM + 5 if all(same) else 0.0
    return 0.0


def _part(window: tuple[str, ...], name: tuple[str, ...]) -> float:
    """A part of the name (`mass` for body_mass), or a word cut short (`exper` for experience)."""
    if len(window) == len(name) == 1 and name[0] not in COMMON and len(name[0]) < len(window[0]):
        return PREFIX if _cut(window[0], name[0]) else 0.0
    if all(word in COMMON for word in window) or window[0] in UNCUT:
        return 0.0
    if len(window) < len(name) and set(window) <= set(name):
        share = sum(map(len, window)) / sum(map(len, name))
        return PART + 40 * share if share >= 0.15 else 0.0
    if len(window) == len(name) and all(_cut(w, n) for w, n in zip(window, name, strict=True)):
        return PREFIX
    return 0.0


def _cut(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return left == right or (len(short) >= 4 and long.startswith(short) and len(long) >= len(short) + 2)
