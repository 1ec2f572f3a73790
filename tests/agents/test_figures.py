"""Every figure of a run comes out, from the embedded pool and from one that gives the last only."""

import pytest
from service_like_pool import service_like_pool

pytestmark = pytest.mark.sandbox

SHOWN = """
import matplotlib.pyplot as plt
for title in ("first", "second"):
    plt.figure(); plt.plot([1, 2]); plt.title(title); plt.xlabel("day"); plt.ylabel("g"); plt.show()
"""
LEFT_OPEN = SHOWN.replace("plt.show()", "").replace("first", "third").replace("second", "fourth")


@pytest.fixture
def service(pool):
    with service_like_pool(pool.endpoint) as service:
        yield service


@pytest.fixture
def azure(service, open_session):
    return open_session(service.endpoint)


@pytest.fixture(params=["interpreter", "azure"])
def either(request):
    return request.getfixturevalue(request.param)


async def test_figures_that_are_shown_come_out_with_title_and_axes(either, store):
    execution = await either.run(SHOWN)
    assert [(figure.title, figure.axes) for figure in execution.figures] == [
        ("first", "day × g"),
        ("second", "day × g"),
    ]
    assert all(figure.width > 300 for figure in execution.figures)
    pictures = {await store.get(figure.digest) for figure in execution.figures}
    assert len(pictures) == 2
    assert execution.files == ()


async def test_figures_that_are_left_open_come_out_when_the_run_ends(either):
    execution = await either.run(LEFT_OPEN)
    assert [figure.title for figure in execution.figures] == ["third", "fourth"]
    assert (await either.run("1")).figures == ()


async def test_a_figure_that_is_the_last_value_comes_out_once(either):
    execution = await either.run(
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(); ax.set_title('t'); fig"
    )
    assert [figure.title for figure in execution.figures] == ["t"]


async def test_figures_drawn_before_a_failure_come_out(either):
    execution = await either.run(SHOWN + "1 / 0")
    assert execution.status == "error"
    assert len(execution.figures) == 2


async def test_an_image_that_is_no_figure_comes_out_too(either):
    execution = await either.run("from PIL import Image\ndisplay(Image.new('RGB', (40, 30)))")
    assert [(figure.title, figure.width, figure.height) for figure in execution.figures] == [("", 40, 30)]


async def test_both_pools_give_the_same_pictures(interpreter, azure):
    here, there = await interpreter.run(SHOWN), await azure.run(SHOWN)
    assert [figure.digest for figure in here.figures] == [figure.digest for figure in there.figures]


async def test_what_is_kept_for_us_is_hidden_and_gone_with_the_next_run(azure):
    await azure.run(SHOWN)
    assert (await azure.run("import os; os.listdir('/mnt/data')")).value == "[]"


async def test_a_run_that_draws_nothing_costs_one_call(azure, service):
    await azure.run("1")
    service.calls.clear()
    assert (await azure.run("6 * 7")).value == "42"
    assert service.calls == ["POST /code/execute"]


async def test_the_embedded_pool_s_figures_need_no_further_call(pool, open_session):
    with service_like_pool(pool.endpoint, figures=True) as counted:
        interpreter = open_session(counted.endpoint)
        assert len((await interpreter.run(SHOWN)).figures) == 2
    assert counted.calls == ["POST /code/execute"] * 2  # the set-up and the code


async def test_a_collector_is_set_up_anew_in_a_new_session(azure):
    await azure.run("1")
    await azure._pool.end()
    assert (await azure.run("6 * 7")).value == "42"  # this run finds out
    assert len((await azure.run(SHOWN)).figures) == 2


async def test_code_that_closes_its_stdout_still_runs(interpreter):
    await interpreter.run("import sys; kept, sys.stdout = sys.stdout, None")
    assert (await interpreter.run("6 * 7")).value == "42"
    await interpreter.run("sys.stdout = kept")
    assert (await interpreter.run("print('back')")).stdout == "back\n"


async def test_figures_come_out_whatever_backend_the_code_chooses(either):
    code = "import matplotlib; matplotlib.use('Agg')\n"
    execution = await either.run(code + SHOWN)
    assert [figure.title for figure in execution.figures] == ["first", "second"]
    execution = await either.run(LEFT_OPEN + "plt.figure()\n1 / 0")
    assert [figure.title for figure in execution.figures] == ["third", "fourth"]
    assert (await either.run("1")).figures == ()


@pytest.mark.slow
async def test_figures_beyond_the_limit_are_counted(either):
    execution = await either.run(
        "import matplotlib.pyplot as plt\n"
        "for n in range(53): plt.figure(figsize=(1, 1)); plt.plot([1, n]); plt.show()"
    )
    assert len(execution.figures) == 50
    assert "Not shown: 3 more figures." in execution.stderr
