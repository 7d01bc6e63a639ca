"""The library: models by area, migrations, opening, check, trail. The only place that speaks SQL."""
