/// The tables, as numbered upgrades. An upgrade that has been released is never changed: the next one follows it.
///
/// Keys grow wherever a resident's suggestion writes, so that a commit touches few pages. Its seven rows are:
/// `inbox` (the one random key), `event`, `matter`, `unit`, `words`, `outbox`, `timer`.
enum Schema {
    /// "Yish": marks our files, so that another program's database is never written to.
    static let applicationID: Int64 = 0x5969_7368
    static let upgrades: [String] = [first, second, third, fourth, fifth, sixth, seventh]
    static let newest = Int64(upgrades.count)

    /// Brings the file to `newest`, each upgrade in a transaction of its own. `upgrades` is a parameter for the tests of upgrading.
    static func upgrade(_ connection: borrowing Connection, with upgrades: [String] = upgrades) throws(StoreFailure) {
        let known = Int64(upgrades.count)
        let found = try connection.number("PRAGMA user_version")
        try refuseForeign(connection, schema: found, known: known)
        guard found < known else { return }
        for version in Int(found)..<upgrades.count {
            try connection.execute(
                """
                BEGIN IMMEDIATE;
                \(upgrades[version])
                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = \(version + 1);
                COMMIT;
                """, "upgrade the schema to \(version + 1)")
        }
    }

    /// What a reader checks as well: our file, and not a newer one.
    static func refuseForeign(_ connection: borrowing Connection, schema found: Int64, known: Int64 = newest) throws(StoreFailure) {
        let application = try connection.number("PRAGMA application_id")
        let tables = try connection.number("SELECT count(*) FROM sqlite_schema")
        guard application == applicationID || (application == 0 && tables == 0) else {
            throw StoreFailure("open the database", .foreignFile)
        }
        guard found <= known else { throw StoreFailure("open the database", .newerSchema(found: found, known: known)) }
    }

