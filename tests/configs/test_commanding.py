"""A command that fails tells one line and a code; a fault of ours keeps its trace."""

import argparse

import pytest

from configs.commanding import DONE, FAILED, INTERRUPTED, USAGE, conduct
from configs.domain import ConfigurationError


class Narrow(ValueError):
    """A kind of its own."""


PARSER = argparse.ArgumentParser(prog="trial")
PARSER.add_argument("--number", type=int)
CODES = {Narrow: USAGE, ValueError: FAILED, OSError: FAILED}


def conducted(error=None, arguments=()):
    def perform(_):
        if error:
            raise error
        return DONE

    return conduct(PARSER, list(arguments), perform, CODES, "all is kept")


def test_what_goes_well_says_nothing(capsys):
    assert conducted() == DONE
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (Narrow("too\n  narrow"), USAGE, "too narrow"),
        (ValueError("no [bold]markup[/]"), FAILED, "no [bold]markup[/]"),
        (OSError(28, "No space left", "/data"), FAILED, "No space left (/data); all is kept"),
        (ConfigurationError("theme: not there."), USAGE, "theme: not there."),
        (KeyboardInterrupt(), INTERRUPTED, "stopped; all is kept"),
    ],
)
def test_an_error_is_one_line_and_the_first_code_that_fits(error, code, line, capsys):
    assert conducted(error) == code
    assert capsys.readouterr().err == f"{line}\n"


def test_a_wrong_option_is_usage_and_help_is_none(capsys):
    assert conducted(arguments=["--number", "x"]) == USAGE
    assert conducted(arguments=["--help"]) == DONE
    assert "usage: trial" in capsys.readouterr().out


def test_a_fault_of_ours_comes_through():
    with pytest.raises(ZeroDivisionError):
        conducted(ZeroDivisionError())
