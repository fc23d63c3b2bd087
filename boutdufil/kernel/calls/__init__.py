"""The call: people in conversation, real or practised. It knows no queue and no money."""
