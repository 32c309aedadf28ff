import Deliberation
import Procedure

/// The forms offices keep on paper.
public enum PaperForm: String, Sendable, Hashable, CaseIterable {
    /// 议题初审表: the ten questions of 五议五不议 (OX-2.4g).
    case questions
    /// 议题审批表 (R3; XZ-11g).
    case approval
    /// 会前公示 (XZ-12b, XZ-12c).
    case notice
    /// 实施情况公示 (XZ-14.1c).
    case implementation
    /// 签到表 (XZ-13.3b).
    case signIn
    /// 会议记录 (R12; XZ-13.2b).
    case minutes

    /// By the canonical word of `verbs.zh-Hans.json`; 公示 is the one that is due.
    init?(word: String, _ matter: Matter) {
        switch word {
        case "初审表": self = .questions
        case "审批表": self = .approval
        case "公示": self = matter.item("notice", key: "implementation") == nil ? .notice : .implementation
        case "签到表": self = .signIn
        case "会议记录": self = .minutes
        default: return nil
        }
    }

    /// Whether there is anything to put on it yet: a topic, a sitting that is called.
    func isDue(_ matter: Matter) -> Bool {
        let isCalled = ![.none, "planned", "adjourned", "cancelled"].contains(matter.state(of: "meeting"))
        return switch self {
        // That of a result is only asked for where there is one.
        case .questions, .implementation: true
        case .approval: matter.state(of: "topic") != .none
        case .notice, .signIn: matter.sitting.start != nil && isCalled
        case .minutes: (matter.sitting.start != nil && isCalled) || matter.sitting.isCounted
        }
    }

    /// What is wanted at this stage when nothing is said.
    init(at matter: Matter) {
        if matter.isToBeScreened {
            self = .questions
            return
        }
        switch matter.state(of: "topic") {
        case "noticed": self = .notice
        case "inSession": self = .signIn
        case "agreed", "notAgreed", "determining", "determined": self = .minutes
        case "implementing", "publicising", "closed":
            self = matter.item("notice", key: "implementation") == nil ? .minutes : .implementation
        default: self = .approval
        }
    }
}
