"""Days of the week beside dates, in the languages of which `strptime` knows none: `Mo, 04.01.2021`."""

import re
from functools import lru_cache

_NAMES = """
mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche
lun mar mié mie jue vie sáb sab dom lunes martes miércoles jueves viernes sábado domingo
lun mar mer gio ven sab dom lunedì martedì mercoledì giovedì venerdì sabato domenica
seg ter qua qui sex sáb dom segunda terça quarta quinta sexta sábado domingo
ma di wo do vr za zo maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
man tir ons tor fre lør søn mandag tirsdag onsdag torsdag fredag lørdag søndag
mån tis ons tor fre lör sön måndag tisdag onsdag torsdag fredag lördag söndag
ma ti ke to pe la su maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
pn pon wt śr czw pt sob nd niedz poniedziałek wtorek środa czwartek piątek sobota niedziela
po út st čt pá so ne pondělí úterý středa čtvrtek pátek sobota neděle
пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота воскресенье
"""
_WORDS = frozenset(_NAMES.split())
_EAST = r"(?:[月火水木金土日](?:曜日?)?|[월화수목금토일](?:요일)?|(?:星期|周|週)[一二三四五六日天])"
_PART = re.compile(
    rf" ?[(（](?P<in>{_EAST}|[^\W\d_]{{2,12}}\.?)[)）]|^(?P<at>[^\W\d_]{{2,12}})\.?,? (?=\d)| ?{_EAST}$"
)


@lru_cache(maxsize=10_000)
def weekday_part(text: str) -> str:
    """Return the part of a date that names the day of the week, with the space beside it; or nothing."""
    match = _PART.search(text)
    if not match:
        return ""
    word = (match["in"] or match["at"] or "").rstrip(".").lower()
    return match[0] if not word or word in _WORDS or re.fullmatch(_EAST, word) else ""
