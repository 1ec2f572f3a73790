"""The words that the reading knows: units, marks of missing values, sums, truth, and everyday characters."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text that are divided by spaces."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of a text that are divided by bars or stand on lines of their own."""
    return frozenset(phrase for line in text.split("\n") for phrase in line.split("|") if phrase)


PANDAS_MISSING = {""} | phrases("""
#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|None|n/a|nan|null
""")
"""What `pandas.read_csv` takes for missing by itself."""

TEXT_MISSING = phrases(r"""
?|n.a.|n. a.|N.A.|N.A|n/d|N/D|n.d.|n.v.|n/v|(null)|[null]|NIL|Nan|NAN|Null|\N|欠測
#DIV/0!|#REF!|#VALUE!|#NAME?|#NUM!|#NV|#WERT!
""")
"""Other marks of a missing value, also among words."""

NUMBER_MISSING = TEXT_MISSING | phrases("""
-|--|---|·|.|..|...|*|**|***|****|*****|:|(X)|(D)|(S)|(Z)|(NA)|k.A.|k. A.|s/d|mq|nil|none|NONE|Na|ND|N.D.
nd|b.d.|bdl|BDL|s.d.|suppressed|Suppressed|not available|Not available|Not Available|no data|No data
No Data|keine Angabe|missing|Missing|MISSING|unknown|Unknown|UNKNOWN|－|―|—|–|…|不明
0000-00-00|0000-00-00 00:00:00|0000/00/00|00.00.0000|00/00/0000|00-00-0000
""")
"""Marks of a missing value where the rest of the column is numbers or dates."""

SUPPRESSED = words("x /")
"""What statistics offices write for a number that they do not publish; names of columns are short too."""

TOTALS = phrases("""
total|totals|grand total|overall total|report total|sum|summe|gesamt|gesamtsumme|gesamtergebnis|endsumme
insgesamt|totale|totaal|eindtotaal|totalt|i alt|summa|yhteensä|összesen|celkem|součet|spolu|razem|suma
ukupno|somme|ensemble|toplam|genel toplam|σύνολο|σ|∑|итого|всего|разом|усього|المجموع|รวม
合計|総計|合计|总计|總計|합계|총계
""")
"""First words of a row that sums up the others."""

SUBTOTALS = phrases("""
subtotal|subtotals|sub-total|sub-totals|sub total|zwischensumme|teilsumme|sous-total|sous total|subtotale
totale parziale|suma parcial|subtotaal|tussentotaal|delsumma|delsum|välisumma|mezisoučet|medzisúčet
suma częściowa|suma cząstkowa|részösszeg|ara toplam|подытог|промежуточный итог|проміжний підсумок
小計|小计|소계
""")
"""First words of a row that sums up those since the last such row."""

MEANS = phrases("mean|average|avg|durchschnitt|mittelwert|moyenne|promedio|média|średnia|среднее|平均|평균")
MEDIANS = words("median")
DEVIATIONS = phrases("std|std dev|standard deviation")
AVERAGES = MEANS | MEDIANS | DEVIATIONS
"""First words of a row that tells of the others without being their sum."""

MAXIMA = words("max maximum máximo máx massimo höchstwert макс максимум 最大 最高 최대 최고")
MINIMA = words("min minimum mínimo mín minimo tiefstwert мин минимум 最小 最低 최소 최저")
EXTREMES = MAXIMA | MINIMA
"""What names a row that tells the highest or lowest of the others; they are also names of persons."""

REMARKS = phrases("""
source|sources|data source|note|notes|footnote|footnotes|remark|remarks|legend|contact|copyright|©
disclaimer|last updated|updated|generated|exported|printed|quelle|quellen|anmerkung|anmerkungen
hinweis|hinweise|stand|fußnote|fußnoten|legende|zeichenerklärung|champ|lecture|fuente|fuentes|nota|notas
fonte|fontes|źródło|uwaga|uwagi|zdroj|poznámka|poznámky|forrás|megjegyzés|kaynak|πηγή|σημείωση|источник
примечание|примечания|джерело|bron|kilde|källa|lähde|出典|資料|注|注記|備考|資料來源|资料来源|数据来源
說明|说明|備註|备注|자료|출처|주석
""")
"""First words of a line below a table that is about it."""

TRUTH = {
    "true": "false",
    "wahr": "falsch",
    "vrai": "faux",
    "verdadero": "falso",
    "vero": "falso",
    "verdadeiro": "falso",
    "waar": "onwaar",
    "sann": "falsk",
    "sant": "usant",
    "tosi": "epätosi",
    "prawda": "fałsz",
    "pravda": "nepravda",
    "igaz": "hamis",
    "истина": "ложь",
    "真": "假",
    "doğru": "yanlış",
    "참": "거짓",
}
"""The words that spreadsheets write for true and false, by language."""

