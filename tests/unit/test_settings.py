"""`[tool.connectory]`: defaults, and what is refused."""

from pathlib import Path

import pytest

from connectory.settings import SettingsError, read_settings


def test_defaults_without_a_file(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert settings.specs == tmp_path / "specs"
    assert settings.output == tmp_path / "generated"
    assert settings.package == "connectory_clients"


def test_values_from_the_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.connectory]\nspecs = "s"\noutput = "a/b"\npackage = "mine"\n')
    settings = read_settings(tmp_path)
    assert (settings.specs, settings.output, settings.package) == (tmp_path / "s", tmp_path / "a/b", "mine")


def test_the_address_of_a_site_ends_with_a_slash(tmp_path: Path) -> None:
    assert read_settings(tmp_path).site_url is None
    for text in ("https://a.example", "https://a.example/", "https://a.example//"):
        (tmp_path / "pyproject.toml").write_text(f'[tool.connectory]\nsite_url = "{text}"\n')
        assert read_settings(tmp_path).site_url == "https://a.example/"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.connectory\n", "cannot be read"),
        ("[tool]\nconnectory = 3\n", "must be a table"),
        ('[tool.connectory]\nout = "x"\n', "has no key 'out'"),
        ('[tool.connectory]\noutput = "../x"\n', "must lie below"),
        ('[tool.connectory]\noutput = "/tmp"\n', "must lie below"),
        ('[tool.connectory]\noutput = "."\n', "must lie below"),
        ("[tool.connectory]\nspecs = 1\n", "must be a folder's name"),
        ('[tool.connectory]\npackage = "os; import x"\n', "plain Python name"),
        ('[tool.connectory]\npackage = "Mine"\n', "plain Python name"),
        ('[tool.connectory]\npackage = "class"\n', "plain Python name"),
        ('[tool.connectory]\npackage = "json"\n', "another package has this name"),
        ('[tool.connectory]\npackage = "connectory_runtime"\n', "another package has this name"),
        ('[tool.connectory]\noutput = "specs"\n', "two folders"),
        ('[tool.connectory]\noutput = "specs/gen"\n', "two folders"),
        ('[tool.connectory]\noutput = "a"\nspecs = "a/b"\n', "two folders"),
        ('[tool.connectory]\nlanguages = "en"\n', "must be a list of codes"),
        ('[tool.connectory]\nsite_url = "docs.example.com"\n', "must be an address"),
        ('[tool.connectory]\nsite_url = "javascript:alert(1)"\n', "must be an address"),
        ('[tool.connectory]\nsite_url = "https://[docs.example.com"\n', "must be an address"),
        ('[tool.connectory]\nsite_url = "https://me:secret@docs.example.com"\n', "must be an address"),
        ("[tool.connectory]\nsite_url = 1\n", "must be an address"),
    ],
)
def test_wrong_settings_say_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(SettingsError, match=message):
        read_settings(tmp_path)
