"""A chat model that needs no key: rules that know a handful of requests and answer with code to run."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agents.calculator.requests import LONGEST, code_for, is_japanese, too_long
from agents.model_calls.tool_calls import NAME
from agents.offline.wording.phrases import phrase

ABILITIES = (
    "I am the rule-based analyst: no model is configured. I can work out powers and formulas, list primes "
    "and Fibonacci numbers, add up the numbers of a range, tell the date some days from today, tabulate the "
    "population of five Japanese cities, draw sin and cos, and run Python code between ``` marks. Questions "
    "about your files go to `analyst ask`, over the API to the model `data-analyst`. For everything else set "
    "AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_MODEL, or OPENAI_API_KEY, in .env."
)
ABILITIES_JA = (
    "私はルールベースのアナリストです（モデルが設定されていません）。できること: 累乗と数式の計算、"
    "素数とフィボナッチ数の一覧、範囲の数の合計、今日から何日後かの日付、日本の5都市の人口表、"
    "sin と cos のグラフ、``` で囲まれた Python コードの実行。"
    "ファイルについての質問には `analyst ask`、API ではモデル `data-analyst` を使ってください。"
    "それ以外の質問には、.env に AZURE_OPENAI_ENDPOINT、AZURE_OPENAI_API_KEY、AZURE_OPENAI_MODEL、"
    "または OPENAI_API_KEY を設定してください。"
)
_GREETING = re.compile(
    r"hi|hello|hey|good (morning|afternoon|evening)|"
    r"こんにちは|こんばんは|おはよう(ございます)?|はじめまして"
)
_THANKS = re.compile(
    r"(thanks?|thank you|thx)( (so|very) much| a lot)?|(どうも)?ありがとう(ございます|ございました)?"
)
_HELP = re.compile(r"help|what can you do|何ができますか?|ヘルプ|使い方")
_FIGURE = re.compile(r"\[([^:\]]+): (?>(.*?); ).*\dx\d+ px\]")


class OfflineChatModel(BaseChatModel):
    """Answers by rules, in the language of the question, and says so where it does not understand."""

    @property
    def _llm_type(self) -> str:
        return "rule-based"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Offer tools; only `execute_python_code(code)` is ever called."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        *,
        tools: Sequence[dict[str, Any]] = (),
        **kwargs: Any,
    ) -> ChatResult:
        may_run = any(tool["function"]["name"] == NAME for tool in tools)
        return ChatResult(generations=[ChatGeneration(message=_reply(messages, may_run))])


def _reply(messages: Sequence[BaseMessage], may_run: bool) -> AIMessage:
    question = next((str(m.text) for m in reversed(messages) if isinstance(m, HumanMessage)), "")
    japanese = is_japanese(question)
    outputs = [*takewhile(lambda m: isinstance(m, ToolMessage), reversed(messages))][::-1]
    if outputs:
        return AIMessage("\n\n".join(_report(output, japanese) for output in outputs))
    said = _too_long(question, japanese) if too_long(question) else _small_talk(question, japanese)
    code = None if said else code_for(question)
    if code and may_run:
        call = {"name": NAME, "args": {"code": code}, "id": f"call_{len(messages)}", "type": "tool_call"}
        return AIMessage("", tool_calls=[call])
    return AIMessage(said or _not_understood(japanese))


def _too_long(question: str, japanese: bool) -> str:
    count, most = f"{len(question):,}", f"{LONGEST:,}"
    return phrase("long", "ja" if japanese else "en", count=count, most=most)


def _small_talk(question: str, japanese: bool) -> str:
    words = question.strip().strip("!?.。！？、 ").lower()
    if _THANKS.fullmatch(words):
        return "どういたしまして。" if japanese else "You are welcome."
    if _GREETING.fullmatch(words):
        return f"こんにちは。{ABILITIES_JA}" if japanese else f"Hello. {ABILITIES}"
    if _HELP.fullmatch(words):
        return ABILITIES_JA if japanese else ABILITIES
    return ""


def _not_understood(japanese: bool) -> str:
    if japanese:
        return f"この質問は理解できませんでした。{ABILITIES_JA}"
    return f"I do not understand this question. {ABILITIES}"


def _report(output: BaseMessage, japanese: bool) -> str:
    """Say what a run put out: its text as it is, its figures by their titles."""
    lines = str(output.text).strip().splitlines()
    figures = [found for line in lines if (found := _FIGURE.fullmatch(line))]
    printed = "\n".join(line for line in lines if not _FIGURE.fullmatch(line))
    parts = [_shown(output, printed, japanese)] if printed else []
    parts += [_drawn(figure, japanese) for figure in figures]
    return "\n\n".join(parts)


def _shown(output: BaseMessage, printed: str, japanese: bool) -> str:
    failed = isinstance(output, ToolMessage) and output.status == "error"
    if failed:
        lead = "コードの実行に失敗しました" if japanese else "The code failed"
    else:
        lead = "結果" if japanese else "The result"
    return f"{lead}:\n\n```\n{printed}\n```"


def _drawn(figure: re.Match[str], japanese: bool) -> str:
    return (
        f"グラフ {figure[1]} を描きました: {figure[2]}"
        if japanese
        else f"Figure {figure[1]} shows {figure[2]}."
    )
