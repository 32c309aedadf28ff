extension VerbTable {
    /// Whether the verb is heard from that speaker in that place. Officers' words are heard where the file says; words that are everybody's
    /// and heard in private are also heard where we are mentioned.
    func admits(_ index: Int, _ role: Role, _ context: Context, mentionsUs: Bool) -> Bool {
        admits(index, anyOf: role.bit, context, mentionsUs: mentionsUs)
    }

    /// The same of somebody who holds several posts, a bit each.
    func admits(_ index: Int, anyOf posts: UInt32, _ context: Context, mentionsUs: Bool) -> Bool {
        let roles = roleBits[index]
        guard roles & posts != 0 else { return false }
        let contexts = contextBits[index]
        if contexts & context.bit != 0 { return true }
        return mentionsUs && contexts & Context.direct.bit != 0 && roles == Role.everybody
    }

    /// Whose word the verb may be in that place, a bit a post: theirs from whom it is heard there, and what is said at the table, since who
    /// writes up a meeting in the work group names its number.
    func posts(heard index: Int, _ context: Context, mentionsUs: Bool) -> UInt32 {
        let roles = roleBits[index]
        if admits(index, anyOf: roles, context, mentionsUs: mentionsUs) { return roles }
        let mayWriteUp = context == .workGroup || context == .direct || context == .replyToTopic
        return mayWriteUp && contextBits[index] & Context.liveMeeting.bit != 0 ? roles & ~Role.resident.bit : 0
    }
}

/// Which intents of the learned model somebody may mean in a place: some verb of theirs says it there, or it needs no verb.
struct LabelAudience: Sendable {
    /// For each place, and whether we were called there, the posts that may mean each label, a bit a post.
    private var posts: [[UInt32]] = []
    private let isWordless: [Bool]

    init(_ verbs: VerbTable, _ model: IntentModel?) {
        isWordless = model?.isWordless ?? []
        let labels = model?.labels(of: verbs.verbs) ?? []
        for context in Context.allCases {
            for mentionsUs in [false, true] {
                var posts = [UInt32](repeating: 0, count: isWordless.count)
                for (index, label) in labels.enumerated() {
                    guard let label else { continue }
                    posts[label] |= verbs.posts(heard: index, context, mentionsUs: mentionsUs)
                }
                self.posts.append(posts)
            }
        }
    }

    /// Their places in the model, rising.
    func labels(for posts: UInt32, _ context: Context, mentionsUs: Bool) -> [Int] {
        let heard = self.posts[context.place * 2 + (mentionsUs ? 1 : 0)]
        var labels: [Int] = []
        labels.reserveCapacity(isWordless.count)
        for label in isWordless.indices where isWordless[label] || heard[label] & posts != 0 { labels.append(label) }
        return labels
    }
}

extension Role {
    var bit: UInt32 {
        switch self {
        case .resident: 1
        case .liaisonOfficer: 2
        case .convenor: 4
        case .chair: 8
        case .secretary: 16
        case .partySecretary: 32
        case .member: 64
        case .department: 128
        }
    }

    fileprivate static let everybody: UInt32 = 255
}

extension Context {
    var bit: UInt32 {
        switch self {
        case .group: 1
        case .direct: 1 << 1
        case .workGroup: 1 << 2
        case .residentGroup: 1 << 3
        case .liveMeeting: 1 << 4
        case .replyToSuggestion: 1 << 5
        case .replyToNotice: 1 << 6
        case .replyToMeetingCall: 1 << 7
        case .replyToPoll: 1 << 8
        case .replyToTodo: 1 << 9
        case .replyToTopic: 1 << 10
        case .replyToApproval: 1 << 11
        case .replyToTask: 1 << 12
        case .replyToBotLast: 1 << 13
        case .pastedRecord: 1 << 14
        }
    }
}
