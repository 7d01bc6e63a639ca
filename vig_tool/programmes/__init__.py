"""Programmes: data packs (scheme, goal kinds, limits) as typed models, their loader and validation."""
