import Procedure

/// What is read: the words, when they were said, by whom in general and where in general. No ids, no people (reading.md).
public struct Utterance: Sendable, Hashable {
    public var text: String
    public var at: Instant
    public var role: Role
    public var context: Context
    /// Further posts the same person holds here, in order: in a village the first convenor is the party secretary too (XZ-5b).
    /// Their words are tried after those of `role`.
    public var posts: [Role]
    /// Whether the message mentions us: then residents' words that are otherwise heard in private only are heard here.
    public var mentionsUs: Bool
    /// The names of those on the lists of the sittings here, where one is under way: at the table a name may run into the next, or into a word.
    public var names: [String]
    /// Whether it tells what has already taken place: then days that are gone are meant so.
    var isRecord = false

    public init(
        _ text: String, at: Instant, role: Role = .resident, context: Context = .group, posts: [Role] = [], mentionsUs: Bool = false,
        names: [String] = []
    ) {
        self.text = text
        self.at = at
        self.role = role
        self.context = context
        self.posts = posts
        self.mentionsUs = mentionsUs
        self.names = names
    }
}

/// The speaker's standing, as far as reading needs it (reading.md, *role*).
public enum Role: String, Sendable, Hashable, CaseIterable {
    case resident, liaisonOfficer, convenor, chair, secretary, partySecretary, member, department
}

/// Where it was said (reading.md, *context*). `replyTo…` means the message quotes, or answers a question of, something of ours.
public enum Context: String, Sendable, Hashable, CaseIterable {
    case group
    case direct = "private"
    case workGroup = "work_group"
    case residentGroup = "resident_group"
    case liveMeeting = "live_meeting"
    case replyToSuggestion = "reply_to_suggestion"
    case replyToNotice = "reply_to_notice"
    case replyToMeetingCall = "reply_to_meeting_call"
    case replyToPoll = "reply_to_poll"
    case replyToTodo = "reply_to_todo"
    case replyToTopic = "reply_to_topic"
    case replyToApproval = "reply_to_approval"
    case replyToTask = "reply_to_task"
    case replyToBotLast = "reply_to_bot_last"
    /// A line of a record pasted after the meeting. Never said by a caller; reading uses it for the lines of `paste_record`.
    case pastedRecord = "pasted_record"

    /// In a reply to one of our messages the number need not be said.
    public var isReply: Bool {
        switch self {
        case .replyToSuggestion, .replyToNotice, .replyToMeetingCall, .replyToPoll, .replyToTodo, .replyToTopic, .replyToApproval,
            .replyToTask, .replyToBotLast:
            true
        case .group, .direct, .workGroup, .residentGroup, .liveMeeting, .pastedRecord: false
        }
    }
}

/// What the speaker means to do. The vocabulary of reading.md; the raw values are what `yishi read` prints.
public enum IntentName: String, Sendable, Hashable, CaseIterable {
    // residents
    case suggest
    case suggestFor = "suggest_for"
    case endorseFor = "endorse_for"
    case forgetFor = "forget_for"
    case complainAsSuggestion = "complain_as_suggestion"
    case askStatus = "ask_status"
    case listMine = "list_mine"
    case endorse, withdraw
    case rsvpYes = "rsvp_yes"
    case rsvpNo = "rsvp_no"
    case leaveRequest = "leave_request"
    case vote, rate
    case questionToBot = "question_to_bot"
    case help, thanks
    case chatterIgnore = "chatter_ignore"
    case individualDispute = "individual_dispute"
    case outOfScopePolicy = "out_of_scope_policy"
    case emergency
    case optOutPrivacy = "opt_out_privacy"
    case appeal
    case volunteerAsParticipant = "volunteer_as_participant"
    // posts
    case todoList = "todo_list"
    case pass, decline, merge, refer
    case askMore = "ask_more"
    case answer
    case convertTopic = "convert_topic"
    case convertReport = "convert_report"
    case escalate, delegate
    case recordApproval = "record_approval"
    case file
    case publishNotice = "publish_notice"
    case callMeeting = "call_meeting"
    case reschedule
    case cancelMeeting = "cancel_meeting"
    case participants
    case checkIn = "check_in"
    case openMeeting = "open_meeting"
    case giveFloor = "give_floor"
    case endTurn = "end_turn"
    case recordView = "record_view"
    case revise
    case confirmMethod = "confirm_method"
    case announceResult = "announce_result"
    case recordDetermination = "record_determination"
    case assign, progress, remind, report, undo
    case swapDuty = "swap_duty"
    case unclear
    // Further words of ours, for steps the vocabulary has no name for.
    case submit
    case keepForLater = "keep_for_later"
    case recordScreening = "record_screening"
    case nominateSecretary = "nominate_secretary"
    case interact
    case interrupt
    case closeCount = "close_count"
    case agreeRevision = "agree_revision"
    case minutes
    case reportSession = "report_session"
    case confirmMinutes = "confirm_minutes"
    case postedOnPaper = "posted_on_paper"
    case noticeDown = "notice_down"
    case noticeUp = "notice_up"
    case endMandate = "end_mandate"
    case printForm = "print_form"
    case notDone = "not_done"
    case turnPrivate = "turn_private"
    case entitle
    case correctSubject = "correct_subject"
    case objectionLifted = "objection_lifted"
    case objectionUpheld = "objection_upheld"
    case suspend
    case nameContact = "name_contact"
    case chain
    case forecast
    case recount
    case listDeviations = "list_deviations"
    case listViolations = "list_violations"
    case pasteRecord = "paste_record"
    case done
    case close
    case redeliberate
    /// Not to be named, or written to; forgetting somebody is `optOutPrivacy`.
    case hideName = "hide_name"
    case decisionReference = "decision_reference"
    case correct
    case reason
    case immediately
    case bind
    case appoint
    case dismiss
    case nominateSeat = "nominate_seat"
    case leaveSeat = "leave_seat"
    case chairDelegation = "chair_delegation"
    case accept
    case details
    case endMeeting = "end_meeting"
    case objection
    case yes
    case no
    case ownData = "own_data"
    case linkAccount = "link_account"

