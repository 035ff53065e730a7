"""Documents in and out: the Word form both ways, summaries and decision sheets, calendar files."""
