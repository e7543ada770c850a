"""What people ask for, one module a request: fetch through a door of the store, think in the domain, answer with a record."""
