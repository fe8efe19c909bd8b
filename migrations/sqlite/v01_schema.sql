-- Dictionaries.
CREATE TABLE project (project_id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  default_branch TEXT NOT NULL, created_at REAL NOT NULL) STRICT;
CREATE TABLE machine (machine_id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, name TEXT NOT NULL, fingerprint TEXT NOT NULL,
  UNIQUE (project_id, name, fingerprint)) STRICT;
CREATE TABLE branch (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, name TEXT NOT NULL,
  head TEXT NOT NULL, PRIMARY KEY (project_id, name)) STRICT, WITHOUT ROWID;
-- parent is the first parent; is_assumed says that it was only placed there for want of a line.
CREATE TABLE "commit" (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, sha TEXT NOT NULL,
  parent TEXT, is_assumed INTEGER NOT NULL DEFAULT 0 CHECK (is_assumed IN (0, 1)), committed_at REAL,
  PRIMARY KEY (project_id, sha)) STRICT, WITHOUT ROWID;
CREATE TABLE series (series_id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  benchmark TEXT NOT NULL, parameters TEXT NOT NULL, metric TEXT NOT NULL, machine TEXT NOT NULL, unit TEXT NOT NULL,
  better TEXT NOT NULL CHECK (better IN ('lower', 'higher', 'unknown')),
  is_exact INTEGER NOT NULL CHECK (is_exact IN (0, 1)), UNIQUE (project_id, public_id)) STRICT;
-- Runs: the record is the truth, the head an index over it.
CREATE TABLE run (run_id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL, run_key TEXT NOT NULL,
  digest TEXT NOT NULL, sha TEXT NOT NULL, branch TEXT NOT NULL, machine_id INTEGER NOT NULL REFERENCES machine,
  received_at REAL NOT NULL, readings INTEGER NOT NULL, facts BLOB NOT NULL, deleted INTEGER NOT NULL DEFAULT 0,
  UNIQUE (project_id, public_id), UNIQUE (project_id, run_key)) STRICT;
CREATE INDEX run_of_commit ON run (project_id, sha);
CREATE TABLE record (run_id INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE, data BLOB NOT NULL,
  crc INTEGER NOT NULL) STRICT;
CREATE TABLE source (run_id INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE, type TEXT NOT NULL,
  data BLOB NOT NULL, crc INTEGER NOT NULL) STRICT;
CREATE TABLE head (series_id INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
  run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, centre REAL NOT NULL, spread REAL, count INTEGER NOT NULL,
  PRIMARY KEY (series_id, run_id)) STRICT, WITHOUT ROWID;
CREATE INDEX head_of_run ON head (run_id);
-- Work, findings and what is told of them.
CREATE TABLE sweep (sweep_id INTEGER PRIMARY KEY,
  project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE,
  run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE) STRICT;
CREATE TABLE change (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  series TEXT NOT NULL, branch TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, label TEXT NOT NULL,
  sha TEXT NOT NULL, from_sha TEXT NOT NULL, before REAL NOT NULL, after REAL NOT NULL, ratio REAL, low REAL,
  high REAL, p REAL, PRIMARY KEY (project_id, public_id)) STRICT, WITHOUT ROWID;
CREATE INDEX change_of_series ON change (project_id, series, position);
CREATE TABLE alert (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  state TEXT NOT NULL, kind TEXT NOT NULL, from_sha TEXT NOT NULL, to_sha TEXT NOT NULL, opened_at REAL NOT NULL,
  updated_at REAL NOT NULL, members TEXT NOT NULL, PRIMARY KEY (project_id, public_id)) STRICT, WITHOUT ROWID;
CREATE TABLE alert_event (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  alert TEXT, type TEXT NOT NULL, at REAL NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (project_id, public_id)) STRICT, WITHOUT ROWID;
CREATE TABLE webhook (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  url TEXT NOT NULL, secret TEXT NOT NULL, is_active INTEGER NOT NULL, created_at REAL NOT NULL,
  PRIMARY KEY (project_id, public_id)) STRICT, WITHOUT ROWID;
CREATE TABLE delivery (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  webhook TEXT NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, due_at REAL NOT NULL,
  last_result TEXT, PRIMARY KEY (project_id, public_id), UNIQUE (project_id, webhook, event)) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (state, due_at);
CREATE TABLE token (public_id TEXT PRIMARY KEY, name TEXT NOT NULL, key_id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
  scopes TEXT NOT NULL, project TEXT, created_at REAL NOT NULL, expires_at REAL) STRICT, WITHOUT ROWID;
