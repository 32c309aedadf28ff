import Deliberation
import Wire

/// The open book: everything that can be read and written inside one transaction of `Store.transact`, or read inside `Store.read`
/// (where SQLite itself refuses every write). It knows nothing of deciding; it stores bytes under keys.
///
/// One thread has it at a time: it cannot be copied and lives behind the store's lock.
public struct Ledger: ~Copyable, @unchecked Sendable {
    let connection: Connection
    /// The keys for what is sealed or blinded; message keys can be made from it on any thread.
    public let identity: IdentityKey

    var unitSQL = UnitStatements()
    var eventSQL = EventStatements()
    var matterSQL = MatterStatements()
    var inboxSQL = InboxStatements()
    var outboxSQL = OutboxStatements()
    var courierSQL = CourierStatements()
    var timerSQL = TimerStatements()
    var questionSQL = QuestionStatements()
    var peopleSQL = PeopleStatements()
    var groupSQL = GroupStatements()
    var wordsSQL = WordsStatements()
    var ballotSQL = BallotStatements()
    var pollNoteSQL = PollNoteStatements()
    var documentSQL = DocumentStatements()
    var counterSQL = CounterStatements()
    var erasingSQL = ErasingStatements()
    var forgottenSQL = ForgottenStatements()
    var heardSQL = HeardStatements()
    var restoredSQL = RestoredStatements()
    var strangerSQL = StrangerStatements()
    var sealedSQL = SealedStatements()
    var transactionSQL = TransactionStatements()

    var units = UnitHeads()
    /// Matters touched by the transaction under way.
    var matterHeads: [MatterRow: MatterHead] = [:]
    var newest = Newest()
    /// The identity key, ready to seal; made when the first is sealed.
    var sealer: AESGCM.Sealer?
    /// The account that was looked for last, and its keyed hash: one message asks for its sender's several times.
    var lastBlind: (account: Account, blind: [UInt8])?
    /// Reused for the bytes an event is hashed over.
    var hashBuffer: [UInt8] = []

    init(connection: consuming Connection, identity: IdentityKey) {
        self.connection = connection
        self.identity = identity
    }
}

/// The newest rows of the tables that only grow, once they have been looked up; forgotten when a transaction fails or another
/// connection has written.
struct Newest {
    var event: Int64?
    var outbox: Int64?
    var words: Int64?
    var person: Int64?
}
