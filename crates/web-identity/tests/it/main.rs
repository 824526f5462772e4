//! Hostile tokens, and providers that answer badly or not at all.
