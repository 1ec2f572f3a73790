"""Settings that choose the scripted model, as OpenAI and as Azure, and what is chosen by them."""

from collections.abc import Callable

import pytest
from pydantic import SecretStr
from scripted_model import (
    ScriptedModel,
)

from analyst.models import ChosenModel, choose_model
from analyst.settings import Settings

KEY = SecretStr("sk-the-secret-of-this-test-0123456789")


@pytest.fixture
def openai_settings(scripted_model: ScriptedModel) -> Callable[..., Settings]:
    def make(**values: object) -> Settings:
        usual = {"openai_base_url": scripted_model.base_url, "openai_key": KEY, "model": "openai:gpt-5-mini"}
        return Settings(**usual | values)

    return make


@pytest.fixture
def azure_settings(scripted_model: ScriptedModel) -> Callable[..., Settings]:
    def make(**values: object) -> Settings:
        usual = {
            "azure_endpoint": scripted_model.endpoint,
            "azure_key": KEY,
            "azure_deployment": "gpt-5-mini",
        }
        return Settings(**usual | values)

    return make


def chosen(settings: Settings, credential: object = None) -> ChosenModel:
    model = choose_model(settings, credential)
    assert model is not None
    return model
