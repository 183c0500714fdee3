"""`python -m reportbuilder`: the command line."""

from reportbuilder.cli.start import main

if __name__ == "__main__":
    main()
