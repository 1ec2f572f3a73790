"""A thread with one file and one turn, whose cells really ran."""

from agents.export.handover import handover
from agents.values import Cell, SourceFile, Turn

CSV = b"name,mass\nA,10\nB,30\n"
READ = "import pandas as pd\ntable = pd.read_csv('/mnt/data/table.csv')"
DRAW = (
    "import matplotlib.pyplot as plt\n"
    "table.plot.bar(x='name', y='mass', title='Mass')\nplt.show()\nprint('drawn')\ntable['mass'].mean()"
)


async def run_thread(interpreter, store, *codes):
    """Run code as the cells of a thread with one file and one turn."""
    await interpreter.upload("table.csv", CSV)
    source = SourceFile(name="table.csv", digest=await store.put(CSV), size=len(CSV))
    cells = [
        Cell(id=number, title=f"Step {number}", code=code, execution=await interpreter.run(code))
        for number, code in enumerate(codes, 1)
    ]
    turn = Turn(question="What is the mean mass?", answer="It is **20.0** [2].", cells=len(cells))
    return handover([source], [turn], cells)
