-- The owner's note on an order; what an order is called and how far it trails since it was changed.
ALTER TABLE orders
    ADD COLUMN tag                      text COLLATE "C",
    ADD COLUMN trail                    numeric,
    ADD COLUMN earlier_client_order_ids text[] NOT NULL DEFAULT '{}';

-- Each client order id that an order had before the one in orders. An order that had none at first has null as the first of
-- orders.earlier_client_order_ids, and no row for it here.
CREATE TABLE earlier_client_order_ids (
    account         text COLLATE "C" NOT NULL,
    client_order_id text COLLATE "C" NOT NULL,
    order_id        text COLLATE "C" NOT NULL,
    PRIMARY KEY (account, client_order_id)
);
