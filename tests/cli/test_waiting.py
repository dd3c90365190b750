"""`waiting` and its commands: what is told of iterations that cannot be read."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from draftloop.cli.waiting import COMMANDS, tell_waiting
from draftloop.loop.iteration import Iteration
from draftloop.loop.stage import Stage
from tests.writer import Writer

POST = "drafts/x/post.md"
DAMAGED = "1 iteration waits that cannot be read: `draftloop doctor` names them, and what helps"


@pytest.fixture
def writer() -> Writer:
    """Two iterations wait, the first of which is found damaged."""
    writer = Writer()
    for number in (1, 2):
        writer.files[POST] = f"{number}\n"
        made = Iteration(stage=Stage.PROSE, when=writer.clock(), draft="x", title="X", number=number)
        writer.queue.add(made, [POST])
    writer.queue.spoil(writer.queue.waiting()[0].id)
    return writer


def call(writer: Writer, *arguments: str) -> Result:
    context = SimpleNamespace(forgiving_desk=lambda: writer.desk)
    return CliRunner().invoke(COMMANDS["waiting"], list(arguments), obj=context, standalone_mode=False)


def test_each_is_named_beside_those_that_wait(writer: Writer) -> None:
    told = call(writer)
    (damaged,) = writer.queue.damaged()
    assert "Prose 2: X" in told.stdout
    assert f"{damaged.file}: {damaged.sentence}; `draftloop doctor` says what helps" in told.stderr
    assert "1 iteration waits\n" in told.stderr


def test_json_holds_those_that_can_be_read(writer: Writer) -> None:
    told = call(writer, "--json")
    assert [row["iteration"] for row in json.loads(told.stdout)] == [2]
    assert "cannot be read: it is empty" in told.stderr


def test_git_is_never_said_to_have_every_iteration(writer: Writer) -> None:
    told = call(writer, "commit")
    assert told.return_value == 3
    assert told.stdout.startswith("committed ")
    assert told.stderr.splitlines() == [DAMAGED]
    assert "git has every iteration" not in call(writer).stderr
    assert "git has every iteration" not in call(writer, "commit").stderr
    writer.queue.spoiled.clear()
    assert call(writer, "commit").return_value == 0
    assert "git has every iteration" in call(writer).stderr


def test_other_commands_tell_of_it_too(writer: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    tell_waiting(writer.desk)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("1 iteration waits. `draftloop waiting commit`")
    assert second == DAMAGED
