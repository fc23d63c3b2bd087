"""What the room goes by, without its tables: its law, its clock, its codes, its drafts."""
