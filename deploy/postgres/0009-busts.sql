-- What became of a trade after it was made: two people busted it, or gave it another price. The columns before say how it was made.
ALTER TABLE trades
    ADD COLUMN busted_at       timestamptz,
    ADD COLUMN corrected_price numeric;
