"""`python -m reportbuilder`: the command line."""

from reportbuilder.cli import main

if __name__ == "__main__":
    main()
