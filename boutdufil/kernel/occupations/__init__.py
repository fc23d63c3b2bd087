"""Occupations and skills: job cards, titles, skills, official links and open doors."""
