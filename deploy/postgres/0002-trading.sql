-- The journal is the truth; the other tables are written in the same transaction, for queries, Grafana and reports.

CREATE TABLE journal (
    stream   text   NOT NULL,
    sequence bigint NOT NULL CHECK (sequence > 0),
    payload  bytea  NOT NULL,
    PRIMARY KEY (stream, sequence)
);

-- A state to start from. It only saves time: the journal holds everything.
CREATE TABLE snapshots (
    stream   text        PRIMARY KEY,
    sequence bigint      NOT NULL,
    state    bytea       NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);

-- Quantities in shares or contracts, prices in currency, both as they stand now; "original" is what was asked.
CREATE TABLE orders (
    place                bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    id                   text        PRIMARY KEY,
    account              text        NOT NULL,
    symbol               text        NOT NULL,
    client_order_id      text,
    side                 text        NOT NULL,
    type                 text        NOT NULL,
    time_in_force        text        NOT NULL,
    quantity             numeric     NOT NULL,
    original_quantity    numeric     NOT NULL,
    limit_price          numeric,
    original_limit_price numeric,
    stop_price           numeric,
    original_stop_price  numeric,
    display_quantity     numeric,
    post_only            boolean     NOT NULL,
    self_trade           text        NOT NULL,
    expire_at            timestamptz,
    status               text        NOT NULL,
    filled_quantity      numeric     NOT NULL,
    filled_value         numeric     NOT NULL,
    remaining_quantity   numeric     NOT NULL,
    reject_reason        text,
    received_at          timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL
);

-- An account's own id of an order is used once.
CREATE UNIQUE INDEX orders_client_order_id ON orders (account, client_order_id) WHERE client_order_id IS NOT NULL;
CREATE INDEX orders_by_account ON orders (account, place);
CREATE INDEX orders_by_symbol ON orders (symbol, place);
CREATE INDEX orders_account_symbols ON orders (account, symbol);
CREATE INDEX orders_open ON orders (account, symbol, place) WHERE status IN ('accepted', 'partially_filled');

-- A trade; side is the taker's.
CREATE TABLE trades (
    place          bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    id             text        PRIMARY KEY,
    ticker         text        NOT NULL,
    side           text        NOT NULL,
    quantity       numeric     NOT NULL,
    price          numeric     NOT NULL,
    created_at     timestamptz NOT NULL,
    taker_order_id text        NOT NULL,
    taker_account  text        NOT NULL,
    maker_order_id text        NOT NULL,
    maker_account  text        NOT NULL
);

CREATE INDEX trades_by_ticker ON trades (ticker, created_at);
CREATE INDEX trades_by_ticker_place ON trades (ticker, place);
CREATE INDEX trades_by_taker ON trades (taker_account, place);
CREATE INDEX trades_by_maker ON trades (maker_account, place);

-- A trade as each of its two orders sees it; number counts an account's reports in a symbol.
CREATE TABLE fills (
    account   text        NOT NULL,
    symbol    text        NOT NULL,
    number    bigint      NOT NULL,
    order_id  text        NOT NULL,
    trade_id  text        NOT NULL,
    side      text        NOT NULL,
    quantity  numeric     NOT NULL,
    price     numeric     NOT NULL,
    liquidity text        NOT NULL,
    filled_at timestamptz NOT NULL,
    PRIMARY KEY (account, symbol, number)
);

CREATE INDEX fills_by_order ON fills (order_id);

-- As of each account's last checkpoint, a few seconds old at most while it trades.
CREATE TABLE accounts (
    account             text        PRIMARY KEY,
    cash                numeric     NOT NULL,
    start_of_day_equity numeric     NOT NULL,
    realized_pnl        numeric     NOT NULL,
    open_orders         integer     NOT NULL,
    updated_at          timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE positions (
    account      text        NOT NULL,
    symbol       text        NOT NULL,
    quantity     numeric     NOT NULL,
    avg_price    numeric     NOT NULL,
    open_cost    numeric     NOT NULL,
    realized_pnl numeric     NOT NULL,
    fees         numeric     NOT NULL,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, symbol)
);

CREATE TABLE incidents (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type        text        NOT NULL,
    severity    text        NOT NULL CHECK (severity IN ('SEV1', 'SEV2', 'SEV3', 'SEV4')),
    title       text        NOT NULL,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz
);
