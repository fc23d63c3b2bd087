"""An open quiz lets through more than its stage takes; they confirm in a room."""

# Of two who confirm for each place, one may fail or stay away and the place is still given. What
# rules meant that were declared before they could say otherwise.
CONFIRMED_PER_PLACE = 2
MOST_CONFIRMED_PER_PLACE = 10
