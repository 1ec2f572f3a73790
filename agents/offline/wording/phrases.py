"""The words of the answers in English and Japanese, and numbers as a reader wants them."""

from agents.offline.intent import Filter, Language
from agents.offline.language.words import is_japanese
from agents.offline.outcomes import Value
from agents.offline.vocabulary.comparisons import shown as sign_shown

PHRASES: dict[str, tuple[str, str]] = {
    "stat": ("The {stat} of {column} is {value}{where}.", "{where}{column} の{stat}は {value} です。"),
    "value": ("The {stat} is {value}{where}.", "{where}{stat}は {value} です。"),
    "values": ("{column}{where}: {values}.", "{where}{column}: {values}。"),
    "count": ("There {are} {value}{where}.", "{where}{value}あります。"),
    "distinct": (
        "There are {value} different values of {column}{where}: {names}.",
        "{where}{column} は {value} 種類あります: {names}。",
    ),
    "portion": (
        "Of the rows{base}, {value} ({part} of {whole}) are those{where}.",
        "{base}{where}割合は {value}（{whole} 件中 {part} 件）です。",
    ),
    "first": (
        "{name} has the highest {label}: {value}{where}.",
        "{where}{label}が最も大きいのは {name} で、{value} です。",
    ),
    "size": ("{name} has {value}{where}.", "{where}{name} は {value} です。"),
    "ties": (
        "{name} share the {side} {label}: {value}{where}.",
        "{where}{label}が最も{side}のは {name} で、いずれも {value} です。",
    ),
    "shared": ("shared by {value}", "{value}が該当"),
    "last": (
        "{name} has the lowest {label}: {value}{where}.",
        "{where}{label}が最も小さいのは {name} で、{value} です。",
    ),
    "highest": ("The highest {label} is {value}{where}.", "{where}{label} の最大は {value} です。"),
    "lowest": ("The lowest {label} is {value}{where}.", "{where}{label} の最小は {value} です。"),
    "span": (
        "{label} goes from {low} ({first}) to {high} ({last}){where}.",
        "{where}{label}は {first} の {low} から {last} の {high} に推移しました。",
    ),
    "r": (
        "{a} and {b} show a {verdict} correlation: {method} r = {r} (p = {p}, {n}){where}.",
        "{where}{a} と {b} は{verdict}相関を示します: {method} r = {r}（p = {p}、{n}）。",
    ),
    "strongest": (
        "The strongest correlation is between {a} and {b}: r = {r}{where}.",
        "{where}最も強い相関は {a} と {b} の間で、r = {r} です。",
    ),
    "test": ("The difference is {verdict} (p = {p}){where}.", "{where}差は{verdict}（p = {p}）。"),
    "variances": (
        "The difference of the variances is {verdict} (p = {p}){where}.",
        "{where}分散の差は{verdict}（p = {p}）。",
    ),
    "difference": ("The difference is {value}{where}.", "{where}差は {value} です。"),
    "nested": (
        "The {stat} of the {inner} per {by} is {value}{where}. Each {by} with rows counts once: "
        "there are {groups}.",
        "{where}{by} ごとの{inner}の{stat}は {value} です（{groups} 個の {by}）。",
    ),
    "normal": ("{column} is {verdict} (p = {p}){where}.", "{where}{column} は{verdict}（p = {p}）。"),
    "outliers": (
        "{column} has {value} ({share} of its values){where}.",
        "{where}{column} の外れ値は {value}（{share}）です。",
    ),
    "bounds": (
        "Values below {low} or above {high} count as outliers.",
        "{low} 未満または {high} 超を外れ値としました。",
    ),
    "missing": (
        "{column} has {value} ({share}){where}.",
        "{where}{column} の欠損値は {value}（{share}）です。",
    ),
    "none_missing": ("No values are missing{where} [{cell}].", "{where}欠損値はありません [{cell}]。"),
    "all_missing": ("{value} {have} missing values{where}.", "{where}欠損値のある列は {value} です。"),
    "rows": ("The first {value}{where}:", "{where}先頭の {value}:"),
    "model": (
        "On the part of the data kept aside, the model predicts {column} with {metrics}.",
        "テスト用データでの {column} の予測: {metrics}。",
    ),
    "whole_model": (
        "Fitted to all rows, the model gives {column} with {metrics}.",
        "全データに当てはめた {column} のモデル: {metrics}。",
    ),
    "profile": ("Here is what {table} holds: {value}.", "{table} の内容: {value}。"),
    "columns": ("{table} has {rows}, in these columns: {columns}", "{table} は {rows} で、列は {columns}"),
    "empty": (
        "Nothing came out: there is nothing to answer from{where}.",
        "{where}該当するデータがありません。",
    ),
    "unfilled": (
        "Left out, as the rules found no answer to it that they could trust: {names}.",
        "信頼できる答えが見つからないため、省きました: {names}",
    ),
    "unmatched": (
        "Left out, as they have no match in {other}: {value} of the {whole} rows of {table}.",
        "{other} に対応する行がないため、{table} の {whole} 行のうち {value} 行を除きました。",
    ),
    "repeated": (
        "Counted more than once, as {other} has several matches: {value} of the {whole} rows of {table}.",
        "{other} に対応する行が複数あるため、{table} の {whole} 行のうち {value} 行は重複して数えています。",
    ),
    "more": ("More rows are not shown here.", "ほかの行は省略しました。"),
    "cut": (
        "There are more rows than can be compared here: ask for the top ones, or for fewer groups.",
        "行が多すぎて比べられません。上位のものを尋ねるか、条件を絞ってください。",
    ),
    "ask_column": ("Which column is “{word}”?", "「{word}」はどの列ですか?"),
    "ask_measure": ("Of which column?", "どの列ですか?"),
    "ask_file": ("Which file is it about?", "どのファイルですか?"),
    "unknown": ("Nothing in the data is called “{word}”.", "データに「{word}」は見当たりません。"),
    "unused": (
        "It is not clear what “{word}” is to do here, so nothing was worked out.",
        "「{word}」をどう扱うのか読み取れないため、計算しませんでした。",
    ),
    "no_method": (
        "The method “{word}” is not among those that the rules know, and no other stands for it.",
        "「{word}」という手法はルールにありません。ほかの手法で代えることはしません。",
    ),
    "follows": (
        "Read as a change to the earlier question, “{word}”.",
        "前の質問「{word}」の変更として読みました。",
    ),
    "leans": (
        "It builds on “{word}”, which was not answered. Ask it in full.",
        "回答のなかった「{word}」に続く質問です。条件を含めて質問してください。",
    ),
    "far": (
        "It builds on a question that is too far back. Ask it in full.",
        "離れすぎた質問に続く質問です。条件を含めて質問してください。",
    ),
    "long": (
        "The question has {count} characters; the rules read up to {most}. Ask it in fewer words.",
        "質問は {count} 文字あります。ルールで読めるのは {most} 文字までです。短くしてください。",
    ),
    "no_column": ("The question names no column of the data.", "質問に列の名前がありません。"),
    "no_work": (
        "It names {names}, but not what to work out of it.",
        "{names} について何を求めるのか読み取れません。",
    ),
    "can": (
        "The rules read counts, averages and other statistics of columns, by group or over time, with "
        "filters, rankings, shares, distributions, correlations, tests, missing values and outliers.",
        "ルールで読めるのは、件数、平均などの統計量、グループ別、上位と下位、条件、割合、推移、分布、相関、検定、"
        "欠損値、外れ値です。列の名前が必要です。",
    ),
}
COUNTED: dict[str, tuple[str, str]] = {
    "rows": ("rows", "件"),
    "outliers": ("outliers", "件"),
    "missing": ("missing values", "件"),
    "columns": ("columns", "列"),
}
VERDICTS: dict[str, tuple[str, str]] = {
    "strong positive": ("strong positive", "強い正の"),
    "strong negative": ("strong negative", "強い負の"),
    "moderate positive": ("moderate positive", "中程度の正の"),
    "moderate negative": ("moderate negative", "中程度の負の"),
    "weak positive": ("weak positive", "弱い正の"),
    "weak negative": ("weak negative", "弱い負の"),
    "significant": ("statistically significant", "統計的に有意です"),
    "not significant": ("not statistically significant", "統計的に有意ではありません"),
    "normal": ("not significantly different from a normal distribution", "正規分布と有意な差はありません"),
    "not normal": ("not normally distributed", "正規分布ではありません"),
}
JAPANESE_UNITS = {"year": "年", "month": "月", "day": "日"}


