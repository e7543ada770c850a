"""`python -m supplychain` is the same as the command `supplychain`."""

from supplychain.cli import main

if __name__ == "__main__":
    main()
