-- The account's note on an order, how far it trails since it was changed, and the client order ids that changes gave it: the last of them is
-- the present one. client_order_id stays the id that it was entered under.
ALTER TABLE orders
    ADD COLUMN tag                    text COLLATE "C",
    ADD COLUMN trail                  numeric,
    ADD COLUMN later_client_order_ids text[] NOT NULL DEFAULT '{}';

-- Each of these ids: no change is made twice, and no two orders get one id.
CREATE TABLE later_client_order_ids (
    account         text COLLATE "C" NOT NULL,
    client_order_id text COLLATE "C" NOT NULL,
    order_id        text COLLATE "C" NOT NULL,
    PRIMARY KEY (account, client_order_id)
);
