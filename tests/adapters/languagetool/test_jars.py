"""Jars and Java: found where people have them, and what is wrong with them said in one sentence."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from draftloop.adapters.checkers.lt_jars import find_jars, find_java, size_of_jars
from draftloop.loop.errors import CheckerUnavailable
from tests.adapters.languagetool.stub import make_jars, make_java


def trouble(folder: Path) -> CheckerUnavailable:
    with pytest.raises(CheckerUnavailable) as caught:
        find_jars(str(folder), remedy="do this")
    return caught.value


def test_a_plain_folder_of_jars(tmp_path: Path) -> None:
    jars = find_jars(str(make_jars(tmp_path)), remedy="")
    assert (jars.version, jars.count, jars.languages) == ("6.8", 2, ())
    assert f"{tmp_path}/*" in jars.class_path.split(os.pathsep)


def test_the_folder_that_an_install_makes_knows_its_languages(tmp_path: Path) -> None:
    make_jars(tmp_path / "jars")
    (tmp_path / "languages.txt").write_text("en\nde\n")
    jars = find_jars(str(tmp_path), remedy="")
    assert jars.languages == ("en", "de")
    assert f"{tmp_path}/jars/*" in jars.class_path


def test_the_official_zip_has_its_libraries_in_a_folder_and_no_versions_in_names(tmp_path: Path) -> None:
    unpacked = tmp_path / "LanguageTool-6.6"
    make_jars(unpacked, "languagetool-server.jar", "libs/languagetool-core.jar")
    properties = "META-INF/maven/org.languagetool/languagetool-core/pom.properties"
    with zipfile.ZipFile(unpacked / "libs" / "languagetool-core.jar", "w") as jar:
        jar.writestr(properties, "artifactId=languagetool-core\nversion=6.6\n")
    for named in (unpacked, tmp_path):  # people name the folder they unpacked it in, too
        jars = find_jars(str(named), remedy="")
        assert jars.version == "6.6"
        assert jars.class_path.split(os.pathsep) == [f"{unpacked}", f"{unpacked}/*", f"{unpacked}/libs/*"]
    assert size_of_jars(str(tmp_path)) == size_of_jars(str(unpacked)) > 0


def test_jars_without_any_version_are_told_apart_by_their_file(tmp_path: Path) -> None:
    make_jars(tmp_path, "languagetool-server.jar")
    first = find_jars(str(tmp_path), remedy="").version
    os.utime(tmp_path / "languagetool-server.jar", (1, 1))
    assert find_jars(str(tmp_path), remedy="").version != first


def test_no_folder_no_jars_and_the_wrong_folder(tmp_path: Path) -> None:
    assert "no folder" in trouble(tmp_path / "none").reason
    assert "no languagetool-server.jar" in trouble(tmp_path).reason
    make_jars(tmp_path, "guava.jar", "my-languagetool-server.jar")
    assert trouble(tmp_path).remedy == "do this"


def test_a_broken_jar(tmp_path: Path) -> None:
    make_jars(tmp_path)
    (tmp_path / "languagetool-core-6.8.jar").write_bytes(b"cut off")
    assert "is broken" in trouble(tmp_path).reason


def test_a_folder_java_cannot_name(tmp_path: Path) -> None:
    assert "rename it" in trouble(make_jars(tmp_path / "a:b")).remedy


def test_java_on_the_path_and_in_java_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = make_java(tmp_path / "one")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(java.parent))
    assert find_java() == str(java)
    other = make_java(tmp_path / "other", version='java version "21" 2023-09-19 LTS')
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "other"))
    assert find_java() == str(other)


@pytest.mark.parametrize(
    ("version", "status", "said"),
    [
        ('java version "1.8.0_392"', 0, "is Java 8, which is too old"),
        ('openjdk version "11.0.21" 2023-10-17', 0, "is Java 11, which is too old"),
        ("Unable to locate a Java Runtime.", 1, "Unable to locate a Java Runtime."),
        ("something else", 0, "is no working Java"),
        ("", 0, "is no working Java"),
    ],
)
def test_a_java_that_does_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, status: int, said: str
) -> None:
    java = make_java(tmp_path, version=version, status=status)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(java.parent))
    with pytest.raises(CheckerUnavailable) as caught:
        find_java()
    assert said in caught.value.reason
    assert "17 or newer" in caught.value.remedy


def test_no_java_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CheckerUnavailable) as caught:
        find_java()
    assert "Java is not there" in caught.value.reason
