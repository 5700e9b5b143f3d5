"""The writer: what it writes, what it refuses, and that an interruption leaves nothing half-done."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path, PurePosixPath

import pytest

from connectory.emit import OutputFile
from connectory.output import Change, Manifest, OutputError, alone, apply, plan, recover, unified_diff


def file(path: str, text: str = "text\n", *, committed: bool = True) -> OutputFile:
    return OutputFile(PurePosixPath(path), text, committed)


def build(folder: Path, *files: OutputFile, overwrite: bool = False) -> None:
    apply(plan(folder, files, Manifest.of("1", [], files), overwrite=overwrite))


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_first_build_writes_everything_and_the_manifest(tmp_path: Path) -> None:
    build(tmp_path / "out", file("a/b.txt", "one\n"), file("c.txt", "two\n"))
    written = tree(tmp_path / "out")
    assert written["a/b.txt"] == "one\n"
    assert written["c.txt"] == "two\n"
    assert list(json.loads(written["manifest.json"])["outputs"]) == ["a/b.txt", "c.txt"]
    assert set(written) == {"a/b.txt", "c.txt", "manifest.json"}


def test_second_build_has_nothing_to_do(tmp_path: Path) -> None:
    files = (file("a.txt"),)
    build(tmp_path, *files)
    before = (tmp_path / "a.txt").stat().st_mtime_ns
    changes = plan(tmp_path, files, Manifest.of("1", [], files))
    assert changes.is_empty
    assert changes.unchanged == 2
    apply(changes)
    assert (tmp_path / "a.txt").stat().st_mtime_ns == before


def test_stale_files_go_and_foreign_files_stay(tmp_path: Path) -> None:
    build(tmp_path, file("old/deep/a.txt"), file("b.txt"))
    (tmp_path / "mine.txt").write_text("keep me")
    build(tmp_path, file("b.txt"))
    assert set(tree(tmp_path)) == {"b.txt", "mine.txt", "manifest.json"}
    assert not (tmp_path / "old").exists()


def test_folder_with_a_foreign_file_is_kept(tmp_path: Path) -> None:
    build(tmp_path, file("d/a.txt"))
    (tmp_path / "d" / "mine.txt").write_text("keep me")
    build(tmp_path)
    assert set(tree(tmp_path)) == {"d/mine.txt", "manifest.json"}


def test_a_file_that_no_build_wrote_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine\n")
    with pytest.raises(OutputError, match="was not written by an earlier build"):
        build(tmp_path, file("a.txt"))
    assert tree(tmp_path) == {"a.txt": "mine\n"}
    build(tmp_path, file("a.txt"), overwrite=True)
    assert tree(tmp_path)["a.txt"] == "text\n"


def test_a_file_with_the_wanted_text_is_adopted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text\n")
    build(tmp_path, file("a.txt"))
    assert "manifest.json" in tree(tmp_path)


@pytest.mark.parametrize(
    "path",
    ["../a", "/etc/a", "a/../../b", "a//../b", "a\\b", "con", "AUX.txt", "a.", "-rf", "a b", "é", "a/\x00", "a:b"],
)
def test_dangerous_paths_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError):
        build(tmp_path / "out", file(path))
    assert not (tmp_path / "out").exists()


def test_paths_that_differ_only_in_case_clash(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="claim one path"):
        build(tmp_path, file("A.txt"), file("a.txt"))


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "d").symlink_to(outside)
    with pytest.raises(OutputError, match="symbolic link"):
        build(out, file("d/a.txt"))
    (out / "e.txt").symlink_to(outside / "e.txt")
    with pytest.raises(OutputError, match="symbolic link"):
        build(out, file("e.txt"))
    assert tree(outside) == {}


def test_output_folder_itself_may_not_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    with pytest.raises(OutputError, match="symbolic link"):
        build(tmp_path / "out", file("a.txt"))


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        build(tmp_path, file("a.txt"))


def test_an_unreadable_manifest_removes_nothing(tmp_path: Path) -> None:
    build(tmp_path, file("a.txt"), file("b.txt"))
    (tmp_path / "manifest.json").write_text("<<<<<<< merge conflict")
    build(tmp_path, file("a.txt"))
    assert "b.txt" in tree(tmp_path)


def test_a_manifest_cannot_lead_outside(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, file("a.txt"))
    victim = tmp_path / "victim.txt"
    victim.write_text("safe")
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["outputs"]["../victim.txt"] = "0"
    (out / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(OutputError):
        build(out, file("a.txt"))
    assert victim.read_text() == "safe"


def test_check_ignores_files_that_are_not_committed(tmp_path: Path) -> None:
    files = (file("a.md"), file("a.html", committed=False))
    build(tmp_path, *files)
    (tmp_path / "a.html").unlink()
    changes = plan(tmp_path, files, Manifest.of("1", [], files), all_files=False)
    assert changes.is_empty


def test_nothing_stays_of_outputs_that_git_does_not_keep(tmp_path: Path) -> None:
    build(tmp_path, file("docs/a.md"), file("docs/a.html", committed=False))
    assert "docs/manifest.json" in tree(tmp_path)
    build(tmp_path, file("docs/a.md"))
    assert set(tree(tmp_path)) == {"docs/a.md", "manifest.json"}


def test_diff_shows_created_updated_and_removed(tmp_path: Path) -> None:
    build(tmp_path, file("a.txt", "one\n"), file("gone.txt", "bye\n"))
    files = (file("a.txt", "two\n"), file("new.txt", "hi"))
    changes = plan(tmp_path, files, Manifest.of("1", [], files))
    kinds = {str(item.path): change for change, item in changes.writes}
    assert kinds == {"a.txt": Change.UPDATE, "new.txt": Change.CREATE, "manifest.json": Change.UPDATE}
    diff = unified_diff(changes)
    assert "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-one\n+two\n" in diff
    assert "--- a/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\n" in diff
    assert "--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+hi\n\\ No newline at end of file\n" in diff


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, file("a.txt", "old\n"))
    before = tree(tmp_path)

    def fail(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OutputError, match="No space left"):
        build(tmp_path, file("a.txt", "new\n"))
    monkeypatch.undo()
    assert tree(tmp_path) == before


KILLED = """
import os, signal, sys
from pathlib import Path, PurePosixPath
from connectory.emit import OutputFile
from connectory.output import Manifest, apply, plan

