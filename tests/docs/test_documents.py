"""The documents agree with the code and with each other: links, verbs, commands, words, the pack that is shown."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from adapters.cli import app
from bot.commands.parsing import Misread, Misreading, parse
from facts import vocabulary
from facts.builder import audit, build, templates
from facts.interchange.pack import read_pack
from facts.knowledge import Knowledge, Pack
from facts.vocabulary import KINDS, PROPERTIES, QUALIFIERS
from tests.docs.reading import DOCUMENTS, ROOT, anchors, blocks, code, links, name, prose, read, spans

PACKS = ROOT / "docs" / "packs.md"
PLACES = {"discord.com", "slack.com", "api.slack.com", "keepachangelog.com", "semver.org"}
ADDRESSES = {"/data", "/healthz", "/readyz"}  # these begin with a slash and are no commands
OURS = re.compile(r"127\.0\.0\.1|localhost|192\.168\.|.*example\.org")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=name)


@each_document
def test_every_link_leads_somewhere(document: Path) -> None:
    """A relative link names a file of the project, and its anchor a heading of that file."""
    for link in links(document):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@each_document
def test_links_leave_for_known_places_only(document: Path) -> None:
    """No document sends a reader, or a machine, to a place that is not on the list."""
    for host in re.findall(r"https?://([^/\s)`'\"]+)", read(document)):
        assert host in PLACES or OURS.match(host), host


@each_document
def test_no_path_of_a_machine(document: Path) -> None:
    """A document names files of the project, not where somebody keeps it."""
    assert re.findall(r"(?<![\w.])/(?:home|root|tmp|mnt|Users)/\S*", read(document)) == []


@each_document
def test_every_verb_is_in_the_makefile(document: Path) -> None:
    """`make something` is something that the Makefile makes."""
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|[\s&;])make ([a-z]+)", code(document), re.MULTILINE)) <= verbs


@each_document
def test_every_subcommand_exists(document: Path) -> None:
    """`trivium something` is something that the command does, with the options it takes."""
    for line in re.findall(r"(?:^|[\s/])trivium ((?:[a-z]+ ?)+.*)$", code(document), re.MULTILINE):
        found: Any = typer.main.get_command(app)
        for word in line.split():
            if not hasattr(found, "commands"):
                break
            assert word in found.commands, line
            found = found.commands[word]
        taken = {option for one in found.params for option in one.opts}
        assert set(re.findall(r"(?<=\s)--[a-z]+", line)) <= taken, line


@each_document
def test_every_slash_command_is_understood(document: Path) -> None:
    """A command in backticks is one of the vocabulary, with options that it has; what it needs may be left out."""
    later = {"/names"} if document.name == "README.md" else set()  # the one that a reader adds there
    unfinished = {Misreading.INCOMPLETE, Misreading.MISSING}
    for span in spans(document):
        if not re.match(r"/[a-z]", span) or span in ADDRESSES or span.split()[0] in later:
            continue
        found = parse(span)
        assert not isinstance(found, Misread) or found.kind in unfinished, (span, found)


def test_every_word_of_the_vocabulary_is_explained() -> None:
    """Each kind, property and qualifier that a pack may use stands in docs/packs.md."""
    explained = set(spans(PACKS))
    assert [word.name for word in (*KINDS, *PROPERTIES, *QUALIFIERS) if word.name not in explained] == []


def test_the_property_that_is_shown_fits() -> None:
    """CONTRIBUTING.md's property and its sentences are what the vocabulary and the templates are made of."""
    shown = [block.text for block in blocks(ROOT / "CONTRIBUTING.md") if block.language == "python"]
    prop, phrasing = (
        eval(text.rstrip().rstrip(","), {**vars(vocabulary), **vars(templates)}) for text in shown
    )
    assert prop.name == phrasing.property
    assert set(prop.takes_kind) <= {kind.name for kind in KINDS}
    for field in ("forward", "backward", "one_of"):
        assert getattr(phrasing, field).endswith("?")


def test_the_pack_that_is_shown_is_sound() -> None:
    """The whole pack of docs/packs.md is read without an error, and no question of it breaks a rule."""
    (whole,) = (
        block.text
        for block in blocks(PACKS)
        if block.text.startswith("pack:") and "\nquestions:" in block.text
    )
    pack = read_pack(whole)
    assert isinstance(pack, Pack), "\n".join(map(str, pack))
    knowledge = Knowledge(
        {pack.name: pack.title},
        {subject.id: subject for subject in pack.subjects},
        {source.id: source for source in pack.sources},
        pack.facts,
        pack.questions,
    )
    assert audit(knowledge, build(knowledge)) == ()
    assert "written:early-film:who-travels" in {question.key for question in build(knowledge)}


def test_the_index_is_whole() -> None:
    """docs/README.md leads to every document beside it."""
    index = ROOT / "docs" / "README.md"
    beside = {one.name for one in index.parent.glob("*.md")} - {index.name}
    assert beside <= set(links(index))


def test_every_picture_is_shown() -> None:
    """No picture lies in docs/pictures that no document shows."""
    shown = {(one.parent / link).resolve() for one in DOCUMENTS for link in links(one) if "://" not in link}
    assert set((ROOT / "docs" / "pictures").iterdir()) <= shown


def test_the_readme_opens_with_a_picture_and_an_answer() -> None:
    """What a newcomer sees first is a round, then what one line answers, then the two commands."""
    text = read(ROOT / "README.md")
    order = ["docs/pictures/", '$ trivium say "/film Pulgasari"', "make run", "make test", "## First steps"]
    assert sorted(order, key=text.index) == order


def test_the_change_log_has_this_version() -> None:
    """CHANGELOG.md has an entry for the version that pyproject.toml names."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## [{version}]" in prose(ROOT / "CHANGELOG.md")
