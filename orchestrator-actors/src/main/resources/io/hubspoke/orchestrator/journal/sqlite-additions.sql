-- What a journal of format 1 has beside its rows. Versions that do not know it pass it over; a journal without it gets
-- it when it is opened for writing. A view that has changed since is replaced: views hold nothing.

-- Signed statements of where a project's history ends. Losing them loses proof, not history.
CREATE TABLE signed_head (
    persistence_id  TEXT    NOT NULL,
    sequence_number INTEGER NOT NULL,
    revision        INTEGER NOT NULL,
    hash            TEXT    NOT NULL,
    at              TEXT    NOT NULL,
    key             TEXT    NOT NULL,
    signature       TEXT    NOT NULL,
    PRIMARY KEY (persistence_id, sequence_number, key)
);

-- One row for each commit.
CREATE VIEW commits AS
SELECT substr(persistence_id, length('orchestrator|') + 1)             AS project,
       sequence_number                                                  AS number,
       json_extract(CAST(event_payload AS TEXT), '$.at')                AS at,
       json_extract(CAST(event_payload AS TEXT), '$.firstRevision')     AS first_revision,
       json_array_length(CAST(event_payload AS TEXT), '$.events')       AS events,
       json_extract(CAST(event_payload AS TEXT), '$.previous')          AS previous,
       json_extract(CAST(event_payload AS TEXT), '$.hash')              AS hash
FROM event_journal;

-- One row for each event. "data" is JSON: json_extract(data, '$.task').
CREATE VIEW events AS
SELECT substr(j.persistence_id, length('orchestrator|') + 1)   AS project,
       json_extract(e.value, '$.revision')                      AS revision,
       j.sequence_number                                        AS number,
       json_extract(CAST(j.event_payload AS TEXT), '$.at')      AS at,
       json_extract(e.value, '$.type')                          AS type,
       json_extract(e.value, '$.v')                             AS version,
       json_extract(e.value, '$.by')                            AS who,
       json_extract(e.value, '$.command')                       AS command,
       json_extract(e.value, '$.data')                          AS data
FROM event_journal AS j, json_each(CAST(j.event_payload AS TEXT), '$.events') AS e;

-- One row for each task, with the last event that names it.
CREATE VIEW tasks AS
SELECT t.project,
       json_extract(t.data, '$.task.id')        AS task,
       json_extract(t.data, '$.task.title')     AS title,
       json_extract(t.data, '$.task.agentType') AS agent_type,
       t.revision                               AS enqueued_revision,
       t.at                                     AS enqueued_at,
       t.who                                    AS enqueued_by,
       coalesce(l.assignments, 0)               AS assignments,
       coalesce(l.type, t.type)                 AS last_type,
       coalesce(l.revision, t.revision)         AS last_revision,
       coalesce(l.at, t.at)                     AS last_at
FROM events AS t
LEFT JOIN (SELECT project, json_extract(data, '$.task') AS task, max(revision) AS revision, at, type,
                  sum(type = 'task-assigned')           AS assignments
           FROM events
           WHERE type GLOB 'task-*' OR type GLOB 'lease-*'
           GROUP BY project, json_extract(data, '$.task')) AS l
       ON l.project = t.project AND l.task = json_extract(t.data, '$.task.id')
WHERE t.type = 'task-enqueued';

-- One row for each letter that the hub has put into a mailbox.
CREATE VIEW letters AS
WITH asked AS MATERIALIZED (
         SELECT project, json_extract(data, '$.consultation') AS consultation, json_extract(data, '$.asker') AS agent
         FROM events WHERE type = 'consultation-opened'),
     held AS MATERIALIZED (
         SELECT project, json_extract(data, '$.gate') AS gate, json_extract(data, '$.agent') AS agent, revision
         FROM events WHERE type = 'agent-paused' AND json_extract(data, '$.gate') IS NOT NULL)
