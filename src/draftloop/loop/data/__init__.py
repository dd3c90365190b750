"""Vendored word lists as generated modules; their origin and licenses stand in NOTICES.md."""
