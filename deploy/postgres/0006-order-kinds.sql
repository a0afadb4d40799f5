-- What orders ask for since they can trail, wait for a touch, have exits and reduce only. Null where an order does not ask for it;
-- orders that were stored before asked for none of it.
ALTER TABLE orders
    ADD COLUMN notional          numeric,
    ADD COLUMN trail_price       numeric,
    ADD COLUMN trail_percent     numeric,
    ADD COLUMN trigger_price     text    NOT NULL DEFAULT 'last',
    ADD COLUMN max_slippage      numeric,
    ADD COLUMN min_quantity      numeric,
    ADD COLUMN reduce_only       boolean NOT NULL DEFAULT false,
    ADD COLUMN order_class       text    NOT NULL DEFAULT 'simple',
    ADD COLUMN take_profit_price numeric,
    ADD COLUMN stop_loss_price   numeric,
    ADD COLUMN stop_loss_limit   numeric;
