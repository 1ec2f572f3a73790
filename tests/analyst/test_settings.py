import os
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from analyst import settings_docs
from analyst.settings import Settings, SettingsError, explain, load_settings, session_secret, variables

ROOT = Path(settings_docs.__file__).parent.parent


@pytest.fixture
def environment(monkeypatch):
    """An environment without settings, restored afterwards whatever `.env` adds to it."""
    before = dict(os.environ)
    for field in Settings.model_fields:
        for name in variables(field):
            monkeypatch.delenv(name, raising=False)
    yield monkeypatch
    os.environ.clear()
    os.environ.update(before)


def test_nothing_is_required(environment, tmp_path):
    settings = load_settings(tmp_path)
    assert settings == Settings()
    assert settings.model == ""
    assert settings.output_folder == Path("analysis")
    assert settings.data_folder.name == "session-analyst"


def test_settings_from_values_read_no_environment(environment):
    environment.setenv("POOL_ENDPOINT", "https://pool.example")
    environment.setenv("ANALYST_MAX_REPAIRS", "7")
    assert Settings() == Settings(pool_endpoint="", max_repairs=3)


def test_dotenv_fills_in_what_the_environment_leaves_open(environment, tmp_path):
    environment.setenv("ANALYST_MAX_REPAIRS", "1")
    (tmp_path / ".env").write_text("ANALYST_MAX_REPAIRS=2\nANALYST_RUN_SECONDS=60\nOPENAI_API_KEY='k-1'\n")
    settings = load_settings(tmp_path)
    assert (settings.max_repairs, settings.run_seconds) == (1, 60)
    assert settings.openai_key == SecretStr("k-1")
    assert "k-1" not in repr(settings)


def test_dotenv_may_begin_with_the_mark_that_windows_writes(environment, tmp_path):
    (tmp_path / ".env").write_text("ANALYST_MAX_REPAIRS=2\n", encoding="utf-8-sig")
    assert load_settings(tmp_path).max_repairs == 2


def test_a_dotenv_that_is_not_utf8_is_explained(environment, tmp_path):
    (tmp_path / ".env").write_text("ANALYST_MAX_REPAIRS=2\n", encoding="utf-16")
    with pytest.raises(SettingsError, match="Save it as UTF-8"):
        load_settings(tmp_path)


@pytest.mark.parametrize("name", variables("pool_endpoint"))
def test_the_pool_is_known_by_every_name_in_use(environment, tmp_path, name):
    environment.setenv(name, "https://pool.example/subscriptions/1")
    assert load_settings(tmp_path).pool_endpoint == "https://pool.example/subscriptions/1"


def test_the_first_name_that_is_set_wins(environment, tmp_path):
    environment.setenv("AZURE_POOL_MANAGEMENT_ENDPOINT", "https://last.example")
    environment.setenv("POOL_MANAGEMENT_ENDPOINT", "https://second.example")
    environment.setenv("POOL_ENDPOINT", "")
    assert load_settings(tmp_path).pool_endpoint == "https://second.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AZURE_OPENAI_ENDPOINT", "https://contoso.openai.azure.com/"),
        ("AOAI_ENDPOINT", "https://contoso.openai.azure.com/openai/v1/"),
        ("AZURE_OPENAI_SERVICE", "contoso"),
        ("AZURE_OPENAI_SERVICE", "https://contoso.openai.azure.com"),
    ],
)
def test_azure_openai_is_known_by_url_or_name(environment, tmp_path, name, value):
    environment.setenv(name, value)
    assert load_settings(tmp_path).azure_endpoint == "https://contoso.openai.azure.com"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "POOL_ENDPOINT",
            "pool.example",
            "POOL_ENDPOINT is 'pool.example', but it should start with https:// or http://.",
        ),
        (
            "ANALYST_MAX_REPAIRS",
            "-1",
            "ANALYST_MAX_REPAIRS is '-1', but it should be greater than or equal to 0.",
        ),
        (
            "ANALYST_RUN_SECONDS",
            "300",
            "ANALYST_RUN_SECONDS is '300', but it should be less than or equal to 220.",
        ),
        (
            "ANALYST_REASONING_EFFORT",
            "much",
            "ANALYST_REASONING_EFFORT is 'much', but it should be "
            "'none', 'minimal', 'low', 'medium', 'high' or 'xhigh'.",
        ),
        (
            "ANALYST_DATABASE_URL",
            "mysql://me:password@host/db",
            "ANALYST_DATABASE_URL is set, but it should start with postgresql://.",
        ),
    ],
)
def test_a_bad_value_is_one_sentence(environment, tmp_path, name, value, said):
    environment.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert str(caught.value) == said


def test_two_bad_values_are_two_sentences():
    with pytest.raises(ValidationError) as caught:
        Settings(max_rounds=0, temperature=3)
    assert explain(caught.value) == (
        "ANALYST_TEMPERATURE is 3, but it should be less than or equal to 2. "
        "ANALYST_MAX_ROUNDS is 0, but it should be greater than or equal to 1."
    )


def test_settings_do_not_change():
    with pytest.raises(ValidationError, match="frozen"):
        Settings().max_repairs = 5


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path):
    settings = Settings(data_folder=tmp_path / "new")
    first = session_secret(settings)
    assert len(first) == 43
    assert session_secret(settings) == first
    (kept,) = (tmp_path / "new").iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_given_secret_is_not_written(tmp_path):
    settings = Settings(data_folder=tmp_path, session_secret=SecretStr("given"))
    assert session_secret(settings) == "given"
    assert list(tmp_path.iterdir()) == []


def test_every_setting_is_documented_once():
    listed = [field for fields in settings_docs.GROUPS.values() for field in fields]
    assert sorted(listed) == sorted(Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("path", "made"),
    [(".env.example", settings_docs.env_example()), ("docs/settings.md", settings_docs.settings_page())],
)
def test_the_committed_files_agree_with_the_settings(path, made):
    assert (ROOT / path).read_text(encoding="utf-8") == made


def test_the_example_itself_is_a_valid_dotenv(environment, tmp_path):
    (tmp_path / ".env").write_text(settings_docs.env_example())
    assert load_settings(tmp_path) == Settings()


def test_the_setting_that_is_json_is_read_as_such(environment, tmp_path):
    environment.setenv("ANALYST_EMBEDDED_POOL", '{"data_files": 64}')
    assert load_settings(tmp_path).embedded_pool == {"data_files": 64}
    environment.setenv("ANALYST_EMBEDDED_POOL", "data_files=64")
    with pytest.raises(SettingsError, match="ANALYST_EMBEDDED_POOL has to be JSON"):
        load_settings(tmp_path)
