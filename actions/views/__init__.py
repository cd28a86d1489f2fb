"""Pages: today, records, action points, the demo."""
