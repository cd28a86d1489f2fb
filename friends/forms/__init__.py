"""Forms of the contact list."""
