"""The names of months in several languages."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

_NAMES = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
jänner feber märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar mars april mai juni juli august september oktober november desember
januar februar marts april maj juni juli august september oktober november december
tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
ledna února března dubna května června července srpna září října listopadu prosince
január február március április május június július augusztus szeptember október november december
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
"""  # noqa: E501
_LANGUAGES = tuple(tuple(line.split()) for line in _NAMES.strip().splitlines())
"""The months from the first to the twelfth, a language or case of it at a time; English first."""


def _number(word: str, months: tuple[str, ...]) -> int:
    """Return the number of the one month that a word names or begins with three letters or more, or 0."""
    if word in months:
        return months.index(word) + 1
    begun = [number for number, month in enumerate(months, 1) if month.startswith(word)]
    return begun[0] if len(begun) == 1 else 0


@lru_cache(maxsize=10_000)
def _numbers(word: str) -> tuple[int, ...]:
    """Return the number of the month that a word is in each language, 0 where it is none."""
    # Python lowers the Turkish capital I with a dot to two characters.
    bare = word.lower().replace("i\u0307", "i").rstrip(".")
    return tuple(_number(bare, months) for months in _LANGUAGES)


def is_month(word: str) -> bool:
    """Tell whether a word is a month in one of the languages, in full or cut to three letters or more."""
    return any(_numbers(word))


def is_english(word: str) -> bool:
    """Tell whether `strptime` knows a word: an English month or its first three letters."""
    bare = word.lower()
    return bool(_numbers(word)[0]) and (len(word) == 3 or bare in _LANGUAGES[0])


def month_numbers(words: Iterable[str]) -> Mapping[str, str]:
    """Return the digits of the months that words name in the language that knows them all, the longest first.

    Empty where no language does.
    """
    found = sorted(set(words), key=lambda word: (-len(word), word))
    for place in range(len(_LANGUAGES)):
        numbers = [_numbers(word)[place] for word in found]
        if all(numbers):
            return {word: f"{number:02d}" for word, number in zip(found, numbers, strict=True)}
    return {}