    // The comments below stand in the file itself: `sqlite3 FILE .schema` shows them. Times are milliseconds since 1970 UTC.
    private static let first = """
        -- +------------------------------------------------------------------------------------------------------+
        -- | unit: a community, township or workplace; the head of its chain of events                            |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE unit (
          id    INTEGER PRIMARY KEY,
          name  TEXT NOT NULL UNIQUE,
          n     INTEGER NOT NULL,            -- number of the newest event
          head  BLOB NOT NULL                -- its hash; 32 zero bytes before the first
        ) STRICT;

        -- +------------------------------------------------------------------------------------------------------+
        -- | event: everything that has happened; appended, never changed                                         |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE event (
          id        INTEGER PRIMARY KEY,
          unit      INTEGER NOT NULL REFERENCES unit(id),
          n         INTEGER NOT NULL,        -- 1, 2, 3 ... in the unit
          matter    INTEGER NOT NULL,        -- year * 1000000 + serial; 0 is the unit itself
          m         INTEGER NOT NULL,        -- 1, 2, 3 ... in the matter
          at        INTEGER NOT NULL,        -- recorded, our clock
          happened  INTEGER,                 -- as the person stated it
          by        TEXT,                    -- the person (p123), or NULL for the clock
          post      TEXT,                    -- the post they acted in
          rulebook  TEXT,                    -- hash of the rulebook the matter goes by
          kind      TEXT NOT NULL,
          version   INTEGER NOT NULL,
          body      BLOB NOT NULL,           -- JSON, the very bytes that were hashed
          prev      BLOB NOT NULL,
          hash      BLOB NOT NULL,
          outbox    INTEGER NOT NULL         -- the newest outbox row before it; not hashed
        ) STRICT;
        -- A matter's first event is found through matter.first, so a new matter costs no entry here.
        CREATE UNIQUE INDEX event_matter ON event (unit, matter, m) WHERE m > 1;

        -- +------------------------------------------------------------------------------------------------------+
        -- | matter: where each matter stands now; made from its events, remade by `yishi rebuild`                |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE matter (
          id     INTEGER PRIMARY KEY,        -- unit * 2^40 + number
          m      INTEGER NOT NULL,           -- its newest event's m
          first  INTEGER NOT NULL,           -- its first event's id
          stage  TEXT NOT NULL,
          open   INTEGER NOT NULL,
          due    INTEGER,                    -- when somebody owes it something
          state  BLOB NOT NULL
        ) STRICT;
        CREATE INDEX matter_open ON matter (id >> 40, due, id) WHERE open = 1;

        -- +------------------------------------------------------------------------------------------------------+
        -- | part: whose matters; filled behind the commit, so that a suggestion waits for no random key          |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE part (
          person  INTEGER NOT NULL,
          matter  INTEGER NOT NULL,          -- matter.id
          PRIMARY KEY (person, matter)
        ) STRICT, WITHOUT ROWID;

        -- +------------------------------------------------------------------------------------------------------+
        -- | inbox: keyed hashes of the messages taken in, for 30 days; a message said twice is known by them,    |
        -- |        and a quoted message leads to the matter it became                                            |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE inbox (
          key      BLOB NOT NULL,
          said_at  INTEGER NOT NULL,
          at       INTEGER NOT NULL,
          matter   INTEGER,                  -- matter.id
          outcome  INTEGER NOT NULL,
          PRIMARY KEY (key, said_at)
        ) STRICT, WITHOUT ROWID;

        -- +------------------------------------------------------------------------------------------------------+
        -- | outbox: what is to be sent, and what became of it                                                    |
        -- | state: 0 pending, 1 sending, 2 sent, 3 unknown, 4 failed, 5 dropped                                  |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE outbox (
          id           INTEGER PRIMARY KEY,
          unit         INTEGER,
          matter       INTEGER,
          cause        INTEGER,              -- n of the event it tells of
          chat         TEXT NOT NULL,        -- g123 or p123
          lane         INTEGER NOT NULL,
          text         TEXT NOT NULL,        -- key of the text
          args         BLOB NOT NULL,        -- JSON
          due          INTEGER NOT NULL,
          state        INTEGER NOT NULL,
          tries        INTEGER NOT NULL,
          error        TEXT,
          sent_at      INTEGER,
          message_key  BLOB,                 -- keyed hash of chat and platform message id
          message      TEXT,                 -- the platform's message id
          idempotency  TEXT NOT NULL
        ) STRICT;
        CREATE INDEX outbox_pending ON outbox (lane, due, id, unit, cause) WHERE state = 0;
        CREATE INDEX outbox_unsettled ON outbox (state, id) WHERE state IN (1, 3, 4);
        CREATE INDEX outbox_message ON outbox (message_key) WHERE message_key IS NOT NULL;

        -- +------------------------------------------------------------------------------------------------------+
        -- | timer: what is to be looked at when; fires once, by being deleted in the same commit                 |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE timer (
          matter    INTEGER NOT NULL,        -- matter.id
          kind      TEXT NOT NULL,
          occasion  TEXT NOT NULL,
          due       INTEGER NOT NULL,
          payload   BLOB NOT NULL,           -- JSON
          PRIMARY KEY (matter, kind, occasion)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX timer_due ON timer (due);

        -- +------------------------------------------------------------------------------------------------------+
        -- | person, account, chat_group: who is behind p123 and g123; sealed, found by keyed hashes only         |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE person (
          id      INTEGER PRIMARY KEY,       -- growing, its lower 31 bits random
          sealed  BLOB NOT NULL,
          at      INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE account (
          blind   BLOB NOT NULL PRIMARY KEY,
          person  INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE chat_group (
          id      INTEGER PRIMARY KEY,       -- random
          blind   BLOB NOT NULL UNIQUE,
          sealed  BLOB NOT NULL
        ) STRICT;

        -- +------------------------------------------------------------------------------------------------------+
        -- | words: what people wrote; events hold only SHA-256(salt, text); erased ones keep their row, empty    |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE words (
          id      INTEGER PRIMARY KEY,
          unit    INTEGER NOT NULL,
          matter  INTEGER NOT NULL,
          kind    TEXT NOT NULL,
          salt    BLOB,                      -- NULL once erased
          text    TEXT,                      -- NULL once erased
          at      INTEGER NOT NULL
        ) STRICT;

        -- +------------------------------------------------------------------------------------------------------+
        -- | roll and ballot: who has voted, and what was chosen; nothing leads from one to the other             |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE roll (
          poll    TEXT NOT NULL,
          person  INTEGER NOT NULL,
          PRIMARY KEY (poll, person)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE ballot (
          poll    TEXT NOT NULL,
          token   INTEGER NOT NULL,          -- random: rows do not stand in the order of voting
          choice  TEXT NOT NULL,
          PRIMARY KEY (poll, token)
        ) STRICT, WITHOUT ROWID;

        -- +------------------------------------------------------------------------------------------------------+
        -- | document: rulebooks and texts of lawful notices as adopted                                           |
        -- | counter: counts and marks; aside: what could not be taken in, without its content; meta              |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE document (
          hash   BLOB NOT NULL PRIMARY KEY,
          kind   TEXT NOT NULL,
          bytes  BLOB NOT NULL,
          at     INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE counter (
          name   TEXT NOT NULL PRIMARY KEY,
          value  INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE aside (
          id      INTEGER PRIMARY KEY,
          at      INTEGER NOT NULL,
          length  INTEGER NOT NULL,          -- bytes
          place   TEXT NOT NULL,
          key     BLOB NOT NULL,             -- keyed hash of the content
          reason  TEXT NOT NULL
        ) STRICT;
        CREATE TABLE meta (
          name   TEXT NOT NULL PRIMARY KEY,
          value  BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- For people who look into the file with sqlite3.
        CREATE VIEW v_events AS
          SELECT u.name AS unit, e.n, (e.matter / 1000000) || '-' || (e.matter % 1000000) AS matter, e.m,
                 datetime(e.at / 1000 + 28800, 'unixepoch') AS at, datetime(e.happened / 1000 + 28800, 'unixepoch') AS happened,
                 e.by, e.post, e.kind, e.version, CAST(e.body AS TEXT) AS body, lower(hex(e.hash)) AS hash
            FROM event e JOIN unit u ON u.id = e.unit ORDER BY e.id;
        CREATE VIEW v_matters AS
          SELECT u.name AS unit, ((m.id & 1099511627775) / 1000000) || '-' || ((m.id & 1099511627775) % 1000000) AS matter, m.m, m.stage,
                 m.open, datetime(m.due / 1000 + 28800, 'unixepoch') AS due, CAST(m.state AS TEXT) AS state
            FROM matter m JOIN unit u ON u.id = m.id >> 40 ORDER BY m.id;
        CREATE VIEW v_outbox AS
          SELECT o.id, u.name AS unit, (o.matter / 1000000) || '-' || (o.matter % 1000000) AS matter, o.cause, o.chat, o.lane, o.text,
                 CAST(o.args AS TEXT) AS args, datetime(o.due / 1000 + 28800, 'unixepoch') AS due,
                 CASE o.state WHEN 0 THEN 'pending' WHEN 1 THEN 'sending' WHEN 2 THEN 'sent' WHEN 3 THEN 'unknown'
                              WHEN 4 THEN 'failed' ELSE 'dropped' END AS state,
                 o.tries, o.error, datetime(o.sent_at / 1000 + 28800, 'unixepoch') AS sent_at, o.message
            FROM outbox o LEFT JOIN unit u ON u.id = o.unit ORDER BY o.id;
        CREATE VIEW v_timers AS
          SELECT datetime(t.due / 1000 + 28800, 'unixepoch') AS due, u.name AS unit,
                 ((t.matter & 1099511627775) / 1000000) || '-' || ((t.matter & 1099511627775) % 1000000) AS matter,
                 t.kind, t.occasion, CAST(t.payload AS TEXT) AS payload
            FROM timer t JOIN unit u ON u.id = t.matter >> 40 ORDER BY t.due;
        """

