"""Reading delegations, contact lists and areas out of plain text: text in, values out, no database."""
