-- The incident log: what is wrong or was, and every step that it took. Both tables change in one transaction.

DROP TABLE incidents;

CREATE TABLE incidents (
    id              bigint      PRIMARY KEY,
    type            text        NOT NULL,
    severity        text        NOT NULL CHECK (severity IN ('SEV1', 'SEV2', 'SEV3', 'SEV4')),
    status          text        NOT NULL CHECK (status IN ('open', 'acknowledged', 'resolved')),
    title           text        NOT NULL,
    detail          text,
    source          text        NOT NULL,
    dedup_key       text,
    opened_at       timestamptz NOT NULL,
    acknowledged_at timestamptz,
    resolved_at     timestamptz
);

CREATE INDEX incidents_unresolved ON incidents (id) WHERE status <> 'resolved';

-- The key decides between two activations of the log: a step is written once.
CREATE TABLE incident_steps (
    incident bigint      NOT NULL REFERENCES incidents (id),
    status   text        NOT NULL CHECK (status IN ('open', 'acknowledged', 'resolved')),
    at       timestamptz NOT NULL,
    who      text        NOT NULL,
    note     text,
    PRIMARY KEY (incident, status)
);
