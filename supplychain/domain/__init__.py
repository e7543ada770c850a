"""What the field knows: words, values, records, trace, evidence, gaps. Pure: no database, no request, no clock."""