SELECT e.project,
       coalesce(json_extract(e.data, '$.to'), json_extract(e.data, '$.specialist'), json_extract(e.data, '$.agent'),
                asked.agent,
                (SELECT h.agent FROM held AS h
                  WHERE h.project = e.project AND h.gate = json_extract(e.data, '$.gate') AND h.revision < e.revision
                  ORDER BY h.revision DESC LIMIT 1))              AS recipient,
       json_extract(e.data, '$.letter')                           AS letter,
       e.revision,
       e.at,
       CASE e.type WHEN 'task-assigned' THEN 'hub' WHEN 'decision-recalled' THEN 'hub' ELSE e.who END AS sender,
       CASE WHEN e.type = 'message-routed' THEN 'message' WHEN e.type = 'task-assigned' THEN 'assignment'
            WHEN e.type = 'consultation-opened' THEN 'question' WHEN e.type GLOB 'consultation-*' THEN 'answer'
            ELSE 'gate-closed' END                                AS kind,
       coalesce(json_extract(e.data, '$.payload'), json_extract(e.data, '$.question'), json_extract(e.data, '$.answer'),
                json_extract(e.data, '$.reason'), json_extract(e.data, '$.task'), json_extract(e.data, '$.comment'),
                '')                                               AS text
FROM events AS e
LEFT JOIN asked ON asked.project = e.project AND asked.consultation = json_extract(e.data, '$.consultation')
WHERE json_extract(e.data, '$.letter') > 0;

-- One row for each gate: who asked, and who decided what, when and why.
CREATE VIEW gates AS
WITH closed AS MATERIALIZED (
         SELECT project, json_extract(data, '$.gate') AS gate, revision, at, who, type, data
         FROM events WHERE type IN ('gate-resolved', 'gate-expired', 'gate-canceled'))
SELECT o.project,
       json_extract(o.data, '$.gate')            AS gate,
       json_extract(o.data, '$.cause')           AS cause,
       json_extract(o.data, '$.asker')           AS asker,
       json_extract(o.data, '$.task')            AS task,
       json_extract(o.data, '$.question.reason') AS question,
       o.revision                                AS opened_revision,
       o.at                                      AS opened_at,
       CASE c.type WHEN 'gate-resolved' THEN json_extract(c.data, '$.decision') WHEN 'gate-expired' THEN 'EXPIRED'
                   WHEN 'gate-canceled' THEN 'CANCELED' ELSE 'OPEN' END AS decision,
       c.revision                                AS closed_revision,
       c.at                                      AS closed_at,
       CASE WHEN c.type = 'gate-resolved' THEN c.who WHEN c.type IS NOT NULL THEN 'hub' END AS decided_by,
       coalesce(json_extract(c.data, '$.comment'), json_extract(c.data, '$.reason')) AS comment
FROM events AS o
LEFT JOIN closed AS c ON c.project = o.project AND c.gate = json_extract(o.data, '$.gate')
WHERE o.type = 'gate-opened';

-- Beside the newest two snapshots older ones are kept, ever further apart: none of which the next is at most twice as far
-- as the one before. So any commit is reached from a snapshot by at most half of the way, and all of them together take but
-- a few times the space of the newest.
CREATE TRIGGER thin_snapshots AFTER INSERT ON snapshot
BEGIN
    DELETE FROM snapshot
    WHERE persistence_id = NEW.persistence_id
      AND sequence_number = (
          SELECT number
          FROM (SELECT sequence_number                                          AS number,
                       lag(sequence_number) OVER (ORDER BY sequence_number)     AS older,
                       lead(sequence_number) OVER (ORDER BY sequence_number)    AS newer,
                       row_number() OVER (ORDER BY sequence_number DESC)        AS age
                FROM snapshot
                WHERE persistence_id = NEW.persistence_id)
          WHERE age > 2 AND newer <= 2 * older
          ORDER BY number DESC
          LIMIT 1);
END;
