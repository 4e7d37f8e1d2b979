"""Settings come from the defaults, the profile and the environment, in that order."""

import pytest

from configs.domain import ConfigurationError
from configs.settings import load_settings
from configs.theme import load_theme


def test_a_profile_goes_over_the_defaults():
    assert not load_settings().ingest.allow_private_hosts
    assert load_settings("demo").ingest.allow_private_hosts


def test_who_tried_the_demo_first_gets_none_of_its_pages_into_their_own_library():
    demo, own = (load_settings(profile).data for profile in ("demo", "laptop"))
    assert demo != own


def test_the_environment_goes_over_the_profile(monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_INGEST__DELAY", "2.5")
    monkeypatch.setenv("VRAAGBAAK_DATA", "/elsewhere")
    settings = load_settings("demo")
    assert settings.ingest.delay == 2.5
    assert str(settings.data) == "/elsewhere"
    assert settings.ingest.allow_private_hosts


def test_a_change_in_code_goes_over_everything(monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_SERVER__PORT", "9000")
    assert load_settings("demo", server={"port": 9001}).server.port == 9001


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("VRAAGBAAK_SERVER__PORT", "99999", "VRAAGBAAK_SERVER__PORT"),
        ("VRAAGBAAK_SERVER__PROT", "80", "VRAAGBAAK_SERVER__PROT"),
        ("VRAAGBAAK_SEVER__PORT", "80", "VRAAGBAAK_SEVER__PORT"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch, name, value, named):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=named):
        load_settings("demo")


def test_an_unknown_profile_is_answered_with_the_known_ones():
    with pytest.raises(ConfigurationError, match="demo"):
        load_settings("laptopp")


def test_secrets_do_not_show(monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_DESK__PASSWORD", "geheim-woord")
    assert "geheim-woord" not in repr(load_settings("demo"))


def test_a_wrong_theme_names_its_field(tmp_path):
    file = tmp_path / "theme.yaml"
    file.write_text("organisation: X\ncolours: {brand: blue}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"colours\.brand"):
        load_theme(str(file))
