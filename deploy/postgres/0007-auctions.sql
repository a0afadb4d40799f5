-- A trade that was made when an auction ended: neither order took, and the buy order stands as the taker. The liquidity of its fills is
-- 'auction'.
ALTER TABLE trades ADD COLUMN auction boolean NOT NULL DEFAULT false;
