"""Links into the session in an answer: pointed at what was brought out, or taken out."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from scripted_model import text, tool_call
from scripted_plans import plan, summary

from agents.links import in_answer, in_message, mended
from agents.values import Answer, Artifact, Cell, Execution, Figure
from graphs import code_interpreter, data_analyst
from graphs.tools import LoopTools

CELLS = (
    Cell(
        id=1,
        title="Save",
        code="…",
        execution=Execution(
            status="ok",
            figures=(Figure(id="figure-1", digest="0" * 64),),
            files=tuple(
                Artifact(name=name, digest="0" * 64, size=1)
                for name in (
                    "x.csv",
                    "my table.csv",
                    "売上.csv",
                    "out/a.csv",
                    "out/b.csv",
                    "old/b.csv",
                    "a(1).csv",
                )
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("See [the table](sandbox:/mnt/data/x.csv).", "See [the table](x.csv)."),
        ("[x](sandbox:/x.csv) [y](sandbox:x.csv)", "[x](x.csv) [y](x.csv)"),
        ("[x](/mnt/data/x.csv)", "[x](x.csv)"),
        ("[x](file:///mnt/data/x.csv)", "[x](x.csv)"),
        ("[x](attachment:x.csv)", "[x](x.csv)"),
        ('[x](sandbox:/mnt/data/x.csv "Download")', "[x](x.csv)"),
        ("[x](<sandbox:/mnt/data/my table.csv>)", "[x](my%20table.csv)"),
        ("[x](sandbox:/mnt/data/my table.csv)", "[x](my%20table.csv)"),
        ("[x](sandbox:/mnt/data/my%20table.csv)", "[x](my%20table.csv)"),
        ("[x](sandbox:/mnt/data/a(1).csv)", "[x](a%281%29.csv)"),
        ("[表](sandbox:/mnt/data/売上.csv)", "[表](%E5%A3%B2%E4%B8%8A.csv)"),
        ("[a](sandbox:/mnt/data/out/a.csv)", "[a](out/a.csv)"),
        ("[a](sandbox:/mnt/data/a.csv)", "[a](out/a.csv)"),
        ("[b](sandbox:/mnt/data/b.csv) is two files", "b is two files"),
        ("![Chart](sandbox:/mnt/data/figure-1.png)", "![Chart](figure-1.png)"),
        ("![Chart](attachment:chart.png) shows it", "Chart shows it"),
        ("Get [it](sandbox:/mnt/data/gone.csv) now", "Get it now"),
        ("It is at sandbox:/mnt/data/x.csv.", "It is at [x.csv](x.csv)."),
        ("It is at <sandbox:/mnt/data/gone.csv>.", "It is at gone.csv."),
        ("[x](sandbox:/mnt/data/../../etc/passwd)", "x"),
        ("[a](Sandbox:/mnt/data/x.csv 'title')", "[a](x.csv)"),
        ("[a](computer:///mnt/data/x.csv#rows)", "[a](x.csv)"),
        ("[a [b] c](sandbox:/mnt/data/x.csv)", "[a [b] c](x.csv)"),
        ("[a\nb](sandbox:/mnt/data/gone.csv)", "a\nb"),
        (
            "[![c](sandbox:/mnt/data/figure-1.png)](sandbox:/mnt/data/x.csv)",
            "[![c](figure-1.png)](x.csv)",
        ),
        ("[![c](sandbox:/mnt/data/figure-1.png)](sandbox:/mnt/data/gone)", "![c](figure-1.png)"),
        ("[a][1] [b][]\n\n[1]: <sandbox:/mnt/data/x.csv> (title)\n", "[a][1] [b][]\n\n[1]: x.csv\n"),
        ("![a][f.1], [b][2]\n\n[f.1]: sandbox:/mnt/data/gone.png\nend", "a, [b][2]\n\nend"),
        ('<img src="sandbox:/mnt/data/figure-1.png" alt="c">', '<img src="figure-1.png" alt="c">'),
        ("<a href=/mnt/data/gone.csv>get</a>", "<a>get</a>"),
        ("~~~\na\n~~~\n[x](sandbox:/x.csv)\n~~~\nb\n~~~", "~~~\na\n~~~\n[x](x.csv)\n~~~\nb\n~~~"),
        ("```a``` [x](sandbox:/x.csv)", "```a``` [x](x.csv)"),
    ],
)
def test_a_link_leads_to_what_exists_or_goes(given, clean):
    assert mended(given, CELLS) == clean


@pytest.mark.parametrize(
    "given",
    [
        "No link at all.",
        "[site](https://example.org/mnt/data/x.csv)",
        "Read it with `pd.read_csv('/mnt/data/x.csv')`, not `[x](sandbox:/mnt/data/x.csv)`",
        "```python\nopen('/mnt/data/x.csv')  # [x](sandbox:/mnt/data/x.csv)\n```\n",
        "~~~\n[x](sandbox:/mnt/data/x.csv)\n~~~\n",
        "````md\n```\n[x](sandbox:/mnt/data/x.csv)\n```\n[x](sandbox:/mnt/data/x.csv)\n````\n",
        "  ```\n```py\n[x](sandbox:/mnt/data/x.csv)",
        "~~~\n```\n[x](sandbox:/mnt/data/x.csv)",
        "~~~\n" * 100_000 + "sandbox:true",
        "~~~~\n" + "~~~ a\n" * 100_000 + "sandbox:true",
        "The file /mnt/data/x.csv was written.",
        "A sandbox: code runs in it. Set sandbox:true.",
    ],
)
def test_everything_else_stays_as_it_is(given):
    assert mended(given, CELLS) == given


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("![a](https://example.org/x.png?d=1)", "[a](https://example.org/x.png?d=1)"),
        ("![a](//example.org/x.png)", "[a](//example.org/x.png)"),
        ("![a][1] ![1]\n\n[1]: http://example.org/x.png", "[a][1] [1]\n\n[1]: http://example.org/x.png"),
        ("<img alt=a src='https://example.org/x.png'> b", "https://example.org/x.png b"),
        ("![a](figure-1.png) [b](https://example.org)", "![a](figure-1.png) [b](https://example.org)"),
        (
            "```\n```py\n```\n![a](https://example.org/x.png)\n```\n",
            "```\n```py\n```\n[a](https://example.org/x.png)\n```\n",
        ),
        ("`![a](https://example.org/x.png)`", "`![a](https://example.org/x.png)`"),
    ],
)
def test_an_answer_fetches_nothing_from_elsewhere(given, clean):
    assert in_answer(Answer(text=given), CELLS).text == clean


def test_a_message_keeps_what_is_not_text():
    blocks = [
        {"type": "reasoning", "id": "r"},
        {"type": "text", "text": "[x](sandbox:/mnt/data/gone.csv)", "annotations": []},
    ]
    said = in_message(AIMessage(content=blocks, id="m"), CELLS)
    assert said.id == "m"
    assert said.content == [blocks[0], {"type": "text", "text": "x", "annotations": []}]


def test_a_message_without_such_links_is_the_same_object():
    message = AIMessage("42")
    assert in_message(message, CELLS) is message


@pytest.mark.sandbox
async def test_the_report_links_the_file_that_was_made(tools, scripted_model, penguins):
    code = "penguins.to_csv('/mnt/data/kept.csv'); print(len(penguins))"
    said = "All are in [kept](sandbox:/mnt/data/kept.csv), not in [gone](sandbox:/mnt/data/gone.csv)."
    scripted_model.enqueue(plan(code), summary(said))
    done = await data_analyst.graph.ainvoke({"question": "Keep it", "files": [penguins]}, context=tools)
    assert done["answer"].text == "All are in [kept](kept.csv), not in gone."
    assert done["answer"].text in done["report"]
    assert [file.name for cell in done["cells"] for file in cell.execution.files] == ["kept.csv"]


@pytest.mark.sandbox
async def test_the_loop_s_last_message_has_no_dead_link(tools, scripted_model):
    call = tool_call("execute_python_code", code="open('/mnt/data/a.txt', 'w').write('a')")
    scripted_model.enqueue(call, text("[a](sandbox:/mnt/data/a.txt) [b](sandbox:/mnt/data/b.txt)"))
    loop = LoopTools("m", tools.analyst.chat, tools.sessions, tools.read_file, tools.store)
    done = await code_interpreter.graph.ainvoke({"messages": [HumanMessage("Go")]}, context=loop)
    assert done["messages"][-1].text == "[a](a.txt) b"
