"""What is remembered between rounds, and that it never shows in what is made."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectory.caches import kept
from connectory.diagnostics import Diagnostic
from connectory.emit import OutputFile
from connectory.emit.docs import Site
from connectory.memory import NO_MEMORY, LastRound, Memory
from connectory.pipeline import compile_specs, render

CASE = Path(__file__).parents[1] / "golden" / "docs" / "acme"


class Thing:
    """Equal to every other thing."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Thing)

    def __hash__(self) -> int:
        return 0


def counted(calls: list[object]) -> Callable[..., object]:
    def make(*given: object) -> object:
        calls.append(given)
        return Thing()

    return make


def test_who_asks_once_gets_everything_anew() -> None:
    calls: list[object] = []
    make = counted(calls)
    assert NO_MEMORY.recall(make, "a") is not NO_MEMORY.recall(make, "a")
    assert NO_MEMORY.recall_each(list[str], ["a"]) == ["a"]
    thing = Thing()
    assert NO_MEMORY.same("name", thing) is thing
    assert not NO_MEMORY.lasting


def test_the_same_things_are_made_once() -> None:
    memory, calls = LastRound(), []
    make = counted(calls)
    one, other = Thing(), Thing()
    assert memory.lasting
    memory.begin()
    first = memory.recall(make, one, "text")
    memory.begin()
    assert memory.recall(make, one, "text") is first
    assert memory.recall(make, other, "text") is not first
    assert len(calls) == 2


@pytest.mark.parametrize(("complete", "times"), [(True, 2), (False, 1)])
def test_what_a_complete_round_does_not_need_is_forgotten(complete: bool, times: int) -> None:
    """A round that ends early, for instance because of an error in specs, says nothing about what it did not reach."""
    memory, calls = LastRound(), []
    make, thing = counted(calls), Thing()
    for needed in (True, False, True):
        memory.begin()
        if needed:
            memory.recall(make, thing)
        if needed or complete:
            memory.complete()
    assert len(calls) == times


def test_an_identity_is_never_taken_for_another_one() -> None:
    """What was asked about stays alive while its answer is known, so no new object can get its address."""
    memory = LastRound()
    memory.begin()
    answers = [memory.recall(list, (number,)) for number in range(100)]
    assert answers == [[number] for number in range(100)]


def test_equal_things_become_one() -> None:
    memory = LastRound()
    memory.begin()
    first = memory.same("name", Thing())
    memory.begin()
    assert memory.same("name", Thing()) is first
    assert memory.same("other name", Thing()) is not first
    different = object()
    assert memory.same("name", different) is different


def test_only_new_ones_of_many_are_made() -> None:
    memory, calls = LastRound(), []

    def shout(words: Sequence[str]) -> list[str]:
        calls.append(tuple(words))
        return [word.upper() for word in words]

    memory.begin()
    assert memory.recall_each(shout, ["a", "b"]) == ("A", "B")
    memory.begin()
    assert memory.recall_each(shout, ["b", "c", "a", "c"]) == ("B", "C", "A", "C")
    assert memory.recall_each(shout, ["a"]) == ("A",)
    assert [set(call) for call in calls] == [{"a", "b"}, {"c"}]


def test_a_failure_is_not_remembered() -> None:
    memory, answers = LastRound(), iter([ValueError("not now"), "now"])

    def make() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    memory.begin()
    with pytest.raises(ValueError, match="not now"):
        memory.recall(make)
    assert memory.recall(make) == "now"


def made(project: Path, memory: Memory) -> tuple[list[Diagnostic], set[OutputFile]]:
    """What is found in specs, and the files that they compile to."""
    compilation = compile_specs(project / "specs", project, memory=memory)
    if compilation.project is None or compilation.diagnostics.has_errors:
        return list(compilation.diagnostics), set()
    site = memory.recall(Site, LANGUAGES)
    files = render(compilation.project, "acme_clients", site, keep=kept, memory=memory)
    return list(compilation.diagnostics), set(files)


def reworded(path: Path) -> None:
    path.write_text(path.read_text().replace("contact", "person").replace("Contact", "Person"))


def copied(path: Path) -> None:
    shutil.copy(path, path.with_stem(f"{path.stem}_again"))


