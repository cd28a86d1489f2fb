"""Pages: the desk, the review, the public record."""
