"""Adapters made when they are first wanted: their libraries load then, not when the program starts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast

T = TypeVar("T")


class _Lazy:
    """Stands in for an adapter until one of its methods is wanted: its library loads then, not at start."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._made: object = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)


def lazily(make: Callable[[], T]) -> T:
    """What `make` gives, made when one of its methods is first wanted."""
    return cast("T", _Lazy(make))


class LazyMap(Mapping[str, T]):
    """A mapping whose values are made when first asked for, once, whichever thread asks."""

    def __init__(self, makers: Mapping[str, Callable[[], T]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, T] = {}
        self._lock = threading.Lock()

    def __getitem__(self, key: str) -> T:
        with self._lock:
            if key not in self._made:
                self._made[key] = self._makers[key]()
            return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def made(self) -> list[T]:
        """Those that exist: what has to be closed at the end."""
        return list(self._made.values())
