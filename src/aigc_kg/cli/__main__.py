"""`python -m aigc_kg.cli` is `aigc-kg`."""

from aigc_kg.cli import main

main()
