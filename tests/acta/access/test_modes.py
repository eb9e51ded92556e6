"""What Acta writes is for its owner only, whatever the umask of who starts it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.acta.access.conftest import Place

from acta.config import Settings
from acta.orchestrate import USER, airflow_environment, new_password, password_file
from acta.store.access import loose_paths
from acta.store.version import check_data_version


def test_folders_are_0700_and_files_0600_although_the_umask_was_0(published: Place) -> None:
    loose = [
        f"{stat.S_IMODE(path.lstat().st_mode):o} {path}"
        for path in (published.data, *published.data.rglob("*"))
        if not path.is_symlink() and stat.S_IMODE(path.lstat().st_mode) & 0o077
    ]
    assert loose == []


def test_doctor_names_a_folder_that_others_may_read_and_how_to_close_it(settings: Settings) -> None:
    check_data_version(settings)
    assert loose_paths(settings) == []
    settings.data_dir.chmod(0o755)
    assert settings.data_dir in loose_paths(settings)
    settings.data_dir.chmod(0o711)  # others may pass to a published folder that is opened to them
    (settings.data_dir / "publish").mkdir(mode=0o755)
    (settings.data_dir / "version.json").chmod(0o600)
    assert loose_paths(settings) == []
    (settings.data_dir / "warc").mkdir()
    (settings.data_dir / "warc").chmod(0o750)
    assert loose_paths(settings) == [settings.data_dir / "warc"]


def test_doctor_says_it(published: Place, tmp_path: Path) -> None:
    open_place = Place(tmp_path, 1)
    open_place.data.mkdir()
    open_place.data.chmod(0o755)
    assert b"chmod -R go= " in open_place.run("doctor").stdout
    assert b"the data is its owner's only" in published.run("doctor").stdout


def test_airflow_has_one_user_whose_password_is_made_once_and_kept_from_others(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = new_password(settings)
    assert password and len(password) >= 20 and new_password(settings) is None
    assert password in password_file(settings).read_text()
    password_file(settings).chmod(0o644)
    new_password(settings)
    environment = airflow_environment(settings)
    assert environment["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS"] == "False"
    assert environment["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"] == f"{USER}:admin"
    for name in ("passwords.json", "jwt_secret"):
        assert stat.S_IMODE((settings.data_dir / "airflow" / name).stat().st_mode) == 0o600
