"""Ailments: complaints that people come with and no article is about."""
