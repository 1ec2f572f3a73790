"""Words by which a sentence says what it does with numbers, in lower case."""

import re

WORDS = {
    "difference": re.compile(
        r"differ|\bgap\b|\bthan\b|\bmore\b|\bless\b|fewer|increas|decreas|\brise|\brose|\bfell|\bfall|\bgrew|grow|"
        r"drop|declin|chang|exceed|above|below|gain|loss|lost|ahead|behind|margin|spread|\bup\b|\bdown\b|"
        r"range|percentage point|\bby\b|\b(?:high|low|larg|small|heavi|light|long|short|old|young)er\b|±|"
        r"\+/-|\bmehr\b|weniger|\bunter\b|\büber\b|unterschied|differenz|abstand|spanne|stieg|sank|\bfiel|gesunken|"
        r"gefallen|prozentpunkt|übertr|\b(?:höh|niedrig|schwer|leicht|größ|klein|läng|kürz|ält|jüng)er\b|"
        r"augment|baiss|diminu|dépass|différen|\bécart|étendue|supérieur|inférieur|\bmoins\b|\bplus\b[^.]*\bque\b|"
        r"points de|"
        r"差|多い|多く|少な|高い|高く|低い|低く|増|減|上回|下回|重い|軽い|長い|短い|大きい|小さい|比|更|"
        r"上升|下降|增长|减少|提高|降低|百分点|范围|증가|감소|차이|늘|줄|보다|범위|%p|포인트"
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
