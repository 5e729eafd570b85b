-- The journal's tables in SQLite, with the column names of pekko-persistence-jdbc.
-- Safe to run at every start. Nothing here is ever updated or deleted, except that a snapshot may be written anew.

-- One row per commit. "ordering" grows over all projects; (persistence_id, sequence_number) is the project and its commit.
CREATE TABLE IF NOT EXISTS "event_journal" (
    "ordering"           INTEGER PRIMARY KEY AUTOINCREMENT,
    "deleted"            BOOLEAN NOT NULL DEFAULT 0,
    "persistence_id"     TEXT    NOT NULL,
    "sequence_number"    INTEGER NOT NULL,
    "writer"             TEXT    NOT NULL,
    "write_timestamp"    INTEGER NOT NULL,
    "adapter_manifest"   TEXT    NOT NULL,
    "event_payload"      BLOB    NOT NULL,
    "event_ser_id"       INTEGER NOT NULL,
    "event_ser_manifest" TEXT    NOT NULL,
    "meta_payload"       BLOB,
    "meta_ser_id"        INTEGER,
    "meta_ser_manifest"  TEXT
);

CREATE UNIQUE INDEX IF NOT EXISTS "event_journal_commit" ON "event_journal" ("persistence_id", "sequence_number");

-- Required by the plugin; commits have no tags.
CREATE TABLE IF NOT EXISTS "event_tag" (
    "event_id" INTEGER NOT NULL REFERENCES "event_journal" ("ordering"),
    "tag"      TEXT    NOT NULL,
    PRIMARY KEY ("event_id", "tag")
);

-- Shortcuts for recovery. Losing all of them loses nothing.
CREATE TABLE IF NOT EXISTS "snapshot" (
    "persistence_id"        TEXT    NOT NULL,
    "sequence_number"       INTEGER NOT NULL,
    "created"               INTEGER NOT NULL,
    "snapshot_ser_id"       INTEGER NOT NULL,
    "snapshot_ser_manifest" TEXT    NOT NULL,
    "snapshot_payload"      BLOB    NOT NULL,
    "meta_ser_id"           INTEGER,
    "meta_ser_manifest"     TEXT,
    "meta_payload"          BLOB,
    PRIMARY KEY ("persistence_id", "sequence_number")
);
