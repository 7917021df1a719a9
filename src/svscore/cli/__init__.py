"""The command line: parse, build, call the library, render, exit.

Holds no arithmetic. Whatever is heavy is imported inside the command that needs it, so that
``--help`` stays quick.
"""
