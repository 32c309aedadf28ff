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
