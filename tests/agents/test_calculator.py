import contextlib
import io
from datetime import date, timedelta

import matplotlib
import matplotlib.pyplot as plt
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool

from agents.calculator.chat import ABILITIES, ABILITIES_JA, OfflineChatModel
from agents.calculator.requests import code_for

FIBONACCI = "0 1 1 2 3 5 8 13 21 34 55 89 144 233 377 610 987 1597 2584 4181\n"
PRIMES = "2 3 5 7 11 13 17 19 23 29 31 37 41 43 47 53 59 61 67 71 73 79 83 89 97\n"


@tool
def execute_python_code(code: str) -> str:
    """Run Python code."""
    return code


def run(code: str) -> str:
    """Run code of our own making and give what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    return printed.getvalue()


def printed(question: str) -> str:
    code = code_for(question)
    assert code is not None
    return run(code)


@pytest.fixture
def chat():
    return OfflineChatModel().bind_tools([execute_python_code])


@pytest.mark.parametrize(
    ("question", "output"),
    [
        ("2の20乗を計算してください", "2 ** 20 = 1048576\n"),
        ("２の２０乗を計算してください。", "2 ** 20 = 1048576\n"),
        ("What is 2 to the power of 20?", "2 ** 20 = 1048576\n"),
        ("What is 2 to the 10th power?", "2 ** 10 = 1024\n"),
        ("2^20", "2 ** 20 = 1048576\n"),
        ("Calculate (1,000 + 234) * 2 - 1/4", "(1000 + 234) * 2 - 1 / 4 = 2467.75\n"),
        ("sqrt(144) + log10(1000) はいくつですか？", "sqrt(144) + log10(1000) = 15.0\n"),
        ("What is the square root of 144?", "sqrt(144) = 12.0\n"),
        ("144の平方根を教えてください", "sqrt(144) = 12.0\n"),
        ("3 足す 5 は？", "3 + 5 = 8\n"),
        ("17 × 3 = ?", "17 * 3 = 51\n"),
        ("what is 7 divided by 2", "7 / 2 = 3.5\n"),
        ("What is the sin of pi?", "sin(pi) = 1.2246467991473532e-16\n"),
        ("cos(0) + max(1, 2)", "cos(0) + max(1, 2) = 3.0\n"),
    ],
)
def test_arithmetic(question, output):
    assert printed(question) == output


@pytest.mark.parametrize(
    ("question", "output"),
    [
        ("1から100までの素数をすべて表示してください", f"{PRIMES}個数: 25\n"),
        ("List all primes up to 100.", f"{PRIMES}count: 25\n"),
        ("Show the prime numbers between 10 and 20", "11 13 17 19\ncount: 4\n"),
        ("10未満の素数は？", "2 3 5 7\n個数: 4\n"),
        ("フィボナッチ数列の最初の20項を表示してください", FIBONACCI),
        ("Print the first 20 Fibonacci numbers", FIBONACCI),
        ("first 1 fibonacci number", "0\n"),
        (
            "1から1000までの数で、3と5の両方で割り切れる数の合計を求めてください",
            "合計: 33165\n個数: 66\n",
        ),
        (
            "What is the sum of the numbers from 1 to 1000 that are divisible by both 3 and 5?",
            "sum: 33165\ncount: 66\n",
        ),
        ("Find the sum of all multiples of 3 or 5 below 1000", "sum: 233168\ncount: 466\n"),
        ("1から100までの合計は？", "合計: 5050\n個数: 100\n"),
        ("sum of 1 to 100", "sum: 5050\ncount: 100\n"),
        ("Sum of the even numbers from 1 to 100", "sum: 2550\ncount: 50\n"),
        ("1から100までの奇数の合計を求めてください", "合計: 2500\n個数: 50\n"),
        ("Add up the multiples of 3 and 5 up to 30", "sum: 45\ncount: 2\n"),
        ("1から10未満の整数の和は？", "合計: 45\n個数: 9\n"),
        ("10以下の素数の合計は？", "2 3 5 7\n個数: 4\n合計: 17\n"),
    ],
)
def test_numbers_of_a_range(question, output):
    assert printed(question) == output


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("今日の日付から100日後は何月何日ですか？", 100),
        ("今日から2週間後の日付を教えてください", 14),
        ("30日前は何曜日？", -30),
        ("What is the date 100 days from today?", 100),
        ("What day was it 3 weeks ago?", -21),
    ],
)
def test_a_date_some_days_from_today(question, days):
    before, output, after = date.today(), printed(question), date.today()
    assert output.split()[0] in {(today + timedelta(days=days)).isoformat() for today in (before, after)}


def test_the_weekday_is_in_the_language_of_the_question():
    assert printed("今日から7日後は何曜日？").strip().endswith("曜日")
    assert printed("What day is it 7 days from today?").strip().endswith("day")


def test_the_population_table_is_sorted_and_names_its_source():
    output = printed(
        "pandasを使って、東京・大阪・名古屋・札幌・福岡の人口データのDataFrameを作成し、人口の多い順に表示してください"
    )
    assert [line.split() for line in output.splitlines()[:-1]] == [
        ["都市", "人口"],
        ["東京", "9733276"],
        ["大阪", "2752412"],
        ["名古屋", "2332176"],
        ["札幌", "1973395"],
        ["福岡", "1612392"],
    ]
    assert "2020年10月1日の国勢調査" in output


def test_the_population_table_in_english_holds_the_cities_named():
    output = printed("Make a table of the population of Tokyo, Osaka and Sapporo, ascending")
    assert [line.split()[0] for line in output.splitlines()] == [
        "city",
        "Sapporo",
        "Osaka",
        "Tokyo",
        "Assumed:",
    ]


@pytest.mark.parametrize(
    ("question", "title", "last"),
    [
        ("matplotlibでsin関数のグラフを描画するコードを実行してください", "sin(x)", 6.2832),
        ("Draw sin and cos of x from 0 to 4π", "sin(x), cos(x)", 12.5664),
        ("コサインのグラフを 0 から 2pi まで描いて", "cos(x)", 6.2832),
        ("plot cosine(x) from -1 to 1.5", "cos(x)", 1.5),
    ],
)
@pytest.mark.filterwarnings("ignore:.*non-interactive:UserWarning")  # said where there is a display
def test_curves_are_drawn(question, title, last):
    matplotlib.use("Agg")
    assert printed(question) == ""
    axes = plt.gca()
    plt.close("all")
    assert axes.get_title() == title
    assert [line.get_label() for line in axes.lines] == title.split(", ")
    assert round(float(axes.lines[0].get_xdata()[-1]), 4) == last


def test_the_question_of_langchains_documentation():
    output = printed(
        "what's sin of pi . if it's negative generate a random number between 0 and 5. "
        "if it's positive between 5 and 10."
    )
    sine, number = output.splitlines()
    assert sine.startswith("sin(pi) = 1.2246467991473532e-16")
    assert number.startswith("random number between 5 and 10: ")
    assert 5 <= float(number.rpartition(" ")[2]) <= 10


def test_code_between_marks_is_run_as_it_is():
    assert code_for("実行して\n```python\nx = 6\nprint(x * 7)\n```") == "x = 6\nprint(x * 7)\n"


@pytest.mark.parametrize(
    "question",
    [
        "What is the sum of sales from 2010 to 2020?",
        "What is the total from 2010 to 2020?",
        "Compare 3/4 of the passengers with the rest",
        "売上の合計を2010から2020まで教えて",
        "What is the total number of passengers between 20 and 30?",
        "Sum of the squares of the numbers from 1 to 10",
        "20から30までの乗客の数の合計は？",
        "How many days ago was the first sale of 100 units?",
        "How did the price change over 30 days?",
        "Why is the sky blue?",
        "__import__('os').system('ls') + 1",
        pytest.param(f"What is {'-' * 9_999}1 + 1?", id="nested too deeply for the parser"),
        "",
    ],
)
def test_what_no_rule_understands_is_left_alone(question):
    assert code_for(question) is None


def test_a_turn_calls_the_tool_and_the_next_one_reports(chat):
    messages = [SystemMessage("Be exact."), HumanMessage("What is 2 to the power of 20?")]
    asked = chat.invoke(messages)
    (call,) = asked.tool_calls
    assert (call["name"], list(call["args"])) == ("execute_python_code", ["code"])
    output = ToolMessage(run(call["args"]["code"]), tool_call_id=call["id"])
    answer = chat.invoke([*messages, asked, output])
    assert answer.tool_calls == []
    assert answer.text == "The result:\n\n```\n2 ** 20 = 1048576\n```"


def test_calls_of_one_thread_have_different_ids(chat):
    thread = [HumanMessage("2の20乗を計算してください")]
    first = chat.invoke(thread)
    thread += [first, ToolMessage("1048576", tool_call_id=first.tool_calls[0]["id"]), AIMessage("1048576")]
    second = chat.invoke([*thread, HumanMessage("2の10乗は？")])
    assert second.tool_calls[0]["id"] != first.tool_calls[0]["id"]
    assert "2 ** 10" in second.tool_calls[0]["args"]["code"]


@pytest.mark.parametrize(
    ("question", "content", "status", "answer"),
    [
        (
            "sinのグラフを描いて",
            "[figure-1: sin(x); x, y; 640x480 px]",
            "success",
            "グラフ figure-1 を描きました: sin(x)",
        ),
        (
            "Draw sin",
            "done\n[figure-1: sin(x); x, y; 640x480 px]",
            "success",
            "The result:\n\n```\ndone\n```\n\nFigure figure-1 shows sin(x).",
        ),
        ("2^(1/0)", "ZeroDivisionError", "error", "The code failed:\n\n```\nZeroDivisionError\n```"),
    ],
)
def test_the_answer_tells_figures_and_failures(chat, question, content, status, answer):
    output = ToolMessage(content, tool_call_id="call_1", status=status)
    assert chat.invoke([HumanMessage(question), AIMessage(""), output]).text == answer


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Hello!", f"Hello. {ABILITIES}"),
        ("こんにちは", f"こんにちは。{ABILITIES_JA}"),
        ("Thank you very much.", "You are welcome."),
        ("ありがとうございます。", "どういたしまして。"),
        ("何ができますか？", ABILITIES_JA),
        ("Why is the sky blue?", f"I do not understand this question. {ABILITIES}"),
        ("空はなぜ青い？", f"この質問は理解できませんでした。{ABILITIES_JA}"),
    ],
)
def test_some_answers_need_no_code(chat, question, answer):
    reply = chat.invoke(question)
    assert (reply.text, reply.tool_calls) == (answer, [])


def test_without_the_tool_nothing_is_called():
    assert OfflineChatModel().invoke("2^20").tool_calls == []


async def test_a_stream_is_one_chunk(chat):
    chunks = [chunk async for chunk in chat.astream("Hello!")]
    assert [chunk.text for chunk in chunks if chunk.text] == [f"Hello. {ABILITIES}"]
