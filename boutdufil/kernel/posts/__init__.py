"""The ledger of needs and posts: one source for every figure of posts."""
