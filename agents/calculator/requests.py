"""The requests that the rule-based chat model understands, each turned into code that prints the answer."""

import re
import unicodedata
from collections.abc import Callable

from agents.calculator.arithmetic import formula_in

# Census of Japan, 1 October 2020; Tokyo is its 23 special wards.
CITIES = {
    "東京": ("Tokyo", 9_733_276),
    "大阪": ("Osaka", 2_752_412),
    "名古屋": ("Nagoya", 2_332_176),
    "札幌": ("Sapporo", 1_973_395),
    "福岡": ("Fukuoka", 1_612_392),
}
Rule = Callable[[str], str | None]

_CURVES = {
    "sin": "sine?|(?<!コ)サイン|正弦",
    "cos": "cos(?:ine)?|コサイン|余弦",
    "tan": "tan(?:gent)?|タンジェント|正接",
    "exp": "exp|指数関数",
}

LONGEST = 2_000
"""Characters of a request; the time that rules take to read one grows faster than it does."""

_LONG_NUMBER = re.compile(r"\d{16}")
_FENCED = re.compile(r"```(?:python|py)?[ \t]*\n(.*?)```", re.DOTALL)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RANGES = [  # and what to take off the upper end
    (re.compile(r"(\d+)\s*から\s*(\d+)\s*未満"), 1),
    (re.compile(r"(\d+)\s*(?:から|to|through|until|~|〜|-|–)\s*(\d+)"), 0),
    (re.compile(r"between\s*(\d+)\s*and\s*(\d+)"), 0),
    (re.compile(r"(?:up to|until)\s*(\d+)"), 0),
    (re.compile(r"(\d+)\s*(?:まで|以下)"), 0),
    (re.compile(r"(?:below|under|less than|smaller than)\s*(\d+)"), 1),
    (re.compile(r"(\d+)\s*未満"), 1),
]
# A rule about numbers or dates answers only what is said in these words: "the sum of sales from 2010 to 2020"
# is about somebody's data.
_ENGLISH = re.compile(
    r"\b(?:what(?:'s)?|which|is|are|was|be|it|on|will|find|calculate|compute|give|list|print|show|display|tell|me|us|"
    r"all|every|the|a|of|and|both|either|or|by|that|from|to|through|between|up|until|below|under|less|smaller|than|"
    r"in|range|sum|add|numbers?|integers?|natural|positive|multiples?|divisible|even|odd|prime|primes|please|"
    r"can|could|you|first|terms?|sequence|series|fibonacci|date|days?|weeks?|weekday|when|today|now|after|later|ago|"
    r"before|inclusive)\b"
)
_JAPANESE = re.compile(
    "フィボナッチ|割り切れる|自然数|求めて|教えて|見せて|出して|ください|下さい|すべて|全て|または|もしくは|いずれか|"
    "どちらか|両方|最初|数列|素数|整数|倍数|偶数|奇数|合計|総和|表示|計算|列挙|以下|未満|から|まで|今日|本日|日付|"
    "曜日|週間|して|です|でした|いくつ|いつ|足し|項|個|和|数|何|月|日|週|後|前|先|[のをはでとがにかも]"
)
_LATER = re.compile(r"(\d+)\s*(days?|weeks?|日|週間?)\s*(?:の)?(from|after|later|ago|before|後|前|先)?")
_TODAY = re.compile(r"今日|本日|today|from now|\bago\b|\d(?:日|週間?)[後前先]")
_SUM = re.compile(r"\bsum\b|\badd\b|合計|総和|和|足し")
_SIGNS = re.compile(r"(?:negative|負)(.*?)(?:positive|正)(.*)")
_ENDS = re.compile(r"(\d+)\s*(?:and|to|から)\s*(\d+)")
_TURNS = r"(-?\d*(?:\.\d+)?\s*\*?\s*pi|-?\d+(?:\.\d+)?)"
_SPAN = re.compile(rf"{_TURNS}\s*(?:から|to|~|〜)\s*{_TURNS}")