UNITS = words("""
g kg mg µg ug ng t lb lbs oz st m km cm mm µm um nm mi mile miles ft feet in inch inches yd yard
yards nmi ha acre acres l L ml mL dl dL cl hl gal gallon gallons s sec secs second seconds ms µs
us ns min mins minute minutes h hr hrs hour hours d day days week weeks month months yr yrs year
years a °C °F °K °R ° C F K deg degC degF degree degrees rad % ‰ o/oo percent pct pp bp bps USD
EUR GBP JPY CNY KRW INR CHF CAD AUD SEK NOK DKK BRL MXN ZAR PLN CZK HUF zł Kč Ft kr ₽ $ € £ ¥ ₹ US$ R$ k$ M$ N
kN J kJ MJ GJ cal kcal W kW MW GW TW Wh kWh MWh GWh TWh V kV mV A mA Ah mAh Ω ohm Hz kHz MHz GHz Pa hPa
kPa MPa GPa bar mbar mb psi atm mmHg Torr mol mmol µmol nmol pmol M mM µM nM ppm ppb ppt pH dB dBA
dBm lx lm cd lux Bq Sv mSv µSv mSv/h B kB KB MB GB TB bit bits byte bytes kbps Mbps Gbps bpm rpm
mph kmh kph kn kt kts knot knots IU U px dpi Da kDa bp kbp DU PSU NTU people persons count counts
units thousand thousands million millions billion billions 円 千円 万円 百万円 億円 元 万元 亿元
원 천원 만원 억원 人 千人 万人 名 명 件 個 개 台 大 本 枚 回 年 月 日 時間 分 秒 歳 岁 세 万 億 亿
千 度 ℃ ℉ トン 千トン 公里 公斤 公顷 米 吨 平方米 平方公里 mio Mio Mrd tsd Tsd Stk Stück
""")
"""Units of measure, of money and of counting, as they are written."""

PLAIN_WORDS = words("""
acre bit bp count counts day days hour in mile million min minute month months people persons pp
sec second st um units us week weeks year years
""")
"""Units that are plain words too, so that they need brackets or a comma to be taken for units."""

COUNTRIES = words("""
AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH EL
ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT
LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO
NP NR NU NZ OC OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UK UM US
UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
""")
"""Codes of countries and continents with two letters, among which NA is Namibia or North America."""

JAPANESE = (
    "日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話"
    "女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨県市区町村数値計"
    "率合量額番号地域住所氏店商品売部都府道駅種類単位度件平成令和昭全総万千円統計表項目名称期首末"
    "対象調査結果前比増減差平均最低気温降水風速湿圧雪晴曇雨東西南北京阪横浜神奈川埼玉葉福岡広島沖縄"
    "秋田山形宮城青森岩手茨栃木群馬新潟富石静愛知三重滋賀良和歌鳥取根徳香媛崎熊鹿児会社株式業者員"
    "給与税込抜価格在庫注文納請求書受付担当業務管理開始終了登録更新作成使用有無区分世帯戸女性年齢"
    "田藤鈴佐高橋渡辺伊斎加吉井松林清水口村野原青内池阿鳩太郎次子美花実施祝休元曜朝昼夜春夏夕"
)
"""The commonest characters of Japanese, in prose and in the headers of tables."""

SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之"
    "年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样"
    "理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将"
    "两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信"
    "表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔"
    "更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统"
    "区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品"
    "住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运额销售价编号姓"
    "称城省县购买客户单元"
)
"""The commonest characters of simplified Chinese, in prose and in the headers of tables."""

TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之"
    "年過發後作里用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣"
    "理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將"
    "兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信"
    "表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾"
    "更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統"
    "區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品"
    "住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運額銷售價編號姓"
    "稱城省縣購買客戶單鄉鎮鄰村灣臺台"
)
"""The commonest characters of traditional Chinese, in prose and in the headers of tables."""

KOREAN = (
    "이다의는에을가고한하지를로은사기도대인시자리어일정부나아서구수장해과전스상원주제그보공동"
    "있들여성으조유경선관계만무방비소국신용식안치년월명호번역군면읍매출금액합품름날짜점격량객"
    "울산광천강남북김박최정임오한신권황송류홍순점제목내용업체회사학교과목직원거래처단가총액비율평균"
    "합계기간월별행정코드주소전화우편위도경도온습풍속강량차종승객운행노선역택건물층준공허세율소득"
    "대중교통환자병의원약성별령연도분류항값측농축어임업통관외입출항철희숙현민준호진영은미혜순재"
)
"""The commonest characters of Korean, in prose and in the headers of tables."""

SYMBOLS = "°µ€£§«»„“”‘’–—…©®×·±½¼¾ªº\u00a0\u00b4"
"""Signs of any language, which stand beside letters but not before them."""

_WESTERN = ("äöüßéèàç", "àâçéèêëîïôœùûü", "áéíóúñü¿¡", "áâãàçéêíóôú", "àèéìíòóù", "åäöæøéüšž", "äöüõšž")
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžľĺŕôä", "áéíóöőúüű", "ăâîşţ", "čćđšž")
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"

ALPHABETS = {
    "cp1252": _WESTERN,
    "cp1254": ("çğıöşüâîû\u0307",),
    "cp1250": _CENTRAL,
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "cp1251": (_RUSSIAN + "іїєґ№", "абвгдђежзијклљмнњопрстћуфхцчџш"),
    "cp1253": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",),
    "cp1256": ("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž"),
    "koi8_r": (_RUSSIAN,),
    "cp866": (_RUSSIAN + "№",),
    "cp737": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",),
    "iso8859_2": _CENTRAL,
    "cp850": _WESTERN,
    "mac_roman": _WESTERN,
}
"""The letters beyond ASCII of the languages that an encoding is used for, one text a language."""
