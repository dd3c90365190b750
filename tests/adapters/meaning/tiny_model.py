"""Models of one node for the runtime, made by hand: they load, and then are not what the reader needs.

The format is protocol buffers with the field numbers of onnx.proto.
"""

from __future__ import annotations

INT64 = 7


def _field(number: int, value: bytes | int | str) -> bytes:
    if isinstance(value, int):
        return bytes([number << 3, value])
    data = value.encode("ascii") if isinstance(value, str) else value
    return bytes([number << 3 | 2, len(data)]) + data


def _tensor(name: str) -> bytes:
    """A matrix of whole numbers, of any size."""
    shape = _field(1, b"") * 2
    return _field(1, name) + _field(2, _field(1, _field(1, INT64) + _field(2, shape)))


def _passing_on(inputs: tuple[str, ...]) -> bytes:
    """Gives its first input back."""
    node = _field(1, inputs[0]) + _field(2, "y") + _field(4, "Identity")
    graph = _field(1, node) + _field(2, "g")
    graph += b"".join(_field(11, _tensor(name)) for name in inputs) + _field(12, _tensor("y"))
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 13))


WITH_OTHER_INPUTS = _passing_on(("pixels",))
WITH_ANOTHER_SHAPE = _passing_on(("input_ids", "attention_mask"))