def is_japanese(text: str) -> bool:
    """Tell whether to answer in Japanese: the text has kana or kanji."""
    return bool(re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text))


def code_for(request: str) -> str | None:
    """Write the code that answers a request; None where no rule understands it, or where it is too long."""
    fenced = _FENCED.search(request)
    if fenced:
        return fenced[1]
    if too_long(request):
        return None
    text = _plain(request)
    return next((code for rule in _rules_for(text) if (code := rule(text))), None)


def too_long(request: str) -> bool:
    """Whether a request, which is no code, has more characters than the rules read."""
    return len(request) > LONGEST and not _FENCED.search(request)


def _plain(text: str) -> str:
    """Full-width forms, blanks, signs and cases made one, so that a rule needs one spelling."""
    text = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    text = text.replace("π", "pi").replace("√", "sqrt ").replace("−", "-").replace("円周率", "pi")
    return _THOUSANDS.sub("", text)


def _rules_for(text: str) -> tuple[Rule, ...]:
    """The rules that may read a text: only a formula has numbers of any length."""
    if _LONG_NUMBER.search(text):
        return (_formula,)
    return (*_RULES, *_RULES_OF_NUMBERS) if _is_of_numbers(text) else _RULES


def _is_of_numbers(text: str) -> bool:
    """Whether nothing is said but what the rules of numbers and dates understand."""
    return not re.search(r"\w", re.sub(r"\d+", " ", _JAPANESE.sub(" ", _ENGLISH.sub(" ", text))))


def _random_by_sign(text: str) -> str | None:
    """Answer the question of LangChain's documentation of dynamic sessions."""
    signs = _SIGNS.search(text)
    below, above = map(_ENDS.search, signs.groups()) if signs else (None, None)
    if not below or not above or "sin" not in text or not re.search("random|乱数|ランダム", text):
        return None
    return (
        "import math\nimport random\n\nsine = math.sin(math.pi)\n"
        f"low, high = ({below[1]}, {below[2]}) if sine < 0 else ({above[1]}, {above[2]})\n"
        'print("sin(pi) =", sine, "(zero but for rounding, which makes it positive)")\n'
        'print(f"random number between {low} and {high}:", random.uniform(low, high))\n'
    )


def _primes(text: str) -> str | None:
    span = _range(text)
    if not span or not re.search(r"\bprimes?\b|素数", text):
        return None
    low, high = span
    return (
        f"primes = [n for n in range({max(low, 2)}, {high + 1}) "
        "if all(n % d for d in range(2, int(n**0.5) + 1))]\n"
        f"print(*primes)\n{_labelled(text, '個数', 'count', 'len(primes)')}"
        f"{_labelled(text, '合計', 'sum', 'sum(primes)') if _SUM.search(text) else ''}"
    )


def _fibonacci(text: str) -> str | None:
    count = re.search(r"\d+", text)
    if not re.search("fibonacci|フィボナッチ", text) or not count:
        return None
    return (
        f"numbers = [0, 1]\nwhile len(numbers) < {count[0]}:\n"
        f"    numbers.append(numbers[-1] + numbers[-2])\nprint(*numbers[:{count[0]}])\n"
    )


def _date(text: str) -> str | None:
    shift = _LATER.search(text)
    if not shift or not _TODAY.search(text):
        return None
    days = int(shift[1]) * (7 if shift[2].startswith(("week", "週")) else 1)
    sign = "-" if shift[3] in ("ago", "before", "前") else "+"
    weekday = '"月火水木金土日"[day.weekday()] + "曜日"' if is_japanese(text) else 'day.strftime("%A")'
    return (
        "from datetime import date, timedelta\n\n"
        f"day = date.today() {sign} timedelta(days={days})\nprint(day.isoformat(), {weekday})\n"
    )


def _sum(text: str) -> str | None:
    span = _range(text)
    if not span or not _SUM.search(text):
        return None
    tests = f" {'or' if _is_either(text) else 'and'} ".join(_tests(text))
    condition = f" if {tests}" if tests else ""
    return (
        f"numbers = [n for n in range({span[0]}, {span[1] + 1}){condition}]\n"
        f"{_labelled(text, '合計', 'sum', 'sum(numbers)')}{_labelled(text, '個数', 'count', 'len(numbers)')}"
    )


