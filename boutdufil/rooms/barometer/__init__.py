"""The barometer: what the trade is, measured by survey, quoted with its source."""