out, point = Path(sys.argv[1]), sys.argv[2]
calls = 0
kill_at = int(point.split(":")[1])
real = Path.replace if point.startswith("move") else Path.write_bytes

def counted(self, *args):
    global calls
    calls += 1
    if calls > kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, *args)

setattr(Path, real.__name__, counted)
files = [OutputFile(PurePosixPath(f"{n}.txt"), "new\\n") for n in range(5)]
apply(plan(out, files, Manifest.of("1", [], files)))
"""


@pytest.mark.parametrize("point", ["stage:0", "stage:3", "move:0", "move:1", "move:3", "move:5"])
@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_a_killed_build_is_wholly_old_or_wholly_new_after_recovery(tmp_path: Path, point: str) -> None:
    out = tmp_path / "out"
    build(out, *(file(f"{n}.txt", "old\n") for n in range(4)), file("stale.txt", "old\n"))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(out), point], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert recover(out)
    left = tree(out)
    left.pop("manifest.json")
    old = {**{f"{n}.txt": "old\n" for n in range(4)}, "stale.txt": "old\n"}
    new = {f"{n}.txt": "new\n" for n in range(5)}
    assert left == (new if point.startswith("move") and point != "move:0" else old)
    assert not recover(out)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_one_writes_at_a_time(tmp_path: Path) -> None:
    told: list[str] = []

    def write() -> None:
        with alone(tmp_path / "out"):
            told.append("the other one")

    other = threading.Thread(target=write)
    with alone(tmp_path / "out"):
        other.start()
        other.join(0.2)
        told.append("the first")
    other.join(10)
    assert told == ["the first", "the other one"]
    assert not list((tmp_path / "out").iterdir())


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"), alone(tmp_path / "out"):
        pass
