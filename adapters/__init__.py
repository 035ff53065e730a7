"""Translations between the product and the world outside; nothing else."""
