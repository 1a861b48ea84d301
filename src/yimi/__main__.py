"""``python -m yimi``: the command that the launcher ends in."""

from yimi.cli import main

if __name__ == "__main__":
    main()
