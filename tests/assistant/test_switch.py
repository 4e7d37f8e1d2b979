"""The emergency switch: what anybody turned last counts, also when the file is damaged."""

import pytest

from assistant.domain import AssistantError
from assistant.switch import FILE, Mode, Switch


@pytest.fixture
def switch(tmp_path):
    return Switch(tmp_path / "data")


def test_a_switch_that_was_never_turned_lets_the_model_write(switch):
    assert switch.generates
    assert switch.history == ()


def test_the_last_turn_counts_and_who_turned_it_is_kept(switch):
    switch.turn(Mode.REFERENCES, "samira")
    assert not switch.generates
    switch.turn(Mode.GENERATE, "joost")
    assert switch.generates
    assert [turned.by for turned in switch.history] == ["samira", "joost"]


def test_another_process_sees_it_at_once(switch):
    other = Switch(switch.folder)
    switch.turn(Mode.REFERENCES, "samira")
    assert not other.generates


def test_a_switch_that_can_not_be_read_is_off(switch):
    switch.turn(Mode.GENERATE, "samira")
    with (switch.folder / FILE).open("a") as file:
        file.write('{"mode": "gene')
    assert not switch.generates
    switch.turn(Mode.GENERATE, "samira")
    assert switch.generates
    assert len(switch.history) == 2


def test_a_folder_that_can_not_be_written_is_told(tmp_path):
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(AssistantError, match="not_switched"):
        Switch(tmp_path / "data").turn(Mode.REFERENCES, "samira")
    assert not Switch(tmp_path / "data").generates
