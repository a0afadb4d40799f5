-- A change of an order stays on its page: no index holds what changes. Which orders are open is a table of its own.

-- Names compare by their bytes, as the program does; by the rules of a language they take several times as long.
ALTER TABLE journal ALTER COLUMN stream TYPE text COLLATE "C";
ALTER TABLE snapshots ALTER COLUMN stream TYPE text COLLATE "C";
ALTER TABLE orders
    ALTER COLUMN id TYPE text COLLATE "C",
    ALTER COLUMN account TYPE text COLLATE "C",
    ALTER COLUMN symbol TYPE text COLLATE "C",
    ALTER COLUMN client_order_id TYPE text COLLATE "C",
    SET (fillfactor = 60);
ALTER TABLE trades
    ALTER COLUMN id TYPE text COLLATE "C",
    ALTER COLUMN ticker TYPE text COLLATE "C",
    ALTER COLUMN taker_account TYPE text COLLATE "C",
    ALTER COLUMN maker_account TYPE text COLLATE "C";
ALTER TABLE fills
    ALTER COLUMN account TYPE text COLLATE "C",
    ALTER COLUMN symbol TYPE text COLLATE "C",
    ALTER COLUMN order_id TYPE text COLLATE "C",
    DROP CONSTRAINT fills_pkey,
    ADD PRIMARY KEY (order_id, number);
DROP INDEX fills_by_order;

-- The orders whose status is accepted or partially_filled, by their place.
CREATE TABLE open_orders (
    account text COLLATE "C" NOT NULL,
    symbol  text COLLATE "C" NOT NULL,
    place   bigint           NOT NULL,
    PRIMARY KEY (account, symbol, place)
);

INSERT INTO open_orders SELECT account, symbol, place FROM orders WHERE status IN ('accepted', 'partially_filled');

-- In which symbols an account ever had an order.
CREATE TABLE account_symbols (
    account text COLLATE "C" NOT NULL,
    symbol  text COLLATE "C" NOT NULL,
    PRIMARY KEY (account, symbol)
);

INSERT INTO account_symbols SELECT DISTINCT account, symbol FROM orders;

DROP INDEX orders_open;
DROP INDEX orders_account_symbols;

-- Trades are stored in the order of their time, so that a range of times is a range of pages.
DROP INDEX trades_by_ticker;
CREATE INDEX trades_by_time ON trades USING brin (created_at);
