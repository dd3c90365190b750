"""Two names change places in one step, so that what a replacement replaced can still be looked at.

A check before `rename` leaves a moment in which another program's save would be lost. After an exchange its
bytes stand under the temporary name, and one more exchange puts them back.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys

_RENAME_EXCHANGE = 2
"""linux/fs.h; `RENAME_SWAP` of macOS has the same value."""
_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)


def exchange(folder: int, one: str, other: str) -> bool:
    """Let two files of the folder (a descriptor) change names; False where the system does not know how.

    Raises:
        OSError: it knows how, and failed.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    call = getattr(libc, "renameatx_np" if sys.platform == "darwin" else "renameat2", None)
    if call is None:
        return False
    if call(folder, os.fsencode(one), folder, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), one)
