"""LanguageTool's jars in a folder, and the Java that runs them: found and looked at, nothing is started.

Three layouts are known: what `draftloop languagetool install` makes (a folder `jars`), the official zip
(`languagetool-server.jar` beside `libs/`), and a plain folder of jars.
"""

from __future__ import annotations

import glob
import os
import re
import zipfile
import zlib
from dataclasses import dataclass

from draftloop.adapters.run import find_program, run
from draftloop.loop.errors import CheckerUnavailable, ToolMissing

NAME = "languagetool"
LEAST_JAVA = 17
LANGUAGES_FILE = "languages.txt"
"""What an installed folder was made for: some jars are there only because the server asks for them."""
INSTALL = "draftloop languagetool install"
_JAVA_REMEDY = (
    f"install a Java of version {LEAST_JAVA} or newer (Debian, Ubuntu: apt install default-jre-headless)"
)
_SERVER_JAR = re.compile(r"languagetool-(server|standalone)(-\d[\w.-]*)?\.jar\Z")
_CORE_PROPERTIES = "META-INF/maven/org.languagetool/languagetool-core/pom.properties"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jars:
    """What a server is started from."""

    folder: str
    class_path: str
    version: str
    languages: tuple[str, ...] = ()
    """Codes such as "en"; empty: whatever the jars know."""
    count: int = 0


def find_jars(folder: str, *, remedy: str) -> Jars:
    """The jars in a folder.

    Args:
        folder: As the user named it, or where ours are.
        remedy: What to do when they are not there.

    Raises:
        CheckerUnavailable: there is no such folder, no server in it, or a jar is broken.
    """
    if not os.path.isdir(folder):
        raise CheckerUnavailable(NAME, f"it is not there: no folder {folder}", remedy)
    place = next((one for one in _places(folder) if _has_server(one)), None)
    if place is None:
        raise CheckerUnavailable(NAME, f"there is no languagetool-server.jar in {folder}", remedy)
    if os.pathsep in place:
        raise CheckerUnavailable(
            NAME, f"Java cannot use the folder {place}: {os.pathsep!r} in it", "rename it"
        )
    libraries = os.path.join(place, "libs")
    jars = [*_jars_in(place), *_jars_in(libraries)]
    parts = [
        place,
        os.path.join(place, "*"),
        *([os.path.join(libraries, "*")] if os.path.isdir(libraries) else []),
    ]
    return Jars(
        folder=folder,
        class_path=os.pathsep.join(parts),
        version=_version(jars, remedy),
        languages=_languages(folder),
        count=len(jars),
    )


def find_java() -> str:
    """The path of a Java that is new enough: $JAVA_HOME's, else the one on PATH.

    Raises:
        CheckerUnavailable: there is none, or it is too old or does not run.
    """
    home = os.environ.get("JAVA_HOME", "")
    own = os.path.join(home, "bin", "java") if os.path.isabs(home) else ""
    java = own if own and os.access(own, os.X_OK) else find_program("java")
    if java is None:
        raise CheckerUnavailable(NAME, "Java is not there, which its server needs", _JAVA_REMEDY)
    version = java_version(java)
    if version < LEAST_JAVA:
        raise CheckerUnavailable(NAME, f"{java} is Java {version}, which is too old", _JAVA_REMEDY)
    return java


def java_version(java: str) -> int:
    """The major version of a Java, 8 for "1.8".

    Raises:
        CheckerUnavailable: it does not say.
    """
    try:
        result = run([java, "-version"], cwd="/", timeout_s=20.0)
    except ToolMissing as problem:
        raise CheckerUnavailable(NAME, f"{java} {problem.reason}", _JAVA_REMEDY) from problem
    said = (result.stderr + result.stdout).decode("utf-8", "replace")
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if not result.is_ok or found is None:
        # On macOS a stub without a Java behind it says so in many words.
        reason = result.complaint[:120] or f"it ended with status {result.status}"
        raise CheckerUnavailable(NAME, f"{java} is no working Java: {reason}", _JAVA_REMEDY)
    return int(found[1])


def size_of_jars(folder: str) -> int:
    """Bytes of the jars in any of the layouts."""
    files = [
        jar for place in _places(folder) for jar in (*_jars_in(place), *_jars_in(os.path.join(place, "libs")))
    ]
    return sum(os.path.getsize(jar) for jar in set(files) if os.path.isfile(jar))


def _places(folder: str) -> list[str]:
    """Where the server's jar may be: a zip is often unpacked one folder deeper than it is named."""
    below = [
        one
        for one in sorted(glob.glob("LanguageTool-*", root_dir=folder))
        if os.path.isdir(os.path.join(folder, one))
    ]
    return [folder, os.path.join(folder, "jars"), *(os.path.join(folder, one) for one in below[-1:])]


def _jars_in(folder: str) -> list[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names if name.endswith(".jar")]


def _has_server(folder: str) -> bool:
    jars = [*_jars_in(folder), *_jars_in(os.path.join(folder, "libs"))]
    return any(_SERVER_JAR.match(os.path.basename(jar)) for jar in jars)


def _version(jars: list[str], remedy: str) -> str:
    """Of the core: its jar's own word, for the official zip's names carry no version."""
    core = next((jar for jar in jars if os.path.basename(jar).startswith("languagetool-core")), None)
    core = core or next(jar for jar in jars if _SERVER_JAR.match(os.path.basename(jar)))
    try:
        with zipfile.ZipFile(core) as archive:
            said = archive.read(_CORE_PROPERTIES).decode("utf-8", "replace")
    except KeyError:
        said = ""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as problem:
        raise CheckerUnavailable(NAME, f"{core} is broken", remedy) from problem
    found = re.search(r"^version=(\S+)", said, re.MULTILINE) or re.search(r"-(\d[\w.]*)\.jar\Z", core)
    if found:
        return found[1]
    stat = os.stat(core)
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def _languages(folder: str) -> tuple[str, ...]:
    try:
        with open(os.path.join(folder, LANGUAGES_FILE), encoding="utf-8") as file:
            return tuple(file.read(10_000).split())
    except (OSError, UnicodeDecodeError):
        return ()
