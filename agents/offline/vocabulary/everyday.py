"""Everyday words of questions: those that carry no column, and what the rows of a table are called."""

from agents.offline.vocabulary.patterns import word_set

UNITS = word_set("""
    mm cm m km in ft g kg mg lb lbs t s sec min h hr hrs f c k pct percent usd eur gbp jpy kwh mph kmh
    sqft m2 m3 km2 ppm hpa mb pa l ml w kw mw gb tb
""")
GLUE = word_set("""
    a an and any are as at be been being between both but by can compare compared could did do does each
    either every for from had has have having he her his how i if in into is it its just let like list
    make many may me more most much my no not of off on one only or our out over own per please same she
    should show so some such tell than that the their them then there these they this those to under up
    us use used using versus very vs was we were what what's when where whether which while who whose
    will with within without would you your find give get calculate compute determine report identify
    check display draw plot chart graph also too now about across all among during follow-up given new
    number value values amount column columns row rows record records entry entries data dataset table
    file observation observations item items case simple multiple
""")

ROW_NOUNS = word_set("""
    passenger person individual customer user client student employee patient participant respondent
    sample subject row record entry observation animal bird car vehicle trip order transaction product
    item house home property sale flight event case incident country city player team game movie film
    song book company stock measurement reading station member survey point specimen instance example
    line data dataset holiday fire wildfire earthquake accident crime review message article invoice payment
""")
"""What the rows of a table are called."""

EVERYDAY = word_set("""
    highest lowest largest smallest biggest greatest least old older younger year month week day quarter
    date time above below since after before exist exists want need know look see based respectively
    overall entire whole there's here today heavier heaviest longer longest taller different differ vary
    break down breakdown split grouped sort sorted order ordered ascending descending include including
    result typical usual weekend came come comes placed made recorded reported received registered
    observed listed question hello hi thank kindly help understand interested curious wonder able
    exactly roughly approximately currently really actually simply quickly again far according other
    instead else except excluding exclude ignoring ignore against regarding terms visualize visualise
    seem looking said answer ever actual together combined altogether detail available present still got
    getting going
""")
"""Words beside them that change no number."""
