"""The layout of folders, on a disk."""

import gc
import hashlib
import os
from pathlib import Path

import pytest
import yaml

from connectory.diagnostics import Diagnostics
from connectory.load import Tree, find_connectors, read_tree

FILE = "title: x\n"


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(FILE, encoding="utf-8")


def read(root: Path) -> tuple[Tree, list[str], list[str]]:
    found = Diagnostics()
    tree = read_tree(find_connectors(root / "specs", root, found), found)
    assert all(item.hint for item in found)
    return tree, [item.code.id for item in found], [item.span.file for item in found]


def test_everything_is_found_in_order(tmp_path: Path) -> None:
    write(tmp_path, *(f"specs/{name}/connector.yaml" for name in ("beta", "acme")))
    write(tmp_path, "specs/acme/schemas.yaml", "specs/acme/i18n/uk.yaml", "specs/acme/i18n/pt-BR.yaml")
    write(tmp_path, "specs/acme/orders/add.yaml", "specs/acme/contacts/get.yaml", "specs/acme/contacts/add.yaml")
    write(tmp_path, "specs/.DS_Store", "specs/acme/.swp", "specs/acme/contacts/.get.yaml.swp")
    tree, codes, _ = read(tmp_path)
    assert codes == []
    assert [files.id for files in tree.connectors] == ["acme", "beta"]
    acme = tree.connectors[0]
    assert [(action.resource, action.id) for action in acme.actions] == [
        ("contacts", "add"),
        ("contacts", "get"),
        ("orders", "add"),
    ]
    assert [file.path for file in acme.translations] == ["specs/acme/i18n/pt-BR.yaml", "specs/acme/i18n/uk.yaml"]
    assert acme.connector is not None
    assert acme.schemas is not None
    assert acme.schemas.node is not None
    assert acme.schemas.text == FILE
    assert [source.path for source in tree.sources] == sorted(file.path for file in tree.files)
    assert {source.sha256 for source in tree.sources} == {hashlib.sha256(FILE.encode()).hexdigest()}


def test_a_misnamed_file_is_read_as_what_it_should_be(tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yml", "specs/acme/contacts/Get-Contact.yaml")
    tree, codes, _ = read(tmp_path)
    assert sorted(codes) == ["S001", "S002"]
    assert tree.connectors[0].connector is not None
    assert [action.id for action in tree.connectors[0].actions] == ["get_contact"]


def test_a_misnamed_file_gives_way_to_one_with_that_name(tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yaml", "specs/acme/contacts/GET.yaml", "specs/acme/contacts/get.yaml")
    tree, codes, _ = read(tmp_path)
    assert codes == ["S002"]
    assert [action.file.path for action in tree.connectors[0].actions] == ["specs/acme/contacts/get.yaml"]


@pytest.mark.parametrize("name", ["class", "con", "nul", "lpt1", "__init__", "é", "a b", "-x", "1st", "x" * 65, "a__b"])
def test_names_that_cannot_be_used_get_a_proposal_that_can(name: str, tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yaml", f"specs/acme/things/{name}.yaml")
    found = Diagnostics()
    tree = read_tree(find_connectors(tmp_path / "specs", tmp_path, found), found)
    assert [item.code.id for item in found] == ["S002"]
    proposal = tree.connectors[0].actions[0].id
    assert f"`{proposal}.yaml`" in str(next(iter(found)).hint)
    (tmp_path / f"specs/acme/things/{name}.yaml").rename(tmp_path / f"specs/acme/things/{proposal}.yaml")
    assert read(tmp_path)[1] == []


def test_translations_are_named_by_their_language(tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yaml", "specs/acme/i18n/english.yaml", "specs/acme/i18n/zh-Hant-TW.yaml")
    tree, codes, files = read(tmp_path)
    assert (codes, files) == (["S002"], ["specs/acme/i18n/english.yaml"])
    assert len(tree.connectors[0].translations) == 2


def test_links_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/get.yaml", "specs/acme/connector.yaml")
    (tmp_path / "specs/acme/schemas.yaml").symlink_to(tmp_path / "elsewhere/get.yaml")
    (tmp_path / "specs/acme/contacts").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    tree, codes, _ = read(tmp_path)
    assert codes == ["S003", "S003"]
    assert tree.connectors[0].schemas is None
    assert tree.connectors[0].actions == ()


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yaml", "specs/acme/contacts/get.yaml")
    os.mkfifo(tmp_path / "specs/acme/contacts/pipe.yaml")
    assert read(tmp_path)[1] == ["S005"]


def test_what_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "specs/acme/connector.yaml", "specs/acme/contacts/get.yaml")

    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    tree, codes, files = read(tmp_path)
    assert codes == ["S005", "S005"]
    assert files == ["specs/acme/connector.yaml", "specs/acme/contacts/get.yaml"]
    assert [action.file.node for action in tree.connectors[0].actions] == [None]


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yaml")
    comment = "#" * 1023 + "\n"
    (tmp_path / "specs/acme/schemas.yaml").write_text(comment * 1023 + "a: 1" + " " * 1019 + "\n", encoding="utf-8")
    assert read(tmp_path)[1] == []
    (tmp_path / "specs/acme/schemas.yaml").write_text(comment * 1024 + "a: 1\n", encoding="utf-8")
    tree, codes, _ = read(tmp_path)
    assert codes == ["Y002"]
    assert tree.connectors[0].schemas is not None
    assert tree.connectors[0].schemas.node is None


def test_a_name_that_is_not_utf_8_can_be_printed(tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yaml")
    name = os.fsdecode(b"\xff.yaml")
    try:
        write(tmp_path, f"specs/acme/contacts/{name}")
    except OSError:
        pytest.skip("this system has no such names")
    found = Diagnostics()
    read_tree(find_connectors(tmp_path / "specs", tmp_path, found), found)
    assert [item.span.file for item in found] == ["specs/acme/contacts/\ufffd.yaml"]
    "".join(f"{item.message}{item.hint}" for item in found).encode()


def test_a_dot_does_not_hide_a_spec(tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yaml", "specs/acme/contacts/.get.yaml", "specs/acme/contacts/...yaml")
    write(tmp_path, "specs/acme/contacts/.#get.yaml", "specs/acme/contacts/._get.yaml")
    assert read(tmp_path)[1] == ["S002", "S002"]


def test_without_libyaml_nothing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "specs/acme/connector.yaml")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    tree, codes, _ = read(tmp_path)
    assert (tree.files, codes) == ((), ["S007"])


def test_collection_of_garbage_goes_on_after_reading(tmp_path: Path) -> None:
    write(tmp_path, "specs/acme/connector.yaml")
    read(tmp_path)
    assert gc.isenabled()


def test_no_folder_is_no_connector(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    assert read(tmp_path)[1:] == (["S006"], ["specs"])
