-- Dictionaries. Ids are dense within a project and never leave the engine; a project's is never given twice.
CREATE TABLE project (project_id INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  default_branch TEXT NOT NULL, created_at REAL NOT NULL,
  -- how many false alerts a month are allowed
  alert_budget REAL NOT NULL DEFAULT 1 CHECK (alert_budget >= 0),
  -- how often a commit that was known already got another place; readers then read the whole graph again
  relinked INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE machine (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, machine_id INTEGER NOT NULL,
  name TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (project_id, machine_id),
  UNIQUE (project_id, name, fingerprint)) STRICT, WITHOUT ROWID;
-- parent_id is the first parent. anchor_id is where a commit without parent was placed for want of a line; branch says
-- on which branch that holds, tip_id what came with it. claimed: nobody vouched for the parent; a line that somebody
-- vouches for replaces it.
CREATE TABLE "commit" (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, commit_id INTEGER NOT NULL,
  sha TEXT NOT NULL, parent_id INTEGER, anchor_id INTEGER, branch TEXT, tip_id INTEGER, committed_at REAL,
  claimed INTEGER NOT NULL DEFAULT 0 CHECK (claimed IN (0, 1)),
  PRIMARY KEY (project_id, commit_id), UNIQUE (project_id, sha)) STRICT, WITHOUT ROWID;
-- The text of nilometer.toml, and the commit of the default branch's line that it came with.
CREATE TABLE declaration (project_id INTEGER PRIMARY KEY REFERENCES project ON DELETE CASCADE, text TEXT NOT NULL,
  commit_id INTEGER NOT NULL) STRICT;
CREATE TABLE branch (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, name TEXT NOT NULL,
  commit_id INTEGER NOT NULL, PRIMARY KEY (project_id, name)) STRICT, WITHOUT ROWID;
-- machine_id is the one strand of a series; null where the machine's name alone counts.
CREATE TABLE series (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, series_id INTEGER NOT NULL,
  public_id TEXT NOT NULL, benchmark TEXT NOT NULL, parameters TEXT NOT NULL, metric TEXT NOT NULL,
  machine TEXT NOT NULL, machine_id INTEGER, unit TEXT NOT NULL,
  better TEXT NOT NULL CHECK (better IN ('lower', 'higher', 'unknown')),
  is_exact INTEGER NOT NULL CHECK (is_exact IN (0, 1)), PRIMARY KEY (project_id, series_id),
  UNIQUE (project_id, public_id)) STRICT, WITHOUT ROWID;
CREATE INDEX series_of_benchmark ON series (project_id, benchmark, metric);
-- Layout D. A suite is a machine of a project; lane 0 is the default branch, 1 every other.
CREATE TABLE suite_state (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE,
  machine_id INTEGER NOT NULL, lane INTEGER NOT NULL CHECK (lane IN (0, 1)), next_seq INTEGER NOT NULL,
  compacted_below INTEGER NOT NULL, PRIMARY KEY (project_id, machine_id, lane)) STRICT, WITHOUT ROWID;
CREATE TABLE layout (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, machine_id INTEGER NOT NULL,
  layout_id INTEGER NOT NULL, digest BLOB NOT NULL, series_ids BLOB NOT NULL,
  PRIMARY KEY (project_id, machine_id, layout_id), UNIQUE (project_id, machine_id, digest)) STRICT;
CREATE TABLE run (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, machine_id INTEGER NOT NULL,
  lane INTEGER NOT NULL, seq INTEGER NOT NULL, run_number INTEGER NOT NULL, public_id TEXT NOT NULL,
  run_key TEXT NOT NULL, content BLOB NOT NULL, layout_id INTEGER NOT NULL, commit_id INTEGER NOT NULL,
  branch TEXT NOT NULL, received_at REAL NOT NULL, readings INTEGER NOT NULL, facts BLOB NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), PRIMARY KEY (project_id, machine_id, lane, seq),
  UNIQUE (project_id, public_id), UNIQUE (project_id, run_key), UNIQUE (project_id, run_number)) STRICT;
CREATE INDEX run_of_commit ON run (project_id, commit_id);
CREATE TABLE record (project_id INTEGER NOT NULL, machine_id INTEGER NOT NULL, lane INTEGER NOT NULL,
  seq INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (project_id, machine_id, lane, seq),
  FOREIGN KEY (project_id, machine_id, lane, seq) REFERENCES run ON DELETE CASCADE) STRICT;
CREATE TABLE source (project_id INTEGER NOT NULL, machine_id INTEGER NOT NULL, lane INTEGER NOT NULL,
  seq INTEGER NOT NULL, type TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (project_id, machine_id, lane, seq),
  FOREIGN KEY (project_id, machine_id, lane, seq) REFERENCES run ON DELETE CASCADE) STRICT;
CREATE TABLE head (project_id INTEGER NOT NULL, machine_id INTEGER NOT NULL, lane INTEGER NOT NULL,
  seq INTEGER NOT NULL, layout_id INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (project_id, machine_id, lane, seq),
  FOREIGN KEY (project_id, machine_id, lane, seq) REFERENCES run ON DELETE CASCADE) STRICT;
CREATE TABLE chunk (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, machine_id INTEGER NOT NULL,
  lane INTEGER NOT NULL, series_id INTEGER NOT NULL, chunk INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (project_id, machine_id, lane, series_id, chunk)) STRICT, WITHOUT ROWID;
