"""Reading arithmetic out of a sentence, for the rule-based chat model. Nothing is evaluated here."""

import ast
import re

from agents.errors import NOT_PARSED

_TRIGONOMETRY = frozenset({"sin", "cos", "tan", "asin", "acos", "atan"})
_FUNCTIONS = _TRIGONOMETRY | {"sqrt", "exp", "log", "log2", "log10", "factorial", "gcd", "floor", "ceil"}
_BUILTINS = frozenset({"abs", "round", "min", "max"})
_CONSTANTS = frozenset({"pi", "e"})
_KNOWN = "|".join(sorted(_FUNCTIONS | _BUILTINS | _CONSTANTS, key=len, reverse=True))

_RUN = re.compile(rf"(?:\d+(?:\.\d+)?|(?<![a-z])(?:{_KNOWN})(?![a-z])|[-+*/%^(),]|\s)+")
_NUMBER = r"(-?(?<!\d)\d+(?:\.\d+)?|pi)"
_SPOKEN = [
    (re.compile(pattern), formula)
    for pattern, formula in (
        (rf"square root of {_NUMBER}", r"sqrt(\1)"),
        (rf"{_NUMBER}の平方根", r"sqrt(\1)"),
        (rf"\b(sin|cos|tan|log|exp|sqrt)e? of {_NUMBER}", r"\1(\2)"),
        (rf"{_NUMBER}の(sin|cos|tan|log|exp)", r"\2(\1)"),
        (rf"{_NUMBER}の{_NUMBER}乗", r"\1 ** \2"),
        (
            rf"{_NUMBER} (?:raised )?to the (?:power (?:of )?{_NUMBER}|{_NUMBER}(?:st|nd|rd|th) power)",
            r"\1 ** \2\3",
        ),
        (rf"{_NUMBER} squared|{_NUMBER}の二乗", r"\1\2 ** 2"),
        (r"\bplus\b|足す|たす", "+"),
        (r"\bminus\b|引く|ひく", "-"),
        (r"\btimes\b|\bmultiplied by\b|掛ける|かける|×", "*"),
        (r"\bdivided by\b|割る|わる|÷", "/"),
    )
]
# What may stand around a formula. Anything else means that the sentence asks for more than arithmetic.
_FILLER = re.compile(
    r"what(?:'s| is)|how much is|calculate|compute|evaluate|work out|tell me|can you|could you|please|"
    r"\b(?:the|value|result|answer|of|and|print|show)\b|"
    r"計算|求めて|教えて|表示|結果|答え|して|ください|下さい|いくつ|いくら|何|なに|です|ですか|[はをのがかにと]|"
    r"[\s?!.,:;=。、?!「」]"
)


def formula_in(sentence: str) -> tuple[str, str] | None:
    """Find the formula that a sentence asks to compute: as it is read, and as Python with `math`.

    None where the sentence asks for something else.
    """
    for pattern, formula in _SPOKEN:
        sentence = pattern.sub(formula, sentence)
    candidates = sorted(_RUN.findall(sentence), key=len, reverse=True)
    for candidate in candidates[:3]:
        rest = sentence.replace(candidate, " ", 1)
        formula = candidate.strip(" ,").replace("^", "**")
        if not _FILLER.sub("", rest) and (found := _read(formula)):
            return found
    return None


def _read(text: str) -> tuple[str, str] | None:
    try:
        tree = ast.parse(text, mode="eval")
        if not _is_formula(tree.body):
            return None
        return ast.unparse(tree), ast.unparse(_WithMath().visit(tree))
    except NOT_PARSED:
        return None


class _WithMath(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in _BUILTINS:
            return node
        return ast.Attribute(ast.Name("math", ast.Load()), node.id, ast.Load())


def _is_formula(tree: ast.expr) -> bool:
    return isinstance(tree, ast.BinOp | ast.Call) and all(_is_allowed(node) for node in ast.walk(tree))


def _is_allowed(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return (
            isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS | _BUILTINS and not node.keywords
        )
    if isinstance(node, ast.Name):
        return node.id in _FUNCTIONS | _BUILTINS | _CONSTANTS
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float)
    return isinstance(node, ast.BinOp | ast.UnaryOp | ast.operator | ast.unaryop | ast.expr_context)
