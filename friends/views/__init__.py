"""Pages of the contact list, and the door of every link."""