    /// In an index's condition `IN` costs every insertion a table of its own; `OR` does not.
    private static let second = """
        DROP INDEX outbox_unsettled;
        CREATE INDEX outbox_unsettled ON outbox (state, id) WHERE state = 1 OR state = 3 OR state = 4;
        """

    private static let third = """
        -- +------------------------------------------------------------------------------------------------------+
        -- | question: what somebody was asked and has not answered; sealed, for ten minutes                      |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE question (
          key     BLOB NOT NULL PRIMARY KEY, -- keyed hash of chat and account
          at      INTEGER NOT NULL,
          sealed  BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let fourth = """
        -- +------------------------------------------------------------------------------------------------------+
        -- | heard: when a residents' group was told ordinary news today, so that a restart makes no new day of it |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE heard (
          chat  TEXT NOT NULL,               -- g123
          at    INTEGER NOT NULL,
          PRIMARY KEY (chat, at)
        ) STRICT, WITHOUT ROWID;
        """

    private static let fifth = """
        -- +------------------------------------------------------------------------------------------------------+
        -- | poll_note: what is known of a poll beside roll and ballots; gone once it is over                     |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE poll_note (
          poll  TEXT NOT NULL,
          kind  TEXT NOT NULL,               -- member, voted (of an account whose owner is forgotten), counted
          who   INTEGER NOT NULL,            -- person.id; keyed hash of poll and account; 0
          PRIMARY KEY (poll, kind, who)
        ) STRICT, WITHOUT ROWID;
        """

    private static let sixth = """
        -- +------------------------------------------------------------------------------------------------------+
        -- | forgotten: keyed hashes of accounts whose owners were erased, for 30 days: what they said before is   |
        -- |            not taken in again when a group's history is read after a restore                          |
        -- +------------------------------------------------------------------------------------------------------+
        CREATE TABLE forgotten (
          who  BLOB NOT NULL PRIMARY KEY,
          at   INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let seventh = """
        -- The event, by its m, in which the message's own words stand: whoever takes the message back takes these back, and nothing else.
        ALTER TABLE inbox ADD COLUMN m INTEGER;
        """
}
