
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE FUNCTION public.accept_loss(loss bigint, who text, why text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF coalesce(trim(who), '') = '' OR coalesce(trim(why), '') = '' THEN RAISE 'a name and a reason are needed'; END IF;
    UPDATE losses SET accepted_by = trim(who), accepted_at = now(), reason = trim(why)
    WHERE id = loss AND approved_at IS NULL;
    IF NOT FOUND THEN RAISE 'there is no open loss %', loss; END IF;
END $$;

CREATE FUNCTION public.approve_loss(loss bigint, who text) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    first_person text;
BEGIN
    SELECT accepted_by INTO first_person FROM losses WHERE id = loss AND approved_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN RAISE 'there is no open loss %', loss; END IF;
    IF first_person IS NULL THEN RAISE 'loss % must be accepted first', loss; END IF;
    IF coalesce(trim(who), '') = '' THEN RAISE 'a name is needed'; END IF;
    IF lower(first_person) = lower(trim(who)) THEN RAISE 'loss % must be approved by a second person', loss; END IF;
    UPDATE losses SET approved_by = trim(who), approved_at = now() WHERE id = loss;
    -- A snapshot that was saved before the loss was found may hold what is gone. The journal has all but high-water marks.
    DELETE FROM snapshots s
    WHERE s.stream LIKE 'account/%'
        OR NOT EXISTS (SELECT FROM journal j WHERE j.stream = s.stream AND j.sequence = s.sequence);
END $$;

CREATE FUNCTION public.require_whole_journal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    broken record;
BEGIN
    IF EXISTS (SELECT FROM losses WHERE approved_at IS NULL) THEN
        RAISE 'acknowledged records are gone, and their loss is not accepted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_without_open_loss';
    END IF;
    SELECT a.stream, a.first INTO broken
    FROM (SELECT stream, min(sequence) AS first, max(sequence) AS last, count(*) AS records FROM added GROUP BY stream) a
        LEFT JOIN journal before ON before.stream = a.stream AND before.sequence = a.first - 1
    WHERE a.last - a.first + 1 <> a.records OR (a.first > 1 AND before.stream IS NULL);
    IF FOUND THEN
        RAISE 'record % is not stored without the one before it', broken.first
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_without_gaps';
    END IF;
    RETURN NULL;
END $$;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.account_symbols (
    account text NOT NULL COLLATE pg_catalog."C",
    symbol text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.accounts (
    account text NOT NULL,
    cash numeric NOT NULL,
    start_of_day_equity numeric NOT NULL,
    realized_pnl numeric NOT NULL,
    open_orders integer NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.fills (
    account text NOT NULL COLLATE pg_catalog."C",
    symbol text NOT NULL COLLATE pg_catalog."C",
    number bigint NOT NULL,
    order_id text NOT NULL COLLATE pg_catalog."C",
    trade_id text NOT NULL,
    side text NOT NULL,
    quantity numeric NOT NULL,
    price numeric NOT NULL,
    liquidity text NOT NULL,
    filled_at timestamp with time zone NOT NULL
);

CREATE TABLE public.incident_steps (
    incident bigint NOT NULL,
    status text NOT NULL,
    at timestamp with time zone NOT NULL,
    who text NOT NULL,
    note text,
    CONSTRAINT incident_steps_status_check CHECK ((status = ANY (ARRAY['open'::text, 'acknowledged'::text, 'resolved'::text])))
);

CREATE TABLE public.incidents (
    id bigint NOT NULL,
    type text NOT NULL,
    severity text NOT NULL,
    status text NOT NULL,
    title text NOT NULL,
    detail text,
    source text NOT NULL,
    dedup_key text,
    opened_at timestamp with time zone NOT NULL,
    acknowledged_at timestamp with time zone,
    resolved_at timestamp with time zone,
    CONSTRAINT incidents_severity_check CHECK ((severity = ANY (ARRAY['SEV1'::text, 'SEV2'::text, 'SEV3'::text, 'SEV4'::text]))),
    CONSTRAINT incidents_status_check CHECK ((status = ANY (ARRAY['open'::text, 'acknowledged'::text, 'resolved'::text])))
);

CREATE TABLE public.journal (
    stream text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    payload bytea NOT NULL,
    CONSTRAINT journal_sequence_check CHECK ((sequence > 0))
);

CREATE TABLE public.losses (
    id bigint NOT NULL,
    found_at timestamp with time zone DEFAULT now() NOT NULL,
    found_by text NOT NULL,
    accepted_by text,
    accepted_at timestamp with time zone,
    reason text,
    approved_by text,
    approved_at timestamp with time zone
);

ALTER TABLE public.losses ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.losses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.lost_orders (
    loss bigint NOT NULL,
    order_id text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.lost_records (
    loss bigint NOT NULL,
    stream text NOT NULL COLLATE pg_catalog."C",
    first bigint NOT NULL,
    last bigint NOT NULL
);

CREATE TABLE public.open_orders (
    account text NOT NULL COLLATE pg_catalog."C",
    symbol text NOT NULL COLLATE pg_catalog."C",
    place bigint NOT NULL
);

CREATE TABLE public.orders (
    place bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    symbol text NOT NULL COLLATE pg_catalog."C",
    client_order_id text COLLATE pg_catalog."C",
    side text NOT NULL,
    type text NOT NULL,
    time_in_force text NOT NULL,
    quantity numeric NOT NULL,
    original_quantity numeric NOT NULL,
    limit_price numeric,
    original_limit_price numeric,
    stop_price numeric,
    original_stop_price numeric,
    display_quantity numeric,
    post_only boolean NOT NULL,
    self_trade text NOT NULL,
    expire_at timestamp with time zone,
    status text NOT NULL,
    filled_quantity numeric NOT NULL,
    filled_value numeric NOT NULL,
    remaining_quantity numeric NOT NULL,
    reject_reason text,
    received_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL
)
WITH (fillfactor='60');

ALTER TABLE public.orders ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.orders_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.orleans_membership (
    deployment_id character varying(150) NOT NULL,
    address character varying(45) NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name character varying(150) NOT NULL,
    host_name character varying(150) NOT NULL,
    status integer NOT NULL,
    proxy_port integer,
    suspect_times character varying(8000),
    start_time timestamp(3) with time zone NOT NULL,
    i_am_alive_time timestamp(3) with time zone NOT NULL
);

CREATE TABLE public.orleans_membership_version (
    deployment_id character varying(150) NOT NULL,
    version integer DEFAULT 0 NOT NULL,
    changed_at timestamp(3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.orleans_reminders (
    service_id character varying(150) NOT NULL,
    grain_id character varying(150) NOT NULL,
    reminder_name character varying(150) NOT NULL,
    start_time timestamp(3) with time zone NOT NULL,
    period bigint NOT NULL,
    grain_hash integer NOT NULL,
    version integer DEFAULT 0 NOT NULL
);

CREATE TABLE public.orleans_storage (
    service_id character varying(150) NOT NULL,
    grain_type character varying(512) NOT NULL,
    grain_id_n0 bigint NOT NULL,
    grain_id_n1 bigint NOT NULL,
    grain_id_ext character varying(512) DEFAULT ''::character varying NOT NULL,
    payload bytea,
    modified_on timestamp with time zone DEFAULT now() NOT NULL,
    version integer NOT NULL
);

CREATE TABLE public.orleansquery (
    querykey character varying(64) NOT NULL,
    querytext character varying(8000) NOT NULL
);

CREATE TABLE public.positions (
    account text NOT NULL,
    symbol text NOT NULL,
    quantity numeric NOT NULL,
    avg_price numeric NOT NULL,
    open_cost numeric NOT NULL,
    realized_pnl numeric NOT NULL,
    fees numeric NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.schema_version (
    version integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.snapshots (
    stream text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    state bytea NOT NULL,
    saved_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.trades (
    place bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    ticker text NOT NULL COLLATE pg_catalog."C",
    side text NOT NULL,
    quantity numeric NOT NULL,
    price numeric NOT NULL,
    created_at timestamp with time zone NOT NULL,
    taker_order_id text NOT NULL,
    taker_account text NOT NULL COLLATE pg_catalog."C",
    maker_order_id text NOT NULL,
    maker_account text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE public.trades ALTER COLUMN place ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.trades_place_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

INSERT INTO public.account_symbols VALUES ('maker', 'AAPL');
INSERT INTO public.account_symbols VALUES ('taker', 'AAPL');
INSERT INTO public.account_symbols VALUES ('taker', 'MSFT');

INSERT INTO public.accounts VALUES ('maker', 1180000.00, 1000000, 0.00, 5, '2026-11-30 00:34:31.747082+00');
INSERT INTO public.accounts VALUES ('taker', 820000.00, 1000000, 0.00, 1, '2026-11-30 00:34:32.995887+00');

INSERT INTO public.fills VALUES ('taker', 'AAPL', 2, 'AAPL-6', 'AAPL-6-1', 'buy', 1000, 180.00, 'taker', '2026-11-30 00:34:31.036479+00');
INSERT INTO public.fills VALUES ('maker', 'AAPL', 6, 'AAPL-1', 'AAPL-6-1', 'sell', 1000, 180.00, 'maker', '2026-11-30 00:34:31.036479+00');

INSERT INTO public.incident_steps VALUES (1, 'open', '2026-11-30 00:34:31.22462+00', 'local', NULL);

INSERT INTO public.incidents VALUES (1, 'other', 'SEV4', 'open', 'drill', NULL, 'local', NULL, '2026-11-30 00:34:31.22462+00', NULL, NULL);

INSERT INTO public.journal VALUES ('register', 1, '\x7b2273657175656e6365223a312c2274696d65223a313739353939383836393734363238312c226163636f756e74223a226d616b6572222c226163746f72223a7b226e616d65223a226c6f63616c222c2261646472657373223a223132372e302e302e31227d7d');
INSERT INTO public.journal VALUES ('account/maker', 1, '\x7b2273657175656e6365223a312c2274696d65223a313739353939383836393836353139322c226b696e64223a224f70656e6564222c226163746f72223a7b226e616d65223a226c6f63616c222c2261646472657373223a223132372e302e302e31227d2c22616d6f756e74223a313030303030302c22646179223a22323032362d31312d3330222c226c696d697473223a7b226c65766572616765223a312c226d61785f6f72646572735f7065725f7365636f6e64223a31303030302c226d61785f6f70656e5f6f7264657273223a31303030302c226d61785f6f726465725f7175616e74697479223a313030303030302c226d61785f6f726465725f6e6f74696f6e616c223a31303030303030302c2270726963655f636f6c6c6172223a302e322c22636f6c6c61725f7469636b73223a32302c226475706c69636174655f77696e646f77223a302c226d61785f706f736974696f6e223a313030303030302c22736f66745f6461696c795f6c6f7373223a302c22686172645f6461696c795f6c6f7373223a302c226d61785f64726177646f776e223a302c2269735f6f757473696465223a66616c73652c22636865636b5f627579696e675f706f776572223a747275657d7d');
INSERT INTO public.journal VALUES ('book/AAPL', 1, '\x02010101010100000001cca4c895b9ae9803d08c0100e80700000100056c6f63616c00093132372e302e302e310100056d616b657201020100010000000100d08c01e807e807000900010000000100d08c01e807e80700');
INSERT INTO public.journal VALUES ('book/AAPL', 2, '\x0202010101010000000280bedd95b9ae9803b89401000a00000100056c6f63616c00093132372e302e302e310100056d616b657202020100010000000200b894010a0a000900010000000200b894010a0a00');
INSERT INTO public.journal VALUES ('book/AAPL', 3, '\x02030100010100000003bfc4df95b9ae9803e88401000a00000100056c6f63616c00093132372e302e302e310100056d616b657203020100000000000300e884010a0a000900000000000300e884010a0a00');
INSERT INTO public.journal VALUES ('book/AAPL', 4, '\x02040100010100000004e4b7e195b9ae9803cc8501000a00000100056c6f63616c00093132372e302e302e310100056d616b657204020100000000000400cc85010a0a000900000000000400cc85010a0a00');
INSERT INTO public.journal VALUES ('book/AAPL', 5, '\x02050101010100000005d7b4e295b9ae98039c9501000a00000100056c6f63616c00093132372e302e302e310100056d616b6572050201000100000005009c95010a0a0009000100000005009c95010a0a00');
INSERT INTO public.journal VALUES ('register', 2, '\x7b2273657175656e6365223a322c2274696d65223a313739353939383837303939383132342c226163636f756e74223a2274616b6572222c226163746f72223a7b226e616d65223a226c6f63616c222c2261646472657373223a223132372e302e302e31227d7d');
INSERT INTO public.journal VALUES ('account/taker', 1, '\x7b2273657175656e6365223a312c2274696d65223a313739353939383837313031313837332c226b696e64223a224f70656e6564222c226163746f72223a7b226e616d65223a226c6f63616c222c2261646472657373223a223132372e302e302e31227d2c22616d6f756e74223a313030303030302c22646179223a22323032362d31312d3330222c226c696d697473223a7b226c65766572616765223a312c226d61785f6f72646572735f7065725f7365636f6e64223a31303030302c226d61785f6f70656e5f6f7264657273223a31303030302c226d61785f6f726465725f7175616e74697479223a313030303030302c226d61785f6f726465725f6e6f74696f6e616c223a31303030303030302c2270726963655f636f6c6c6172223a302e322c22636f6c6c61725f7469636b73223a32302c226475706c69636174655f77696e646f77223a302c226d61785f706f736974696f6e223a313030303030302c22736f66745f6461696c795f6c6f7373223a302c22686172645f6461696c795f6c6f7373223a302c226d61785f64726177646f776e223a302c2269735f6f757473696465223a66616c73652c22636865636b5f627579696e675f706f776572223a747275657d7d');
INSERT INTO public.journal VALUES ('book/AAPL', 6, '\x02060100010100000106bfc4e695b9ae9803d08c0100e80700000100056c6f63616c00093132372e302e302e3102010574616b65720100056d616b657206020100000001000600d08c01e807e807000300000001000601d08c01e8070000');
INSERT INTO public.journal VALUES ('book/MSFT', 1, '\x020101000101000000018d9aed95b9ae9803904e000100000100056c6f63616c00093132372e302e302e3101000574616b657201020100000000000100904e0101000900000000000100904e010100');
INSERT INTO public.journal VALUES ('book/AAPL', 7, '\x02070100010100000007e1d7ee95b9ae9803c49001000a00000100056c6f63616c00093132372e302e302e310100056d616b657207020100000000000700c490010a0a000900000000000700c490010a0a00');
INSERT INTO public.journal VALUES ('account/taker', 2, '\x7b2273657175656e6365223a322c2274696d65223a313739353939383837323139313835332c226b696e64223a224869676857617465724d61726b526f7365222c226163746f72223a7b226e616d65223a2273797374656d3a6163636f756e74227d2c22616d6f756e74223a313030353030302e30302c22646179223a22303030312d30312d3031227d');

INSERT INTO public.open_orders VALUES ('maker', 'AAPL', 2);
INSERT INTO public.open_orders VALUES ('maker', 'AAPL', 3);
INSERT INTO public.open_orders VALUES ('maker', 'AAPL', 4);
INSERT INTO public.open_orders VALUES ('maker', 'AAPL', 5);
INSERT INTO public.open_orders VALUES ('taker', 'MSFT', 7);
INSERT INTO public.open_orders VALUES ('maker', 'AAPL', 8);

INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (2, 'AAPL-2', 'maker', 'AAPL', NULL, 'sell', 'limit', 'gtc', 10, 10, 190.00, 190.00, NULL, NULL, NULL, false, 'cancel_newest', NULL, 'accepted', 0, 0, 10, NULL, '2026-11-30 00:34:30.888192+00', '2026-11-30 00:34:30.888192+00');
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (3, 'AAPL-3', 'maker', 'AAPL', NULL, 'buy', 'limit', 'gtc', 10, 10, 170.00, 170.00, NULL, NULL, NULL, false, 'cancel_newest', NULL, 'accepted', 0, 0, 10, NULL, '2026-11-30 00:34:30.921791+00', '2026-11-30 00:34:30.921791+00');
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (4, 'AAPL-4', 'maker', 'AAPL', NULL, 'buy', 'limit', 'gtc', 10, 10, 171.00, 171.00, NULL, NULL, NULL, false, 'cancel_newest', NULL, 'accepted', 0, 0, 10, NULL, '2026-11-30 00:34:30.952932+00', '2026-11-30 00:34:30.952932+00');
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (5, 'AAPL-5', 'maker', 'AAPL', NULL, 'sell', 'limit', 'gtc', 10, 10, 191.00, 191.00, NULL, NULL, NULL, false, 'cancel_newest', NULL, 'accepted', 0, 0, 10, NULL, '2026-11-30 00:34:30.968919+00', '2026-11-30 00:34:30.968919+00');
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (6, 'AAPL-6', 'taker', 'AAPL', NULL, 'buy', 'limit', 'gtc', 1000, 1000, 180.00, 180.00, NULL, NULL, NULL, false, 'cancel_newest', NULL, 'filled', 1000, 180000.00, 0, NULL, '2026-11-30 00:34:31.036479+00', '2026-11-30 00:34:31.036479+00');
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (1, 'AAPL-1', 'maker', 'AAPL', NULL, 'sell', 'limit', 'gtc', 1000, 1000, 180.00, 180.00, NULL, NULL, NULL, false, 'cancel_newest', NULL, 'filled', 1000, 180000.00, 0, NULL, '2026-11-30 00:34:30.540876+00', '2026-11-30 00:34:31.036479+00');
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (7, 'MSFT-1', 'taker', 'MSFT', NULL, 'buy', 'limit', 'gtc', 1, 1, 100.00, 100.00, NULL, NULL, NULL, false, 'cancel_newest', NULL, 'accepted', 0, 0, 1, NULL, '2026-11-30 00:34:31.145741+00', '2026-11-30 00:34:31.145741+00');
INSERT INTO public.orders OVERRIDING SYSTEM VALUE VALUES (8, 'AAPL-7', 'maker', 'AAPL', NULL, 'buy', 'limit', 'gtc', 10, 10, 185.00, 185.00, NULL, NULL, NULL, false, 'cancel_newest', NULL, 'accepted', 0, 0, 10, NULL, '2026-11-30 00:34:31.170017+00', '2026-11-30 00:34:31.170017+00');

INSERT INTO public.orleans_membership VALUES ('tradingops', '127.0.0.1', 21811, 155003664, 'Silo_1adef', 'vm', 6, 21830, '127.0.0.1:21811@155003664,2026-11-30 00:34:35.882 GMT', '2026-11-30 00:34:24.41+00', '2026-11-30 00:34:35.882+00');

INSERT INTO public.orleans_membership_version VALUES ('tradingops', 4, '2026-11-30 00:34:35.883+00');

INSERT INTO public.orleansquery VALUES ('InsertMembershipVersionKey', '
    WITH made AS (
        INSERT INTO orleans_membership_version (deployment_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM made');
INSERT INTO public.orleansquery VALUES ('InsertMembershipKey', '
    WITH moved AS (
        UPDATE orleans_membership_version SET version = version + 1, changed_at = now()
        WHERE deployment_id = @DeploymentId AND version = @Version
          AND NOT EXISTS (SELECT 1 FROM orleans_membership WHERE deployment_id = @DeploymentId AND address = @Address
                          AND port = @Port AND generation = @Generation)
        RETURNING 1),
    made AS (
        INSERT INTO orleans_membership (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port,
                                        start_time, i_am_alive_time)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM moved RETURNING 1)
    SELECT count(*)::integer FROM made');
INSERT INTO public.orleansquery VALUES ('UpdateMembershipKey', '
    WITH moved AS (
        UPDATE orleans_membership_version SET version = version + 1, changed_at = now()
        WHERE deployment_id = @DeploymentId AND version = @Version RETURNING 1),
    changed AS (
        UPDATE orleans_membership SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
        FROM moved
        WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation RETURNING 1)
    SELECT count(*)::integer FROM changed');
INSERT INTO public.orleansquery VALUES ('UpdateIAmAlivetimeKey', '
    UPDATE orleans_membership SET i_am_alive_time = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation');
INSERT INTO public.orleansquery VALUES ('MembershipReadRowKey', '
    SELECT v.deployment_id AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation,
           m.silo_name AS SiloName, m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort,
           m.suspect_times AS SuspectTimes, m.start_time AS StartTime, m.i_am_alive_time AS IAmAliveTime, v.version AS Version
    FROM orleans_membership_version v
    LEFT JOIN orleans_membership m ON m.deployment_id = v.deployment_id
         AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    WHERE v.deployment_id = @DeploymentId');
INSERT INTO public.orleansquery VALUES ('MembershipReadAllKey', '
    SELECT v.deployment_id AS DeploymentId, m.address AS Address, m.port AS Port, m.generation AS Generation,
           m.silo_name AS SiloName, m.host_name AS HostName, m.status AS Status, m.proxy_port AS ProxyPort,
           m.suspect_times AS SuspectTimes, m.start_time AS StartTime, m.i_am_alive_time AS IAmAliveTime, v.version AS Version
    FROM orleans_membership_version v LEFT JOIN orleans_membership m ON m.deployment_id = v.deployment_id
    WHERE v.deployment_id = @DeploymentId');
INSERT INTO public.orleansquery VALUES ('GatewaysQueryKey', '
    SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
    FROM orleans_membership WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0');
INSERT INTO public.orleansquery VALUES ('DeleteMembershipTableEntriesKey', '
    DELETE FROM orleans_membership WHERE deployment_id = @DeploymentId;
    DELETE FROM orleans_membership_version WHERE deployment_id = @DeploymentId');
INSERT INTO public.orleansquery VALUES ('CleanupDefunctSiloEntriesKey', '
    DELETE FROM orleans_membership
    WHERE deployment_id = @DeploymentId AND i_am_alive_time < @IAmAliveTime AND status <> 3');
INSERT INTO public.orleansquery VALUES ('WriteToStorageKey', '
    WITH changed AS (
        UPDATE orleans_storage SET payload = @PayloadBinary, modified_on = now(), version = version + 1
        WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
          AND grain_id_ext = coalesce(@GrainIdExtensionString, '''') AND version = CAST(@GrainStateVersion AS integer)
        RETURNING version),
    made AS (
        INSERT INTO orleans_storage (service_id, grain_type, grain_id_n0, grain_id_n1, grain_id_ext, payload, version)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''''), @PayloadBinary, 1
        WHERE CAST(@GrainStateVersion AS integer) IS NULL
        ON CONFLICT DO NOTHING RETURNING version)
    SELECT coalesce((SELECT version FROM changed), (SELECT version FROM made), CAST(@GrainStateVersion AS integer))
           AS NewGrainStateVersion');
INSERT INTO public.orleansquery VALUES ('ReadFromStorageKey', '
    SELECT payload AS PayloadBinary, now() AS Now, version AS Version FROM orleans_storage
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
      AND grain_id_ext = coalesce(@GrainIdExtensionString, '''')');
INSERT INTO public.orleansquery VALUES ('ClearStorageKey', '
    UPDATE orleans_storage SET payload = NULL, modified_on = now(), version = version + 1
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
      AND grain_id_ext = coalesce(@GrainIdExtensionString, '''') AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version AS NewGrainStateVersion');
INSERT INTO public.orleansquery VALUES ('DeleteStorageKey', '
    DELETE FROM orleans_storage
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
      AND grain_id_ext = coalesce(@GrainIdExtensionString, '''') AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version + 1 AS NewGrainStateVersion');
INSERT INTO public.orleansquery VALUES ('UpsertReminderRowKey', '
    INSERT INTO orleans_reminders AS r (service_id, grain_id, reminder_name, start_time, period, grain_hash)
    VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
    ON CONFLICT (service_id, grain_id, reminder_name) DO UPDATE
    SET start_time = excluded.start_time, period = excluded.period, grain_hash = excluded.grain_hash, version = r.version + 1
    RETURNING version AS Version');
INSERT INTO public.orleansquery VALUES ('ReadReminderRowKey', '
    SELECT grain_id AS GrainId, reminder_name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
    FROM orleans_reminders WHERE service_id = @ServiceId AND grain_id = @GrainId AND reminder_name = @ReminderName');
INSERT INTO public.orleansquery VALUES ('ReadReminderRowsKey', '
    SELECT grain_id AS GrainId, reminder_name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
    FROM orleans_reminders WHERE service_id = @ServiceId AND grain_id = @GrainId');
INSERT INTO public.orleansquery VALUES ('ReadRangeRows1Key', '
    SELECT grain_id AS GrainId, reminder_name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
    FROM orleans_reminders WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash');
INSERT INTO public.orleansquery VALUES ('ReadRangeRows2Key', '
    SELECT grain_id AS GrainId, reminder_name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
    FROM orleans_reminders WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)');
INSERT INTO public.orleansquery VALUES ('DeleteReminderRowKey', '
    WITH gone AS (
        DELETE FROM orleans_reminders
        WHERE service_id = @ServiceId AND grain_id = @GrainId AND reminder_name = @ReminderName AND version = @Version RETURNING 1)
    SELECT count(*)::integer FROM gone');
INSERT INTO public.orleansquery VALUES ('DeleteReminderRowsKey', '
    DELETE FROM orleans_reminders WHERE service_id = @ServiceId');

INSERT INTO public.positions VALUES ('maker', 'AAPL', -1000, 180.00, -180000.00, 0.00, 0.00, '2026-11-30 00:34:31.747082+00');
INSERT INTO public.positions VALUES ('taker', 'AAPL', 1000, 180.00, 180000.00, 0.00, 0.00, '2026-11-30 00:34:32.995887+00');

INSERT INTO public.schema_version VALUES (1, '0001-orleans.sql', '337cfb715ef397bba17a198666f88d1f4b53b4473e906ad5ce60cf19a171daac', '2026-11-30 00:34:20.801129+00');
INSERT INTO public.schema_version VALUES (2, '0002-trading.sql', 'e7c48667cca05cab243343c7de7fb8249471241eee665f583b6304e994fc2c22', '2026-11-30 00:34:20.886318+00');
INSERT INTO public.schema_version VALUES (3, '0003-incidents.sql', 'eda3967f97f9f0eac7214df473613b12ee3ea2d7fb1ac1aaf38d1bc61482bff1', '2026-11-30 00:34:21.055961+00');
INSERT INTO public.schema_version VALUES (4, '0004-orders-in-place.sql', 'bf6b85b2c3f1ea9f7bc67171b9fd3490fd2b1ce0d94e3cd52f5c219fa85eedf6', '2026-11-30 00:34:21.089655+00');
INSERT INTO public.schema_version VALUES (5, '0005-no-gaps.sql', 'cb63efcb9ea3379e3650e415ae38ec3b8bcac5e629d50849167e2ea92d9288a9', '2026-11-30 00:34:21.277039+00');

INSERT INTO public.snapshots VALUES ('account/maker', 1, '\x7b226964223a226d616b6572222c2263617368223a313138303030302e30302c22636173685f696e223a313030303030302c22657175697479223a7b2273746172745f6f665f646179223a313030303030302c22636173685f6d6f766564223a302c22686967685f77617465725f6d61726b223a313030303030302c226461795f626567616e223a313739353939383836393836353139322c227265636f726465645f6d61726b223a313030303030302c2269735f776f7274685f7265636f7264696e67223a66616c73657d2c226c696d697473223a7b226c65766572616765223a312c226d61785f6f72646572735f7065725f7365636f6e64223a31303030302c226d61785f6f70656e5f6f7264657273223a31303030302c226d61785f6f726465725f7175616e74697479223a313030303030302c226d61785f6f726465725f6e6f74696f6e616c223a31303030303030302c2270726963655f636f6c6c6172223a302e322c22636f6c6c61725f7469636b73223a32302c226475706c69636174655f77696e646f77223a302c226d61785f706f736974696f6e223a313030303030302c22736f66745f6461696c795f6c6f7373223a302c22686172645f6461696c795f6c6f7373223a302c226d61785f64726177646f776e223a302c2269735f6f757473696465223a66616c73652c22636865636b5f627579696e675f706f776572223a747275657d2c22646179223a22323032362d31312d3330222c226d6f766573223a7b7d2c227465726d73223a5b5d2c22706f736974696f6e73223a5b7b2273796d626f6c223a224141504c222c226d6574686f64223a2241766572616765222c226c6f7473223a5b7b227175616e74697479223a2d313030302c22636f7374223a2d3138303030302e30302c227072696365223a3138302e30302c22646179223a32303738377d5d2c227265616c697a65645f706e6c223a302e30302c2266656573223a302e30307d5d2c226f70656e5f6f7264657273223a5b7b2273796d626f6c223a224141504c222c226e756d626572223a372c2273696465223a22427579222c227072696365223a31383530302c2272656d61696e696e67223a31307d2c7b2273796d626f6c223a224141504c222c226e756d626572223a322c2273696465223a2253656c6c222c227072696365223a31393030302c2272656d61696e696e67223a31307d2c7b2273796d626f6c223a224141504c222c226e756d626572223a332c2273696465223a22427579222c227072696365223a31373030302c2272656d61696e696e67223a31307d2c7b2273796d626f6c223a224141504c222c226e756d626572223a342c2273696465223a22427579222c227072696365223a31373130302c2272656d61696e696e67223a31307d2c7b2273796d626f6c223a224141504c222c226e756d626572223a352c2273696465223a2253656c6c222c227072696365223a31393130302c2272656d61696e696e67223a31307d5d2c22637572736f7273223a7b224141504c223a7b226e756d626572223a372c2273657175656e6365223a377d7d7d', '2026-11-30 00:34:31.747082+00');
INSERT INTO public.snapshots VALUES ('account/taker', 2, '\x7b226964223a2274616b6572222c2263617368223a3832303030302e30302c22636173685f696e223a313030303030302c22657175697479223a7b2273746172745f6f665f646179223a313030303030302c22636173685f6d6f766564223a302c22686967685f77617465725f6d61726b223a313030353030302e30302c226461795f626567616e223a313739353939383837313031313837332c227265636f726465645f6d61726b223a313030353030302e30302c2269735f776f7274685f7265636f7264696e67223a66616c73657d2c226c696d697473223a7b226c65766572616765223a312c226d61785f6f72646572735f7065725f7365636f6e64223a31303030302c226d61785f6f70656e5f6f7264657273223a31303030302c226d61785f6f726465725f7175616e74697479223a313030303030302c226d61785f6f726465725f6e6f74696f6e616c223a31303030303030302c2270726963655f636f6c6c6172223a302e322c22636f6c6c61725f7469636b73223a32302c226475706c69636174655f77696e646f77223a302c226d61785f706f736974696f6e223a313030303030302c22736f66745f6461696c795f6c6f7373223a302c22686172645f6461696c795f6c6f7373223a302c226d61785f64726177646f776e223a302c2269735f6f757473696465223a66616c73652c22636865636b5f627579696e675f706f776572223a747275657d2c22646179223a22323032362d31312d3330222c226d6f766573223a7b7d2c227465726d73223a5b5d2c22706f736974696f6e73223a5b7b2273796d626f6c223a224141504c222c226d6574686f64223a2241766572616765222c226c6f7473223a5b7b227175616e74697479223a313030302c22636f7374223a3138303030302e30302c227072696365223a3138302e30302c22646179223a32303738377d5d2c227265616c697a65645f706e6c223a302e30302c2266656573223a302e30307d5d2c226f70656e5f6f7264657273223a5b7b2273796d626f6c223a224d534654222c226e756d626572223a312c2273696465223a22427579222c227072696365223a31303030302c2272656d61696e696e67223a317d5d2c22637572736f7273223a7b224141504c223a7b226e756d626572223a322c2273657175656e6365223a367d2c224d534654223a7b226e756d626572223a312c2273657175656e6365223a317d7d7d', '2026-11-30 00:34:32.995887+00');
INSERT INTO public.snapshots VALUES ('book/AAPL', 7, '\x02000000056d616b657207000000000000000574616b6572020000000000000002044141504c0700000000000000e1abbb927361060000000000000000000002000000056d616b657207000000000000000574616b6572020000000000000002000000010000000000000000ca9a3b0000000000ca9a3b0000000020a10700e1abbb927361060007000000000000000e00000000000000015046000000000000e80300000000000000000000000000ffffff000000000001000000000000000000000003000000070000000000000044480000000000000a000000000000000000000000000000000000000001010000000400000000000000cc420000000000000a00000000000000000000000000000000000000000101000000030000000000000068420000000000000a00000000000000000000000000000000000000000101000000020000000200000000000000384a0000000000000a0000000000000000000000000000000000000001010100000005000000000000009c4a0000000000000a000000000000000000000000000000000000000101010000000000000000000000', '2026-11-30 00:34:35.797413+00');
INSERT INTO public.snapshots VALUES ('book/MSFT', 1, '\x010000000574616b6572010000000000000002044d53465401000000000000000d4dbb9273610600000000000000000000010000000574616b6572010000000000000002000000010000000000000000ca9a3b0000000000ca9a3b0000000020a107000d4dbb927361060001000000000000000200000000000000000000000000000000000000000000000000000000000000ffffff000000000001000000000000000000000001000000010000000000000010270000000000000100000000000000000000000000000000000000000101000000000000000000000000000000', '2026-11-30 00:34:35.836706+00');

INSERT INTO public.trades OVERRIDING SYSTEM VALUE VALUES (1, 'AAPL-6-1', 'AAPL', 'buy', 1000, 180.00, '2026-11-30 00:34:31.036479+00', 'AAPL-6', 'taker', 'AAPL-1', 'maker');

SELECT pg_catalog.setval('public.losses_id_seq', 1, false);

SELECT pg_catalog.setval('public.orders_place_seq', 8, true);

SELECT pg_catalog.setval('public.trades_place_seq', 1, true);

ALTER TABLE ONLY public.account_symbols
    ADD CONSTRAINT account_symbols_pkey PRIMARY KEY (account, symbol);

ALTER TABLE ONLY public.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (account);

ALTER TABLE ONLY public.fills
    ADD CONSTRAINT fills_pkey PRIMARY KEY (order_id, number);

ALTER TABLE ONLY public.incident_steps
    ADD CONSTRAINT incident_steps_pkey PRIMARY KEY (incident, status);

ALTER TABLE ONLY public.incidents
    ADD CONSTRAINT incidents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journal
    ADD CONSTRAINT journal_pkey PRIMARY KEY (stream, sequence);

ALTER TABLE ONLY public.losses
    ADD CONSTRAINT losses_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.lost_orders
    ADD CONSTRAINT lost_orders_pkey PRIMARY KEY (loss, order_id);

ALTER TABLE ONLY public.lost_records
    ADD CONSTRAINT lost_records_pkey PRIMARY KEY (loss, stream);

ALTER TABLE ONLY public.open_orders
    ADD CONSTRAINT open_orders_pkey PRIMARY KEY (account, symbol, place);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_place_key UNIQUE (place);

ALTER TABLE ONLY public.orleans_membership
    ADD CONSTRAINT orleans_membership_pkey PRIMARY KEY (deployment_id, address, port, generation);

ALTER TABLE ONLY public.orleans_membership_version
    ADD CONSTRAINT orleans_membership_version_pkey PRIMARY KEY (deployment_id);

ALTER TABLE ONLY public.orleans_reminders
    ADD CONSTRAINT orleans_reminders_pkey PRIMARY KEY (service_id, grain_id, reminder_name);

ALTER TABLE ONLY public.orleans_storage
    ADD CONSTRAINT orleans_storage_pkey PRIMARY KEY (service_id, grain_type, grain_id_n0, grain_id_n1, grain_id_ext);

ALTER TABLE ONLY public.orleansquery
    ADD CONSTRAINT orleansquery_pkey PRIMARY KEY (querykey);

ALTER TABLE ONLY public.positions
    ADD CONSTRAINT positions_pkey PRIMARY KEY (account, symbol);

ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.snapshots
    ADD CONSTRAINT snapshots_pkey PRIMARY KEY (stream);

ALTER TABLE ONLY public.trades
    ADD CONSTRAINT trades_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trades
    ADD CONSTRAINT trades_place_key UNIQUE (place);

CREATE INDEX incidents_unresolved ON public.incidents USING btree (id) WHERE (status <> 'resolved'::text);

CREATE UNIQUE INDEX losses_open ON public.losses USING btree ((true)) WHERE (approved_at IS NULL);

CREATE INDEX orders_by_account ON public.orders USING btree (account, place);

CREATE INDEX orders_by_symbol ON public.orders USING btree (symbol, place);

CREATE UNIQUE INDEX orders_client_order_id ON public.orders USING btree (account, client_order_id) WHERE (client_order_id IS NOT NULL);

CREATE INDEX orleans_reminders_service_id_grain_hash_idx ON public.orleans_reminders USING btree (service_id, grain_hash);

CREATE INDEX trades_by_maker ON public.trades USING btree (maker_account, place);

CREATE INDEX trades_by_taker ON public.trades USING btree (taker_account, place);

CREATE INDEX trades_by_ticker_place ON public.trades USING btree (ticker, place);

CREATE INDEX trades_by_time ON public.trades USING brin (created_at);

CREATE TRIGGER journal_is_whole AFTER INSERT ON public.journal REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.require_whole_journal();

ALTER TABLE ONLY public.incident_steps
    ADD CONSTRAINT incident_steps_incident_fkey FOREIGN KEY (incident) REFERENCES public.incidents(id);

ALTER TABLE ONLY public.lost_orders
    ADD CONSTRAINT lost_orders_loss_fkey FOREIGN KEY (loss) REFERENCES public.losses(id);

ALTER TABLE ONLY public.lost_records
    ADD CONSTRAINT lost_records_loss_fkey FOREIGN KEY (loss) REFERENCES public.losses(id);

ALTER TABLE ONLY public.orleans_membership
    ADD CONSTRAINT orleans_membership_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES public.orleans_membership_version(deployment_id);

