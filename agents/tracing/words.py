"""Words by which a sentence says what it does with numbers, in lower case."""

import re

_FAR = r" (?:[^;]{0,40} )?"  # German puts the other half of a verb at the end
FALLS = (
    r"\b(?:fell|fall(?:s|ing|en)?|decreas\w*|declin\w*|drop\w*|reduc\w*|shr[aiu]nk\w*|contract(?:s|ed|ing)|"
    r"slid(?:es?|ing)?|slip(?:s|ped|ping)|dip(?:s|ped)?|plung\w*|tumbl\w*|slump\w*|plummet\w*|weaken\w*|"
    r"retreat\w*|sag(?:s|ged)|eas(?:es|ed|ing)|erod\w*|shed(?:s|ding)?|worsen\w*|lost|los(?:es?|ing|ss|ses)|"
    r"(?:was|were|been|is|are) cut|cut by|sank|sinks?|sunk|down)\b|"
    r"\b(?:sinkt|sinken|\w*gesunken|fiel(?:en)?|fällt|gefallen|\w*schrumpf\w*|rückgang|verlor\w*|verliert|verlust|"
    r"zurückgegangen|eingebrochen|einbruch|verringer\w*|abgenommen|abnahme)\b|"
    rf"\b(?:g(?:ing|ingen|eht|ehen){_FAR}zurück|brach(?:en)?{_FAR}ein|(?:nahm|nahmen|nimmt){_FAR}ab)\b|"
    r"baiss|diminu|recul|chut(?:e|é|er)|\bperd(?:u|us|ue|ent)?\b|contracté|"
    r"減|下が|落ち|縮小|低下|マイナス|减|下降|下跌|降|감소|줄|하락|떨어"
)
"""What goes down."""

RISES = (
    r"\b(?:r[io]ses?|risen|rising|increas\w*|gr[eo]wn?|grow(?:s|ing|th)|gain\w*|climb\w*|jump\w*|surg\w*|soar\w*|"
    r"advanc(?:es|ed|ing)|spik(?:es|ed|ing)|accelerat\w*|improv\w*|expand\w*|rall(?:y|ied)|leap\w*|up)\b|"
    r"\b(?:st[ie][ie]gt?|stiegen|\w*gestiegen|anstieg|wuchs(?:en)?|wächst|gewachsen|wachstum|zuwachs|"
    r"zugenommen|zunahme|zugelegt|erhöh\w*|kletter\w*)\b|"
    rf"\b(?:(?:nahm|nahmen|nimmt){_FAR}zu|legten?{_FAR}zu)\b|"
    r"augment|progress|bondi|\bcr[uû]e?s?\b|hausse|croissance|grimp|"
    r"増|伸び|上昇|上が|アップ|上升|增|提高|上涨|증가|늘|상승|올랐"
)
"""What goes up."""

LESS = re.compile(
    rf"{FALLS}|lower|less|fewer|below|shorter|lighter|smaller|younger|negative|minus|"
    r"niedriger|kleiner|leichter|weniger|unter\b|inférieur|\bmoins\b|下|低|少な|负"
)
"""Words beside which an output may show the number with a minus."""

WORDS = {
    "difference": re.compile(
        rf"{FALLS}|{RISES}|"
        r"differ|\bgap\b|\bthan\b|\bmore\b|\bless\b|fewer|chang|exceed|above|below|ahead|behind|margin|spread|"
        r"range|percentage point|\bby\b|\b(?:high|low|larg|small|heavi|light|long|short|old|young)er\b|±|"
        r"\+/-|\bmehr\b|weniger|\bunter\b|\büber\b|unterschied|differenz|abstand|spanne|prozentpunkt|übertr|"
        r"\b(?:höh|niedrig|schwer|leicht|grö(?:ß|ss)|klein|läng|kürz|ält|jüng)er\b|"
        r"dépass|différen|\bécart|étendue|supérieur|inférieur|\bmoins\b|\bplus\b[^.]*\bque\b|points de|"
        r"差|多い|多く|少な|高い|高く|低い|低く|上回|下回|重い|軽い|長い|短い|大きい|小さい|比|更|"
        r"降低|百分点|范围|차이|보다|범위|%p|포인트"
    ),
    "ratio": re.compile(
        r"\d\s?[:∶]\s?\d|\btimes\b|\bfold\b|\bratio|\bper\b|\btwice|\bfor every|\bx\b|×|\baverage|"
        r"\bmal\b|-?fache|\bfois\b|倍|比|배"
    ),
    "sum": re.compile(
        r"\btotal|\bsum\b|cumul|\brunning|\btogether|combined|altogether|in all\b|\boverall|\bboth\b|"
        r"\badd(?:s|ed)? up|\ball (?:the )?(?:\d|two|three|four|five|six|seven|eight|nine|ten)|"
        r"\d\s*(?:out of|of|von|sur)\s*\d|summe\b|insgesamt|zusammen|gesamt|\bsomme\b|ensemble|en tout|"
        r"合計|計|合わせ|総|全体|共|总|합계|총|모두|전체"
    ),
    "square": re.compile(r"\br\s?(?:²|\^2|2\b|-?squared)|\bdetermination|\bexplain|\bvariance|決定係数"),
    "rest": re.compile(r"\bnot\b|n't\b|\brest\b|remain|\bother|\bwithout\b|残り|其余"),
    "mean": re.compile(r"\bmeans?\b|averag|\bper\b|durchschnitt|mittel|moyenne|平均|평균"),
}
SHARE = re.compile(r"share|proportion|fraction|\brate|percent|%|anteil|quote|\btaux|割合|率|比例|占|비율")

ABOUT = re.compile(
    r"(?:\babout|\baround|roughly|approx(?:imately|\.)?|\bcirca|\bca\.|effectively|essentially|practically|nearly|"
    r"almost|virtually|close to|[~≈〜]|\\approx|\betwa|\brund|ungefähr|\bfast|\bknapp|environ|presque|"
    r"約|およそ|ほぼ|大約|约|약|대략|거의)\s*$",
    re.IGNORECASE,
)
OVER = re.compile(
    r"(?:\bover|more than|above|exceed\w*|at least|[>≥]|mehr als|über|mindestens|plus de|au moins|más de|"
    r"超过|至少)\s*$",
    re.IGNORECASE,
)
UNDER = re.compile(
    r"(?:\bunder|less than|fewer than|below|nearly|almost|at most|up to|[<≤]|weniger als|unter|höchstens|"
    r"\bfast|\bknapp|moins de|au plus|presque|menos de|不到|거의)\s*$",
    re.IGNORECASE,
)
OVER_AFTER = re.compile(r"^\w{0,3}\s?(?:以上|超|余|이상|초과|넘)")
UNDER_AFTER = re.compile(r"^\w{0,3}\s?(?:以下|未満|弱|이하|미만)")
