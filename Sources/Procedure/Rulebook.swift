/// The procedure of a city as data: which steps there are (from `base.json`), and for each one whether the city takes it, by whom,
/// under which rules, with which notices and timers. All judgement is code (design section 4).
public final class Rulebook: Sendable {
    /// The city's short name, e.g. `xuzhou`.
    public let id: String
    /// A day, newer with every change of a byte: two rulebooks of one version are the same rulebook.
    public let version: String
    /// What every outgoing lawful text bears (XZ-G2.3d).
    public let brand: String
    /// The document's name in print, e.g. 徐委发〔2020〕26号.
    public let source: String
    /// SHA-256 of base and city file, lower-case hexadecimal: the name under which it is adopted.
    public let hash: String
    /// By name: `suggestion`, `topic`, `meeting` …
    public let machines: [String: Machine]
    /// The steps this city takes; one that is missing cannot be taken here.
    public let steps: [StepID: CityStep]
    /// What people say as one, by the verb's name.
    public let moves: [String: Move]
    /// What goes out, by the key of its text.
    public let notices: [String: Notice]
    /// Notices of what is no step, by the event's kind.
    public let tells: [String: [String]]
    /// What timers do, by their names.
    public let alarms: [String: Alarm]
    /// What lies still is not forgotten; by name.
    public let chases: [Chase]
    /// Keys of the notices that press whoever a matter waits for, in the order in which they are tried.
    public let urges: [String]
    /// Standing duties: a breach opens a violation and never blocks an unrelated step.
    public let standing: [Requirement]
    /// What a document asks of a turn in the meeting (XZ-13.6), by the name of the typed command.
    public let typed: [String: [Requirement]]
    /// Lengths of time a city sets for itself, `answer`, `reminders` and the like; else as `base.json` has them.
    public let settings: [String: Span]

    init(
        id: String, version: String, brand: String, source: String, hash: String, base: Base, steps: [StepID: CityStep],
        standing: [Requirement], typed: [String: [Requirement]], settings: [String: Span]
    ) {
        self.id = id
        self.version = version
        self.brand = brand
        self.source = source
        self.hash = hash
        machines = base.machines
        self.steps = steps
        moves = base.moves
        notices = base.notices
        tells = base.tells
        alarms = base.alarms
        chases = base.chases
        urges = base.urges
        self.standing = standing
        self.typed = typed
        self.settings = settings
    }

    /// How long the last act can be taken back, and what waits for that stays here: the setting `undo`, else two minutes.
    public var undoTime: Span { settings["undo"] ?? .seconds(120) }

    /// The states one kind of thing can be in.
    public struct Machine: Sendable {
        public let name: String
        public let states: [StateID]
        /// States nothing leads out of.
        public let ends: Set<StateID>
    }

    /// One step as this city takes it.
    public struct CityStep: Sendable {
        public let id: StepID
        /// It can be taken from any of these.
        public let from: Set<StateID>
        public let to: StateID
        /// Fields that must be said with it, and the row that asks for each where a document does.
        public let asks: [(field: Field, row: RowID?)]
        /// Taken when nothing else is said.
        public let defaults: [Field: String]
        /// In the order in which posts are looked for.
        public let by: [Post]
        /// Judged together; each unmet one is told with its own remedy.
        public let needs: [Requirement]
        /// Keys of the notices it sends.
        public let tells: [String]
        public let timers: [TimerRule]
        /// It records what has taken place outside the chat: taken down always, an unmet must opens a violation.
        public let isRecord: Bool
        /// Depends on a clean record: refused while a violation of the matter is open.
        public let needsClean: Bool
        /// The rows it stands on.
        public let rows: [RowID]
        /// What of it can be put right after the undo time.
        public let corrects: [Field]
    }

    /// What a person says as one, in the ways it can be meant: the first way whose first step can be taken from here is the one.
    public struct Move: Sendable {
        /// In the order in which they are tried.
        public let ways: [[Part]]
        /// The key of what its sayer hears.
        public let answer: String

        /// One step of a way.
        public struct Part: Sendable, Hashable {
            public let step: StepID
            /// Which of several items of the machine; nil where there is one.
            public let key: String?
        }
    }

    /// One kind of message: to whom, how urgently, and what hangs on its delivery.
    public struct Notice: Sendable {
        public let key: String
        /// Each of them hears it once.
        public let to: [Audience]
        /// Whether it waits for the morning and counts against the group's budget.
        public let lane: Lane
        /// Its delivery is a fact of the procedure: it comes back as `shown`.
        public let isProof: Bool
        /// Said once a sitting to whoever is invited to several of its topics, not once a topic.
        public let isOncePerSitting: Bool
        /// Those of whom somebody has to hear it; where there is nobody, the officer is told so.
        public let needed: Set<Audience>
        /// It is said only where the step carried this.
        public let with: Field?
        /// It reminds of what is owed: nobody gets more than one message of these a day. What comes together is one list, in which it stands
        /// with the text KEY.line.
        public let isReminder: Bool
        /// Where the matter has to stand, at one of these, for it to be true: what asks for a step is not said any more once that was
        /// taken. Empty: always.
        public let onlyWhile: [Place]
        /// Labels and canonical commands, as text keys.
        public let buttons: [String]
        /// What an answer that quotes it is about.
        public let quoted: Quoted
        /// What it is to quote it with words of one's own that are no command; nil where that says nothing.
        public let invites: Invitation?

        /// What is answered by quoting: a suggestion that is being screened or asked about, the matter as a topic, a call to a meeting, a poll, the
        /// form of an approval or determination, a task or referral of a department, a public notice.
        public enum Quoted: String, Sendable, CaseIterable {
            case suggestion, topic, call, poll, approval, task, notice
        }

        /// What is said by quoting in one's own words.
        public enum Invitation: String, Sendable, CaseIterable {
            /// The proposer was asked something.
            case answer
            /// It is shown to all, or told to the proposer as done: they may say what they think of it.
            case opinion
            /// It calls to a meeting: what was said is neither yes nor no.
            case attendance
        }

        /// A state of one of a matter's machines.
        public struct Place: Sendable, Hashable {
            public let machine: String
            public let state: StateID
        }
    }

    /// When a step's timer is due.
    public struct TimerRule: Sendable, Hashable {
        public let alarm: String
        /// From its start, or back from it where the start lies ahead.
        public let span: Span
        public let from: Start
        /// It comes again so long after each time, until what it asks for is done; nil: once.
        public let every: Span?
        /// How often it comes at most; nil: until it is done.
        public let times: Int?

        /// What its span is counted from.
        public enum Start: Sendable, Hashable {
            /// After the step.
            case step
            /// Before the meeting's start.
            case meeting
            /// After the day that was stated as due, at nine in the morning; where none was, after the setting `answer` has passed.
            case due
            /// Before and after the day that was stated as due, at nine in the morning; never where none was.
            case beforeStated, afterStated
        }
    }

    /// Whether a timer does nothing but remind people of what they owe: then it comes at the time of day that `reminders` sets.
    public func isReminder(_ alarm: String) -> Bool {
        guard let alarm = alarms[alarm], alarm.move == nil, !alarm.tells.isEmpty else { return false }
        return alarm.tells.allSatisfy { notices[$0]?.isReminder == true }
    }

    /// What a timer does when it is due.
    public struct Alarm: Sendable {
        /// A move the service makes by itself; nil where it only tells.
        public let move: String?
        public let tells: [String]
    }
}
