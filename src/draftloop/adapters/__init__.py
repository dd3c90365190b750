"""The world: each module fills one port of `draftloop.loop.ports`."""
