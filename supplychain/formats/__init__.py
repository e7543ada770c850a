"""Text forms of records: rows, CSV, tables for a terminal, the data package on disk."""
