"""The processes of one machine: where they keep state, how they find the database, who serves."""
