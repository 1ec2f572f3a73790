"""The pool that the other commands start: its settings, and what is said of those it cannot use."""

import pytest

from analyst.embedded_pool import PoolStartError
from analyst.settings import Settings
from analyst.wiring import open_workbench

pytestmark = pytest.mark.sandbox


@pytest.mark.slow
async def test_its_settings_reach_the_session(tmp_path):
    settings = Settings(data_folder=tmp_path, embedded_pool={"data_files": 64, "run_seconds": 5})
    async with open_workbench(settings) as bench:
        ran = await bench.tools.sessions("a-session").run("__import__('os').statvfs('/mnt/data').f_files")
    assert ran.value == "64"


async def test_a_setting_that_it_does_not_have_is_named(tmp_path):
    with pytest.raises(PoolStartError, match="no_such"):
        async with open_workbench(Settings(data_folder=tmp_path, embedded_pool={"no_such": 1})):
            pass
