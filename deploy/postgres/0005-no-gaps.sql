-- A record is stored only if the one before it is there, and none while acknowledged records are known to be gone.

-- A silo found that records which it had acknowledged are gone, as after the promotion of a replica that lagged. Trading stops until
-- two people have accepted the loss (accept_loss, approve_loss).
CREATE TABLE losses (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    found_at    timestamptz NOT NULL DEFAULT now(),
    found_by    text        NOT NULL,
    accepted_by text,
    accepted_at timestamptz,
    reason      text,
    approved_by text,
    approved_at timestamptz
);

CREATE UNIQUE INDEX losses_open ON losses ((true)) WHERE approved_at IS NULL;

-- The records of a stream that were acknowledged and are gone.
CREATE TABLE lost_records (
    loss   bigint           NOT NULL REFERENCES losses,
    stream text COLLATE "C" NOT NULL,
    first  bigint           NOT NULL,
    last   bigint           NOT NULL,
    PRIMARY KEY (loss, stream)
);

-- The orders among them, as far as the silos remembered them.
CREATE TABLE lost_orders (
    loss     bigint           NOT NULL REFERENCES losses,
    order_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (loss, order_id)
);

-- A snapshot whose record is not in the journal must not be restored once another record has that number.
DELETE FROM snapshots s WHERE NOT EXISTS (SELECT FROM journal j WHERE j.stream = s.stream AND j.sequence = s.sequence);

CREATE FUNCTION require_whole_journal() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER journal_is_whole AFTER INSERT ON journal
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_whole_journal();

-- The first of two people accepts a loss and says why.
CREATE FUNCTION accept_loss(loss bigint, who text, why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(trim(who), '') = '' OR coalesce(trim(why), '') = '' THEN RAISE 'a name and a reason are needed'; END IF;
    UPDATE losses SET accepted_by = trim(who), accepted_at = now(), reason = trim(why)
    WHERE id = loss AND approved_at IS NULL;
    IF NOT FOUND THEN RAISE 'there is no open loss %', loss; END IF;
END $$;

-- The second one approves; from then on orders are taken again.
CREATE FUNCTION approve_loss(loss bigint, who text) RETURNS void LANGUAGE plpgsql AS $$
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
