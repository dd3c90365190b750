"""The command line: face one."""
