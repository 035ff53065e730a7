"""Referral forms as they really arrive: what is written in them, the layouts they come in, how a reading is judged."""
