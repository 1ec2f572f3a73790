"""Words by which a sentence says what it does with numbers, in lower case."""

import re

_FAR = r" (?:[^;]{0,40} )?"  # German puts the other half of a verb at the end
FALLS = (
    r"\b(?:fell|fall(?:s|ing|en)?|decreas\w*|declin\w*|drop\w*|reduc\w*|shr[aiu]nk\w*|contract(?:s|ed|ing)|"
    r"slid(?:es?|ing)?|slip(?:s|ped|ping)|dip(?:s|ped)?|plung\w*|tumbl\w*|slump\w*|plummet\w*|weaken\w*|"
    r"retreat\w*|sag(?:s|ged)|eas(?:es|ed|ing)|erod\w*|shed(?:s|ding)?|worsen\w*|lost|los(?:es?|ing|ss|ses)|"
    r"lower(?:s|ed)|(?:was|were|been|is|are) cut|cut by|sank|sinks?|sunk|down)\b|"
    r"\b(?:sinkt|sinken|\w*gesunken|fiel(?:en)?|fällt|gefallen|\w*schrumpf\w*|rückgang|verlor\w*|verliert|verlust|"
    r"zurückgegangen|eingebrochen|einbruch|verringer\w*|abgenommen|abnahme)\b|"
    rf"\b(?:g(?:ing|ingen|eht|ehen){_FAR}zurück|brach(?:en)?{_FAR}ein|(?:nahm|nahmen|nimmt){_FAR}ab)\b|"
    r"baiss|diminu|recul|chut(?:e|é|er)|\bperd(?:u|us|ue|ent)?\b|contracté|"
    r"\b(?:cay[óo]\w*|caen?\b|caíd\w*|baj(?:[óa]|aron|ada)|disminu\w+|descend\w+|desc(?:enso|iende)|reduj\w+|retroced\w+|perdió)|"
    r"減|下が|落ち|縮小|低下|マイナス|减|下降|下跌|降|감소|줄|하락|떨어"
)
"""What goes down."""

RISES = (
    r"\b(?:r[io]ses?|risen|rais(?:es?|ed|ing)|rising|increas\w*|gr[eo]wn?|grow(?:s|ing|th)|gain\w*|climb\w*|jump\w*|surg\w*|soar\w*|"
    r"advanc(?:es|ed|ing)|spik(?:es|ed|ing)|accelerat\w*|improv\w*|expand\w*|rall(?:y|ied)|leap\w*)\b|"
    r"(?<!ma[kd]e )(?<!makes )(?<!making )\bup\b|"
    r"\b(?:st[ie][ie]gt?|stiegen|\w*gestiegen|anstieg|wuchs(?:en)?|wächst|gewachsen|wachstum|zuwachs|"
    r"zugenommen|zunahme|zugelegt|erhöh\w*|kletter\w*)\b|"
    rf"\b(?:(?:nahm|nahmen|nimmt){_FAR}zu|legten?{_FAR}zu)\b|"
    r"augment|progress|bondi|\bcr[uû]e?s?\b|hausse|croissance|grimp|"
    r"\b(?:aument\w+|crec(?:ió|ieron|e|en|ido|imiento)|sub(?:ió|ieron|e|en|ida)|increment\w+|creciente)\b|"
    r"増|伸び|上昇|上が|アップ|上升|增|提高|上涨|증가|늘|상승|올랐"
)
"""What goes up."""

LESS = re.compile(
    rf"{FALLS}|lower|less|fewer|below|shorter|lighter|smaller|younger|negative|minus|"
    r"\bmenos\b|\bmenor|inferior|niedriger|kleiner|leichter|weniger|unter\b|inférieur|\bmoins\b|下|低|少な|负"
)
"""Words beside which an output may show the number with a minus."""

LESSER = (
    r"\b(?:less|fewer|lower|smaller|lighter|shorter|younger|cheaper|below|behind|decrease|drop|"
    r"decline|fall|loss|reduction|de menos|menos|inferior\w*|menor\w*|weniger|niedriger|kleiner|"
    r"leichter|kürzer|jünger|unter|zurück|ab|de moins|"
    r"moins|inférieur\w*|en moins)\b|減|低|少|下|落|縮|マイナス|减|降|감소|줄|하락"
)
"""What follows a number that something is less by."""

MORE = (
    r"\b(?:more|higher|larger|greater|bigger|heavier|longer|taller|older|faster|above|ahead|increase|growth|rise|"
    r"gain|jump|surge|de más|más|superior\w*|mayor\w*|mehr|höher|grö(?:ß|ss)er|schwerer|länger|"
    r"älter|über|zu|de plus|plus|supérieur\w*|"
    r"en plus)\b|増|多|高|上|伸|アップ|プラス|增|升|증가|늘|상승"
)
"""What follows a number that something is more by."""

CHANGES = (
    r"\buplift|\bvariació|\bcambi|\bchang|\bexceed|\bout(?:sell|sold|perform)|\bdiffer|veränder|"
    r"übertr|dépass|\bvariation|変化|差"
)