-- The groups that were acknowledged, as ledger.log beside the database has them.
CREATE TABLE ledger (group_number INTEGER PRIMARY KEY, chain BLOB NOT NULL) STRICT;
-- Work, findings and what is told of them. A mark is never given twice, so that work is only finished by who took it.
CREATE TABLE sweep (mark INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL, machine_id INTEGER NOT NULL, lane INTEGER NOT NULL,
  seq INTEGER NOT NULL, UNIQUE (project_id, machine_id, lane, seq),
  FOREIGN KEY (project_id, machine_id, lane, seq) REFERENCES run ON DELETE CASCADE) STRICT;
-- causes: each on a line of its own.
CREATE TABLE change (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  series TEXT NOT NULL, branch TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, label TEXT NOT NULL,
  sha TEXT NOT NULL, from_sha TEXT NOT NULL, before REAL NOT NULL, after REAL NOT NULL, ratio REAL, low REAL,
  high REAL, p REAL, causes TEXT NOT NULL, PRIMARY KEY (project_id, public_id)) STRICT, WITHOUT ROWID;
CREATE INDEX change_of_series ON change (project_id, series, position);
-- What the detector keeps of a series while the runs up to last_sha are those of the seal; points follow from first_sha on.
CREATE TABLE series_state (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, series_id INTEGER NOT NULL,
  first_sha TEXT NOT NULL, last_sha TEXT NOT NULL, seal INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (project_id, series_id)) STRICT, WITHOUT ROWID;
CREATE TABLE alert (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved', 'accepted', 'invalid', 'recovered')),
  kind TEXT NOT NULL CHECK (kind IN ('regression', 'missing', 'instrument', 'environment')), from_sha TEXT NOT NULL, to_sha TEXT NOT NULL, opened_at REAL NOT NULL, updated_at REAL NOT NULL,
  members TEXT NOT NULL, held TEXT CHECK (held IN ('budget', 'environment', 'instrument')), summary TEXT, machine TEXT,
  metric TEXT, series TEXT NOT NULL, back_sha TEXT, muted_until REAL, assignee TEXT, note TEXT, merged_into TEXT, version INTEGER NOT NULL,
  PRIMARY KEY (project_id, public_id)) STRICT, WITHOUT ROWID;
CREATE TABLE alert_event (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  alert TEXT, ordinal INTEGER NOT NULL, type TEXT NOT NULL, at REAL NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (project_id, public_id), FOREIGN KEY (project_id, alert) REFERENCES alert ON DELETE CASCADE)
  STRICT, WITHOUT ROWID;
CREATE INDEX alert_event_of_alert ON alert_event (project_id, alert);
CREATE TABLE webhook (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  url TEXT NOT NULL, is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)), created_at REAL NOT NULL,
  PRIMARY KEY (project_id, public_id)) STRICT, WITHOUT ROWID;
-- Sealed with the key that key_id names; place 0 is the newest, the only one without ends_at.
CREATE TABLE webhook_secret (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, webhook TEXT NOT NULL,
  place INTEGER NOT NULL, sealed TEXT NOT NULL, key_id TEXT NOT NULL, ends_at REAL,
  PRIMARY KEY (project_id, webhook, place), FOREIGN KEY (project_id, webhook) REFERENCES webhook ON DELETE CASCADE,
  CHECK ((place = 0) = (ends_at IS NULL))) STRICT, WITHOUT ROWID;
-- The outbox. due_at: of the next attempt; once delivered or failed, when it ended.
CREATE TABLE delivery (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  webhook TEXT NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts INTEGER NOT NULL, due_at REAL NOT NULL, last_result TEXT,
  PRIMARY KEY (project_id, public_id), UNIQUE (project_id, event, webhook),
  FOREIGN KEY (project_id, webhook) REFERENCES webhook ON DELETE CASCADE,
  FOREIGN KEY (project_id, event) REFERENCES alert_event ON DELETE CASCADE) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_of_webhook ON delivery (project_id, webhook, public_id);
CREATE INDEX delivery_due ON delivery (project_id, webhook, due_at) WHERE state = 'waiting';
CREATE INDEX delivery_ended ON delivery (due_at) WHERE state <> 'waiting';
-- trust and vouched: of tokens that were given for an identity token; what it vouched for, as JSON.
CREATE TABLE token (public_id TEXT PRIMARY KEY, name TEXT NOT NULL, key_id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
  scopes TEXT NOT NULL, project TEXT, created_at REAL NOT NULL, expires_at REAL, trust TEXT, vouched TEXT,
  CHECK ((trust IS NULL) = (vouched IS NULL))) STRICT, WITHOUT ROWID;
CREATE INDEX token_of_project ON token (project);
CREATE INDEX token_of_trust ON token (trust) WHERE trust IS NOT NULL;
CREATE INDEX token_ended ON token (expires_at) WHERE trust IS NOT NULL;
-- Whose identity tokens are taken. claims: a JSON object of patterns by claim.
CREATE TABLE trust (project_id INTEGER NOT NULL REFERENCES project ON DELETE CASCADE, public_id TEXT NOT NULL,
  name TEXT NOT NULL, provider TEXT NOT NULL, issuer TEXT NOT NULL, audience TEXT, claims TEXT NOT NULL, branch TEXT,
  scopes TEXT NOT NULL, keys TEXT, created_at REAL NOT NULL, PRIMARY KEY (project_id, public_id)) STRICT, WITHOUT ROWID;
-- How often an identity token was exchanged.
CREATE TABLE identity_use (digest TEXT PRIMARY KEY, first_at REAL NOT NULL, uses INTEGER NOT NULL, ends_at REAL NOT NULL)
  STRICT, WITHOUT ROWID;
CREATE INDEX identity_use_ended ON identity_use (ends_at);