def phrase(key: str, language: Language, **parts: object) -> str:
    """A sentence in the language of the question."""
    english, japanese = PHRASES[key]
    usual = {"where": "", "base": "", "are": "are", "have": "have"}
    return (japanese if language == "ja" else english).format_map({**usual, **parts})


def language_of(question: str) -> Language:
    """The language to answer in."""
    return "ja" if is_japanese(question) else "en"


def counted(what: str, language: Language, value: Value = 0) -> str:
    """What is counted, to stand behind its number: `1 row`, `2 rows`."""
    word = COUNTED[what][language == "ja"]
    return word.removesuffix("s") if value == 1 and language == "en" else word


def verdict(key: str, language: Language) -> str:
    """The words of a verdict in the language of the question."""
    return VERDICTS[key][language == "ja"]


def where(filters: tuple[Filter, ...], language: Language) -> str:
    """The filters in words, to stand at the end of an English sentence or at the start of a Japanese one."""
    if not filters:
        return ""
    said = [filter_text(one, language) for one in filters]
    return f"{'、'.join(said)} では、" if language == "ja" else f" where {' and '.join(said)}"


def filter_text(one: Filter, language: Language = "en") -> str:
    """A filter in words: `region = North`."""
    unit, _, op = (
        one.op.rpartition(" ") if one.op.startswith(("year ", "month ", "day ")) else ("", "", one.op)
    )
    if unit and language == "ja":
        name = f"{one.column} の{JAPANESE_UNITS[unit]}"
    else:
        columns = " or ".join((one.column, *one.also))
        name = f"the {unit} of {columns}" if unit else columns
    if op.startswith("size "):
        return f"the number of rows of {name} is {op.removeprefix('size ')} {one.value[0]}"
    if op.endswith(" column"):
        return f"{name} {op.removesuffix(' column')} {one.value[0]}"
    if op in {"weekend", "not weekend"}:
        return f"{name} is {'on a weekend' if op == 'weekend' else 'on a weekday'}"
    if op in {"missing", "present"}:
        return f"{name} is {op}"
    if op in {"between", "not between"}:
        return f"{name} is {op} {one.value[0]} and {one.value[1]}"
    values = " or ".join(str(value) for value in one.value)
    return f"{name} {sign_shown(op)} {values}"


def readable(value: Value, decimals: int | None = None) -> str:
    """A number rounded by its size, with thousands separators."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "–" if value is None else str(value).replace("|", "\\|").replace("\n", " ")[:120]
    if value != value:
        return "–"
    if isinstance(value, int) or (value.is_integer() and abs(value) >= 100 and decimals is None):
        return f"{int(value):,}"
    if decimals is not None:
        return f"{value:z,.{decimals}f}"
    size = abs(value)
    if size >= 100 and abs(value - round(value, 2)) < 1e-9 * size:
        return f"{value:,.2f}"  # cents, as of a sum of money
    return f"{value:,.1f}" if size >= 100 else f"{value:.2f}" if size >= 1 else f"{value:.3g}"


def name_of(value: Value) -> str:
    """What a row is called; pandas makes floats of whole numbers where one is missing."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
