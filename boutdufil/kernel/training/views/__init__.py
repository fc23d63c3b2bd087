"""Pages of trainings, by who opens them."""
