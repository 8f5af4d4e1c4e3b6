"""`python -m iki_docgen` is `iki`."""

import sys


def run() -> None:
    """Run the program, which may be stopped with Ctrl-C while it is still being loaded."""
    try:
        from iki_docgen.cli import main  # noqa: PLC0415 - loading it takes a while
    except KeyboardInterrupt:
        sys.stderr.write("\nerror: stopped\n  help: nothing was done yet\n")
        sys.exit(130)  # as `Exit.STOPPED`, which is not loaded
    main()


if __name__ == "__main__":
    run()
