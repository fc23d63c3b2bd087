"""The interface kit: layout, navigation, components and charts that every page is made of."""
