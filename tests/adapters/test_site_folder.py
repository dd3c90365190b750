"""The site's folder: atomic, idempotent, and never left."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from draftloop.adapters.site_folder import OutsideSite, SiteFolderOnDisk
from draftloop.loop.errors import CannotWrite, ChangedOnDisk, NotFound


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "blog"
    folder.mkdir()
    (tmp_path / "work").mkdir()
    return folder


@pytest.fixture
def sites(tmp_path: Path, site: Path) -> SiteFolderOnDisk:
    return SiteFolderOnDisk(str(tmp_path / "work"))


def test_a_root_is_found_from_the_workspace(sites: SiteFolderOnDisk, site: Path) -> None:
    assert sites.resolve("../blog") == os.path.realpath(site)
    with pytest.raises(NotFound):
        sites.resolve("../blgo")
    assert not (site.parent / "blgo").exists()


def test_a_file_is_written_read_and_removed_with_its_folders(sites: SiteFolderOnDisk, site: Path) -> None:
    root = str(site)
    assert sites.read(root, "a/b/index.md") is None
    sites.write(root, "a/b/index.md", b"one", found=None)
    (site / "a" / "other.md").write_text("stays")
    sites.write(root, "a/b/index.md", b"two", found=b"one")
    assert sites.read(root, "a/b/index.md") == b"two"
    sites.remove(root, "a/b/index.md", found=b"two")
    assert [path.name for path in site.rglob("*")] == ["a", "other.md"]
    sites.remove(root, "a/b/index.md", found=b"two")
    sites.remove(root, "a/other.md", found=b"stays")
    assert list(site.iterdir()) == []


def test_an_existing_file_keeps_its_mode_and_leaves_no_droppings(sites: SiteFolderOnDisk, site: Path) -> None:
    (site / "x.md").write_text("old")
    (site / "x.md").chmod(0o640)
    sites.write(str(site), "x.md", b"new", found=b"old")
    assert stat.S_IMODE((site / "x.md").stat().st_mode) == 0o640
    assert os.listdir(site) == ["x.md"]


@pytest.mark.parametrize(
    "path", ["../x.md", "/x.md", "a/../../x.md", "", "a//b", "./x", "a\\..\\x", "a\0b", ".."]
)
def test_paths_that_lead_out_are_refused(sites: SiteFolderOnDisk, site: Path, path: str) -> None:
    for act in (
        sites.read,
        lambda root, path: sites.remove(root, path, found=b"x"),
        lambda root, path: sites.write(root, path, b"x", found=None),
    ):
        with pytest.raises(OutsideSite):
            act(str(site), path)
    assert list(site.parent.rglob("x*")) == []


@pytest.mark.parametrize("path", ["link/x.md", "link.md", "deep/er/link/x.md"])
def test_links_are_not_followed(sites: SiteFolderOnDisk, site: Path, path: str) -> None:
    outside = site.parent / "outside"
    outside.mkdir()
    (outside / "x.md").write_text("theirs")
    (site / "deep" / "er").mkdir(parents=True)
    for folder in (site, site / "deep" / "er"):
        (folder / "link").symlink_to(outside)
    (site / "link.md").symlink_to(outside / "x.md")
    for act in (sites.read, lambda root, path: sites.write(root, path, b"ours", found=b"theirs")):
        with pytest.raises(OutsideSite):
            act(str(site), path)
    assert (outside / "x.md").read_text() == "theirs"
    assert os.listdir(outside) == ["x.md"]


def test_what_is_no_file_is_refused_without_waiting(sites: SiteFolderOnDisk, site: Path) -> None:
    (site / "folder.md").mkdir()
    os.mkfifo(site / "pipe.md")
    for name in ("folder.md", "pipe.md"):
        with pytest.raises(OutsideSite):
            sites.read(str(site), name)
        with pytest.raises(OutsideSite):
            sites.write(str(site), name, b"x", found=None)


def test_a_root_that_vanished_is_named(sites: SiteFolderOnDisk, site: Path) -> None:
    site.rmdir()
    with pytest.raises(CannotWrite):
        sites.write(str(site), "a.md", b"x", found=None)
    assert sites.read(str(site), "a.md") is None


def test_a_write_that_fails_leaves_the_old_file(
    sites: SiteFolderOnDisk, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites.write(str(site), "a.md", b"old", found=None)

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(CannotWrite):
            sites.write(str(site), "a.md", b"new", found=b"old")
    assert sites.read(str(site), "a.md") == b"old"
    assert os.listdir(site) == ["a.md"]


@pytest.mark.parametrize("before", [None, b"as it was judged"])
def test_what_somebody_wrote_into_the_site_meanwhile_stays(
    sites: SiteFolderOnDisk, site: Path, before: bytes | None
) -> None:
    (site / "a.md").write_bytes(b"theirs")
    with pytest.raises(ChangedOnDisk):
        sites.write(str(site), "a.md", b"ours", found=before)
    with pytest.raises(ChangedOnDisk):
        sites.remove(str(site), "a.md", found=b"as it was judged")
    assert (os.listdir(site), sites.read(str(site), "a.md")) == (["a.md"], b"theirs")