LANGUAGES = ("en", "uk")
ACTIONS = ("contacts/find_contacts.yaml", "contacts/delete_contact.yaml", "files/read_motto.yaml")
EDITS: dict[str, Callable[[Path], object]] = {
    "another text": lambda path: path.write_text(path.read_text().replace("summary: ", "summary: Again, ", 1)),
    "a comment": lambda path: path.write_text(f"# {path.read_text()}"),
    "other names": reworded,
    "not YAML": lambda path: path.write_text("title: [\n"),
    "an unknown key": lambda path: path.write_text(f"{path.read_text()}colour: red\n"),
    "a number in another way": lambda path: path.write_text(path.read_text().replace("minimum: 1,", "minimum: 1.0,")),
    "another one like it": copied,
    "gone": lambda path: path.unlink(),
    "several schemes": lambda path: path.write_text(path.read_text().replace("auth: login\n", "auth: [login, key]\n")),
    "another default": lambda path: path.write_text(f"{path.read_text()}default_auth: [login, key]\n"),
    "another variable": lambda path: path.write_text(path.read_text().replace("ACME_KEY", "ACME_OTHER_KEY")),
    "a header": lambda path: path.write_text(f"{path.read_text()}returns: $response.headers.Location\n"),
}
CHANGES = st.tuples(
    st.sampled_from(("acme", "other")),
    st.sampled_from((*ACTIONS, "connector.yaml", "schemas.yaml", "i18n/uk.yaml", "webhooks/contact_changed.yaml")),
    st.sampled_from(tuple(EDITS)),
)


TEXTS = {
    "contacts/find_contacts.yaml": ("Find contacts", "Look for contacts"),
    "connector.yaml": ("who sells anvils", "who needs anvils"),
    "schemas.yaml": ("How to call them", "Their names"),
    "webhooks/contact_changed.yaml": ("Nobody has seen it", "Somebody has seen it"),
    "coverage.yaml": ("Older than", "Far older than"),
    "changelog.yaml": ("2026-05-31", "2026-06-01"),
    "i18n/uk.yaml": ("Знайти контакти", "Шукати контакти"),
}


def project_of_two(folder: Path) -> Path:
    for name in ("acme", "other"):
        shutil.copytree(CASE / "specs" / "acme", folder / "specs" / name)
    return folder


@pytest.mark.parametrize("file", TEXTS)
def test_a_change_of_a_text_shows(file: str, tmp_path: Path) -> None:
    project, memory = project_of_two(tmp_path), LastRound()
    memory.begin()
    _, before = made(project, memory)
    path = project / "specs" / "acme" / file
    path.write_text(path.read_text().replace(*TEXTS[file]))
    memory.begin()
    _, after = made(project, memory)
    assert any(TEXTS[file][1] in item.text for item in after - before)
    assert len(after - before) < len(after) / 2
    assert after == made(project, NO_MEMORY)[1]


@pytest.mark.parametrize(("before", "after"), [("{a: p, b: q}", "{b: q, a: p}"), ("5", "5.0")])
def test_what_is_equal_may_look_different(before: str, after: str, tmp_path: Path) -> None:
    """Python takes 100 and 100.0 for equal, and mappings whatever their order."""
    project, memory = project_of_two(tmp_path), LastRound()
    path = project / "specs" / "acme" / "schemas.yaml"
    text = path.read_text().replace("name: {", "extra: {default: 0000}\n    name: {", 1)
    looks: list[set[OutputFile]] = []
    for default in (before, after):
        path.write_text(text.replace("0000", default))
        memory.begin()
        found, files = made(project, memory)
        assert files
        assert (found, files) == made(project, NO_MEMORY)
        looks.append(files)
    assert looks[0] - looks[1]


def test_a_limit_may_look_different(tmp_path: Path) -> None:
    project, memory = project_of_two(tmp_path), LastRound()
    path = project / "specs" / "acme" / "contacts" / "find_contacts.yaml"
    text = path.read_text().replace(
        "email: {type: string,", "least: {type: number, minimum: 7}\n  email: {type: string,"
    )
    for minimum in ("7", "7.0"):
        path.write_text(text.replace("minimum: 7}", f"minimum: {minimum}}}"))
        memory.begin()
        _, files = made(project, memory)
        assert any(f"At least {minimum}" in item.text for item in files if item.path.suffix == ".md")
        assert files == made(project, NO_MEMORY)[1]


@settings(max_examples=12)
@given(st.lists(CHANGES, min_size=2, max_size=6))
def test_memory_never_shows(tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, str, str]]) -> None:
    """Whatever is edited, what is made with memory is what is made without."""
    project, memory = project_of_two(tmp_path_factory.mktemp("project")), LastRound()
    memory.begin()
    assert made(project, memory) == made(project, NO_MEMORY)
    for name, file, edit in changes:
        path = project / "specs" / name / file
        if path.exists():
            EDITS[edit](path)
        else:
            shutil.copy(CASE / "specs" / "acme" / file, path)
        memory.begin()
        assert made(project, memory) == made(project, NO_MEMORY)
