"""One module per kind of site; each turns a post into files, purely."""
