"""The corpus: what a fair reader says of each guess, and the judge with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from adapters import judge as judges
from adapters.cli import app

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.tsv"))


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_the_judge_and_a_fair_reader_agree(file: Path) -> None:
    """No case of the file is judged otherwise than it says."""
    assert [str(miss) for miss in judges.misses(judges.cases(file))] == []


def test_what_was_unseen_stays_well_judged() -> None:
    """Guesses written after the judge was done: at least 98 of 100 as a fair reader has it, and no false accept."""
    files = sorted((Path(__file__).parent / "unseen").glob("*.tsv"))
    cases = [case for file in files for case in judges.cases(file)]
    missed = [miss for file in files for miss in judges.misses(judges.cases(file))]
    assert len(cases) >= 300
    assert len(missed) <= 0.02 * len(cases), "\n".join(map(str, missed))
    assert [str(miss) for miss in missed if not miss.case.right] == []


def test_the_corpus_is_large_and_whole() -> None:
    """At least 600 cases, of each kind and of both verdicts, each with its reason and none twice."""
    cases = [case for file in CORPUS for case in judges.cases(file)]
    assert len(cases) >= 600
    assert {case.kind for case in cases} == {kind.value for kind in judges.AnswerKind} | {""}
    assert all(case.why for case in cases)
    assert len({(case.accepted, case.kind, case.guess) for case in cases}) == len(cases)
    assert 0.3 < sum(case.right for case in cases) / len(cases) < 0.7


def test_one_guess_is_judged_with_a_reason() -> None:
    """`trivium judge --accept` prints the verdict and what decided it."""
    said = CliRunner().invoke(
        app, ["judge", "--accept", "Pulgasari|Bulgasari", "--kind", "title", "bulgasary"]
    )
    assert (said.exit_code, said.output) == (0, "right: an accepted wording but for one slip in a word\n")


def test_a_file_is_reported_with_each_miss(tmp_path: Path) -> None:
    """`trivium judge --corpus` prints the counts, and each miss with its line, its verdict and what was wanted."""
    file = tmp_path / "few.tsv"
    file.write_text(
        "Salt\ttitle\tsalt\tyes\tcase\nSalt\ttitle\tSalt\tno\tlabelled wrongly\nSalt\t\tMalt\tyes\tso too\n"
    )
    said = CliRunner().invoke(app, ["judge", "--corpus", str(file)])
    lines = said.output.splitlines()
    assert lines[:3] == ["1 of 3 right (33.3%)", "1 false accepts", "1 false rejects"]
    assert [line.split(":")[0] for line in lines[3:]] == ["false accept, line 2", "false reject, line 3"]


@pytest.mark.parametrize(
    "line", ["Salt\ttitle", "Salt\ttitle\tsalt\tperhaps\twhy", "Salt\tno such kind\tsalt\tyes\t"]
)
def test_a_file_that_cannot_be_judged_says_why(line: str, tmp_path: Path) -> None:
    """A line with other columns, another verdict or another kind is one sentence and exit code 1."""
    file = tmp_path / "bad.tsv"
    file.write_text(line + "\n")
    said = CliRunner().invoke(app, ["judge", "--corpus", str(file)])
    assert said.exit_code == 1
    assert said.output.startswith("trivium: ")
