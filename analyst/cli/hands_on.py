"""The code interpreter as a script: three questions to begin with, or a conversation with `-i`."""

import locale
from typing import Annotated, Any

import typer
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver

from agents.errors import AnalystError
from agents.events import EVENT, CodeEvent, Event, FigureEvent, OutputEvent, TextEvent
from analyst.cli.asking import new_thread
from analyst.cli.main import run, settings_with
from analyst.cli.screen import Screen
from analyst.cli.typed import read_line
from analyst.wiring import open_workbench
from graphs.checkpoints import serializer
from graphs.code_interpreter import build
from graphs.tools import LoopTools

QUESTIONS = (
    "2の20乗を計算してください",
    "1から100までの素数をすべて表示してください",
    "東京、大阪、名古屋、札幌、福岡の人口を pandas の表にして、多い順に並べてください",
)
LAST_WORDS = {"quit", "exit", "q"}
RULE = "=" * 60

WORDS = {
    "en": {
        "session": "🚀 Thread: {}",
        "model": "🔗 Model: {}",
        "user": "📝 User: {}",
        "call": "🔧 The model asks to run code:",
        "name": "   function: execute_python_code",
        "done": "   ✅ Run in the session (status: {}, {} ms)",
        "output": "📊 Output:",
        "error": "❌ It failed: {}",
        "figure": "🖼️  {}: {}",
        "answer": "🤖 Answer: {}",
        "prompt": "you: ",
        "end": "✅ Done!",
        "bye": "👋 Good-bye.",
    },
    "ja": {
        "session": "🚀 スレッド: {}",
        "model": "🔗 モデル: {}",
        "user": "📝 ユーザー: {}",
        "call": "🔧 モデルが Function Calling でコード実行を要求しました:",
        "name": "   関数名: execute_python_code",
        "done": "   ✅ Dynamic Sessions 実行完了 (ステータス: {}, 実行時間: {}ms)",
        "output": "📊 実行結果:",
        "error": "❌ エラーが発生しました: {}",
        "figure": "🖼️  {}: {}",
        "answer": "🤖 回答: {}",
        "prompt": "あなた: ",
        "end": "✅ 完了！",
        "bye": "👋 終了します。",
    },
}

app: typer.Typer = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


class Speaker:
    """Prints in one of the two languages."""

    def __init__(self, language: str) -> None:
        self._words = WORDS[language]
        self._console = Screen(highlight=False, soft_wrap=True)

    def word(self, key: str) -> str:
        """The text of a key."""
        return self._words[key]

    def say(self, key: str, *values: object) -> None:
        """Print the text of a key, filled in."""
        self.line(self._words[key].format(*values))

    def line(self, text: str = "") -> None:
        """Print a line as it is."""
        self._console.print(text, markup=False)

    def show(self, event: Event) -> None:
        """Print an event of the run."""
        match event:
            case CodeEvent():
                self.say("call")
                self.say("name")
                self.line(f"```python\n{event.code.strip()}\n```")
            case OutputEvent():
                self.say("done", event.status, event.milliseconds)
                self._show_output(event)
            case FigureEvent():
                self.say("figure", event.figure.id, event.figure.title)
            case TextEvent():
                self.line()
                self.say("answer", event.delta)

    def _show_output(self, event: OutputEvent) -> None:
        if event.status != "ok":
            self.say("error", event.stderr.strip())
            return
        self.say("output")
        self.line("\n".join(part.rstrip() for part in (event.stdout, event.value) if part.strip()))


@app.command()
def hands_on(
    interactive: Annotated[bool, typer.Option("--interactive", "-i", help="Ask your own questions.")] = False,
    model: Annotated[str, typer.Option(help="`provider:name`, or `rule-based`.", show_default=False)] = "",
    lang: Annotated[str, typer.Option(help="`en` or `ja`. Empty: as the system.", show_default=False)] = "",
) -> None:
    """Let a model answer with code that it runs in a session."""
    speaker = Speaker(lang if lang in WORDS else _system_language())
    run(_hands_on(speaker, model, interactive))


async def _hands_on(speaker: Speaker, model: str, interactive: bool) -> int:
    async with open_workbench(settings_with(model)) as bench:
        tools, thread = bench.loop_tools, new_thread()
        speaker.say("session", thread)
        speaker.say("model", tools.model)
        graph = build(checkpointer=InMemorySaver(serde=serializer()))
        if interactive:
            await _converse(speaker, graph, tools, thread)
        else:
            for question in QUESTIONS:
                await _answer(speaker, graph, tools, thread, question)
            speaker.line(RULE)
            speaker.say("end")
    return 0


async def _converse(speaker: Speaker, graph: Any, tools: LoopTools, thread: str) -> None:
    while True:
        try:
            line = await read_line(speaker.word("prompt"))
        except EOFError:
            break
        if line.lower() in LAST_WORDS:
            break
        try:
            await _answer(speaker, graph, tools, thread, line)
        except AnalystError as error:
            speaker.say("error", error)
    speaker.say("bye")


async def _answer(speaker: Speaker, graph: Any, tools: LoopTools, thread: str, question: str) -> None:
    for line in ("", RULE):
        speaker.line(line)
    speaker.say("user", question)
    speaker.line(RULE)
    stream = graph.astream(
        {"messages": [HumanMessage(question)], "files": []},
        {"configurable": {"thread_id": thread}},
        context=tools,
        stream_mode="custom",
    )
    async for event in stream:
        speaker.show(EVENT.validate_python(event))


def _system_language() -> str:
    return "ja" if (locale.getlocale()[0] or "").startswith("ja") else "en"