    /// By its place among all names: the hash of a raw value is that of its letters.
    public func hash(into hasher: inout Hasher) { hasher.combine(unsafeBitCast(self, to: UInt8.self)) }
}

/// What stands in a slot. Names are those of reading.md; raw values are what `yishi read` prints.
public enum Slot: String, Sendable, Hashable, CaseIterable {
    case number, numbers, to, choice, score, result, percent, count, date, start, end, due, period, place, summary, title, text, reason,
        department, unit, approver, document, meeting, person, persons, substitute, method, `for`, against, abstain, expected, present,
        missing, add, remove, stance, viewpoint, kind, category, `class`, phase, filter, form, correction, supplement, anonymous, post,
        code,
        /// The day something took place that is entered afterwards.
        late,
        /// A form to print.
        paper,
        stakeholders, party, mandatesApproved, secretary, line,
        /// By how many minutes a sitting is moved, below 0 to an earlier hour.
        shift,
        /// What a matter is called by where its number is not said: 停车位 of 「停车位那件」.
        subject
}

/// A value read for a slot.
public enum SlotValue: Sendable, Hashable {
    case text(String)
    case integer(Int)
    case integers([Int])
    case texts([String])
    case flag(Bool)
    case date(DateReading)
}

/// What a date expression came to (reading.md, *Dates*).
public enum DateReading: Sendable, Hashable {
    case day(CivilDate)
    case moment(CivilMoment)
    /// Both ends included; each end a day or a moment.
    indirect case interval(DateReading, DateReading)
    /// Read, but gone.
    indirect case past(DateReading)
    /// No such day or hour.
    case invalid
    /// Ask; the readings to offer, the first one first. May be empty.
    case ambiguous([DateReading])
}

/// What is to come of a message (reading.md, *do*).
public enum Action: String, Sendable, Hashable {
    case act, ask, offer, silence
}

/// A message as read: what to do, and with what. Knows no ids, no people and no state of any matter.
public struct Intent: Sendable, Hashable {
    public var action: Action
    public var name: IntentName
    public var slots: Slots
    /// A key of the texts for the one short question to put, where `action` is `ask`.
    public var question: String?
    /// Further commands in the same message, in order.
    public var more: [Intent]
    /// Every date expression found: where (Unicode scalars, end exclusive), and what it came to.
    public var dates: [DateSpan]
    /// Where `action` is `ask`: what may have been meant, each ready to be carried out, the likeliest first. The question offers them by number.
    public var meant: [Intent] = []
    /// While it is read: whether it was said in the words `帮助` teaches, and nothing in it was left over.
    var isWordForWord = false
    /// While it is read: whether single words gave it away, and not a sentence that was read whole.
    var isHinted = false
    /// Whether the learned model found it where the words by hand were silent or only guessed.
    public var isFromModel = false
    /// Whether the second opinion is so sure of it that single words say nothing against it.
    var isCertain = false
    /// What the learned model makes of it, the likeliest first; empty where it was not asked.
    public var opinions: [IntentModel.Opinion] = []

    public struct DateSpan: Sendable, Hashable {
        public var start: Int
        public var end: Int
        public var reading: DateReading

        public init(start: Int, end: Int, reading: DateReading) {
            self.start = start
            self.end = end
            self.reading = reading
        }
    }

    public init(
        _ action: Action, _ name: IntentName, slots: Slots = [:], question: String? = nil, more: [Intent] = [],
        dates: [DateSpan] = []
    ) {
        self.action = action
        self.name = name
        self.slots = slots
        self.question = question
        self.more = more
        self.dates = dates
    }
}
