/// What is told of a message beside its characters: a number of each sign found, each once.
struct Signs: Sendable, Hashable {
    /// In the order found.
    private(set) var keys: [Int] = []

    init() { keys.reserveCapacity(32) }

    mutating func insert(_ sign: Sign) {
        if !keys.contains(sign.key) { keys.append(sign.key) }
    }

    /// Who speaks, and who speaks where.
    mutating func insert(_ role: Role, _ context: Context) {
        insert(.roles[role.place])
        insert(.rolesInPlaces[role.place][context.place])
    }
}

/// One thing told of a message, as a number that stays the same for ever: models on disk are made of it.
struct Sign: Sendable, Hashable {
    let key: Int

    /// The sign of a name (FNV-1a of its UTF-8).
    init(_ name: String) { key = Int(name.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }) }

    static let numberFirst = Sign("number first"), numberLater = Sign("number later")
    static let numberMarked = Sign("number marked"), numberBare = Sign("number bare")
    static let day = Sign("day"), hour = Sign("hour"), past = Sign("past")
    static let asks = Sign("asks"), question = Sign("question"), called = Sign("called")
    static let told = Sign("told"), later = Sign("later"), doubt = Sign("doubt"), ofOthers = Sign("of others")
    /// A share, a count, a tally.
    static let amounts = (IntentSketch.Mark.share...IntentSketch.Mark.tally).map { Sign("amount \($0)") }
    /// None, one, several.
    static let numbers = (0...2).map { Sign("numbers \($0)") }
    static let lengths = (0...5).map { Sign("length \($0)") }
    static let places = Context.allCases.map { Sign("in \($0.rawValue)") }
    static let roles = Role.allCases.map { Sign("role \($0.rawValue)") }
    static let rolesInPlaces = Role.allCases.map { role in Context.allCases.map { Sign("role \(role.rawValue) \($0.rawValue)") } }
}

/// The signs of a verb: one of its words stands in the message, begins it, ends it.
struct VerbSigns: Sendable {
    let word: Sign
    let first: Sign
    let last: Sign

    init(_ intent: IntentName) {
        word = Sign("word \(intent.listed.rawValue)")
        first = Sign("first \(intent.listed.rawValue)")
        last = Sign("last \(intent.listed.rawValue)")
    }
}

extension Role {
    /// Its place among all roles.
    fileprivate var place: Int { bit.trailingZeroBitCount }
}

extension Context {
    /// Its place among all contexts.
    var place: Int { bit.trailingZeroBitCount }
}