def _tests(text: str) -> list[str]:
    """What is asked of a number `n`; the numbers that are not the range's ends are divisors."""
    parity = [
        f"n % 2 == {rest}" for rest, word in enumerate(("even|偶数", "odd|奇数")) if re.search(word, text)
    ]
    if not re.search("divisible|multiples?|割り切れ|倍数", text):
        return parity
    pattern = next(pattern for pattern, _ in _RANGES if pattern.search(text))
    divisors = re.findall(r"\d+", pattern.sub(" ", text, count=1))
    return parity + [f"n % {divisor} == 0" for divisor in divisors if int(divisor)]


def _is_either(text: str) -> bool:
    return bool(re.search(r"\bor\b|\beither\b|または|もしくは|あるいは|いずれか|どちらか|\dか\d", text))


def _cities(text: str) -> str | None:
    named = [city for city, (roman, _) in CITIES.items() if city in text or roman.lower() in text]
    if len(named) < 2 or not re.search("人口|population", text):
        return None
    japanese = is_japanese(text)
    city, people = ("都市", "人口") if japanese else ("city", "population")
    names = [name if japanese else CITIES[name][0] for name in named]
    source = (
        "前提: 2020年10月1日の国勢調査の人口。東京は23区。"
        if japanese
        else "Assumed: the census of 1 October 2020; Tokyo is its 23 wards."
    )
    rising = bool(re.search("昇順|少ない順|(?<!de)ascending|smallest first", text))
    return (
        "import pandas as pd\n\n"
        f'table = pd.DataFrame({{"{city}": {names}, "{people}": {[CITIES[name][1] for name in named]}}})\n'
        f'table = table.sort_values("{people}", ascending={rising})\n'
        f'print(table.to_string(index=False))\nprint("{source}")\n'
    )


def _curve(text: str) -> str | None:
    names = [n for n, spoken in _CURVES.items() if re.search(rf"(?<![a-z])(?:{spoken})(?![a-z])", text)]
    if not names or not re.search("plot|draw|graph|chart|グラフ|描|プロット|図示", text):
        return None
    span = _SPAN.search(text)
    low, high = (_turns(span[1]), _turns(span[2])) if span else ("0", "2 * np.pi")
    title = ", ".join(f"{name}(x)" for name in names)
    lines = "".join(f'plt.plot(x, np.{name}(x), label="{name}(x)")\n' for name in names)
    return (
        "import matplotlib.pyplot as plt\nimport numpy as np\n\n"
        f"x = np.linspace({low}, {high}, 400)\n{lines}"
        f'plt.title("{title}")\nplt.xlabel("x")\nplt.ylabel("y")\nplt.legend()\nplt.grid(True)\nplt.show()\n'
    )


def _turns(term: str) -> str:
    """Write `2pi` as Python does."""
    number = term.replace("pi", "").strip(" *")
    if "pi" not in term:
        return number
    return f"{number} * np.pi" if number not in ("", "-") else f"{number}np.pi"


def _formula(text: str) -> str | None:
    found = formula_in(text)
    if not found:
        return None
    formula, code = found
    head = "import math\n\n" if "math." in code else ""
    return f'{head}print("{formula} =", {code})\n'


def _range(text: str) -> tuple[int, int] | None:
    """The numbers a request is about, both ends included; where it names one end, from 1."""
    for pattern, less in _RANGES:
        if found := pattern.search(text):
            *low, high = map(int, found.groups())
            return (low[0] if low else 1), high - less
    return None


def _labelled(text: str, japanese: str, english: str, value: str) -> str:
    label = japanese if is_japanese(text) else english
    return f'print("{label}:", {value})\n'


_RULES: tuple[Rule, ...] = (_random_by_sign, _curve, _cities, _formula)
_RULES_OF_NUMBERS: tuple[Rule, ...] = (_primes, _fibonacci, _sum, _date)