SIGNED = re.compile(
    r"chang|growth|delta|diff|yoy|slope|coef|trend|wachstum|veränder|croissance|variation|変化|増減|成長"
)
"""What an output calls a number of which the sign tells the way."""

WORDS = {
    "difference": re.compile(
        rf"{FALLS}|{RISES}|"
        r"differ|\bgap\b|\bthan\b|\bmore\b|\bless\b|fewer|chang|exceed|above|below|ahead|behind|margin|spread|"
        r"\bsav(?:ing|e|ed)|einspar|économi|ahorr|節約|节省|\bspan\b|range|percentage point|\bby\b|"
        r"\b(?:high|low|larg|small|heavi|light|long|short|old|young)er\b|±|"
        r"\+/-|\bmehr\b|weniger|\bunter\b|\büber\b|unterschied|differenz|abstand|spanne|prozentpunkt|übertr|"
        r"\b(?:höh|niedrig|schwer|leicht|grö(?:ß|ss)|klein|läng|kürz|ält|jüng)er\b|"
        r"diferencia|\bbrecha|\b(?:más|menos|mayor|menor|superior|inferior)\b|"
        r"dépass|différen|\bécart|étendue|supérieur|inférieur|\bmoins\b|\bplus\b[^.]*\bque\b|points de|"
        r"差|多い|多く|少な|高い|高く|低い|低く|上回|下回|重い|軽い|長い|短い|大きい|小さい|比|更|"
        r"降低|百分点|范围|차이|보다|범위|%p|포인트"
    ),
    "ratio": re.compile(
        r"\d\s?[:∶]\s?\d|\btimes\b|fold\b|\bfactor\b|faktor|facteur|\bratio|"
        r"\bper\b|\b(?:pro|je|par)\b|\bmoyen\b|人均|每|当たり|あたり|\btwice|\bfor every|\bx\b|"
        r"\dx\b|×|\baverage|\d\s?[^\W\d_]{1,3}/[^\W\d_]|"
        r"mal\b|-?fache|\bfois\b|\bveces\b|\bpor (?:cada )?[^\W\d_]+|倍|比|배"
    ),
    "sum": re.compile(
        r"\btotal|\bsum\b|cumul|\brunning|\btogether|combined|altogether|in all\b|\boverall|\bboth\b|"
        r"\badd(?:s|ed)? up|\ball (?:the )?(?:\d|two|three|four|five|six|seven|eight|nine|ten)|"
        r"\baccount\w* for|\bc[ao]me to|\bcomes to|\bover the\b|\bma[kd]es? up|\bbr(?:ing|ought)s? in|"
        r"\bcover|"
        r"\d\s*(?:out of|of|von|sur)\s*(?:the |den |les )?\d|"
        r"\bsuma\b|\bconjunto|\bjunt[oa]s|summe\b|insgesamt|zusammen|gesamt|\bsomme\b|ensemble|en tout|"
        r"合計|計|合わせ|総|全体|共|总|합계|총|모두|전체"
    ),
    "square": re.compile(r"\br\s?(?:²|\^2|2\b|-?squared)|\bdetermination|\bexplain|\bvariance|決定係数"),
    "rest": re.compile(r"\bnot\b|n't\b|\brest\b|remain|\bother|\bwithout\b|残り|其余"),
    "both": re.compile(r"\bboth\b"),
    "mean": re.compile(r"\bmeans?\b|averag|\bper\b|schnitt|mittel|moyenne|promedio|\bmedia\b|平均|평균"),
}
SHARE = re.compile(
    r"proporci|porcentaje|participaci|share|proportion|fraction|\brate|percent|%|anteil|quote|\btaux|割合|率|比例|占|비율"
)
WHOLE = re.compile(
    r"\btotal|\ball\b|\boverall|\bentire|\bwhole|\baccount\w* for|\bma[kd]es? up|\bgesamt|insgesamt|"
    r"\baller\b|entf[aä]ll|ensemble|\breprésent|全体|全部|合計|総|占|总|전체|모두"
)
"""By these a share is one of everything."""

TOTALS = {"total", "sum", "gesamt", "summe", "somme"}
"""By these a line of an output is the total of others."""

TOP = re.compile(
    r"\btop\b|\blargest|\bbiggest|\bhighest|\bleading|\bmost\b|\bbest|größt|grösst|häufigst|höchst|premi[eè]r|"
    r"plus grand|上位|最大"
)
BOTTOM = re.compile(
    r"\bbottom\b|\bsmallest|\blowest|\bfewest|\bleast|\bworst|kleinst|niedrigst|dernier|下位|最小"
)

ABOUT = re.compile(
    r"(?:\babout|\baround|roughly|approx(?:imately|\.)?|\bcirca|\bca\.|effectively|essentially|practically|nearly|"
    r"almost|virtually|close to|[~≈〜]|\\approx|\betwa|\brund|ungefähr|\bfast|\bknapp|"
    r"aproximadamente|\bunos|\bunas|cerca de|\bcasi|alrededor de|près de|environ|presque|"
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
