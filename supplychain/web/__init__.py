"""The site: pages in English and German, the same answers as JSON and CSV, and the addresses that machines ask for."""
