"""What a printed contact list means here: its delegations, areas, posts and people, found again in what is recorded."""
