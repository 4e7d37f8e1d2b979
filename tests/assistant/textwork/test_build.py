"""The settings decide whether there is text work, and say what they lack."""

import asyncio
from contextlib import closing

import pytest

from assistant.build import build
from assistant.textwork.domain import Ended, Given, Task
from configs.domain import ConfigurationError, Language
from configs.settings import load_settings, profiles
from ingest.library.library import open_library
from tests.assistant.textwork.given import NOTE, copied
from tests.models.served import ModelServer, Script, serving

ON = {"enabled": True, "password": "geheim"}


@pytest.fixture
def built(tmp_path):
    def build_with(**changes):
        settings = load_settings("demo", data=tmp_path, **changes)
        with closing(open_library(settings)) as library:
            service = build(settings, library)
            service.records.close()
        return service

    return build_with


def test_without_the_setting_there_is_none(built):
    assert built().textwork is None


@pytest.mark.parametrize("profile", [name for name in profiles() if name != "employees"])
def test_no_profile_for_residents_has_it_on(profile):
    assert not load_settings(profile).textwork.enabled


def test_it_needs_a_model_that_writes(built):
    with pytest.raises(ConfigurationError, match=r"TEXTWORK__ENABLED.*answering\.writer"):
        built(textwork=ON)


def test_with_a_model_it_works_but_not_without_a_password(tmp_path):
    with serving(ModelServer(script=Script(copied))) as server:
        changes = {"answering": {"writer": "generate"}, "chat": server.settings(), "data": tmp_path}
        open_ = load_settings("demo", textwork={"enabled": True}, **changes)
        shut = load_settings("employees", textwork={"password": "geheim"}, **changes)
        with closing(open_library(shut)) as library:
            with pytest.raises(ConfigurationError, match="TEXTWORK__PASSWORD"):
                build(open_, library)
            service = build(shut, library)
            result = asyncio.run(_last(service.textwork))
            service.records.close()
    assert (result.ended, result.text) == (Ended.DONE, NOTE)


async def _last(work):
    return [event async for event in work(Given(task=Task.REWRITE, text=NOTE), Language.NL)][-1]
