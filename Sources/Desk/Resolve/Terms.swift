import Procedure

/// The names of closed lists, from the canonical word a message was read to. One place knows both sides.
enum Terms {
    static let topicClass = ["要事": "partyGovernmentPriority", "实事": "livelihoodImprovement", "难事": "governanceDifficulty"]
    static let phase = ["决策前": "beforeDecision", "实施中": "duringImplementation"]
    /// What a topic may be about (XZ-9a to XZ-9d).
    static let category = ["重点工作": "policy", "发展大事": "development", "政策调整": "rights", "民生问题": "livelihood", "其他内容": "other"]
    static let screening = [
        "问卷调查": "questionnaire", "直接对话": "dialogue", "分组协商": "groupDeliberation", "听证会": "hearing", "网络投票": "onlinePoll",
    ]
    static let confirmation = ["举手": "showOfHands", "鼓掌": "applause", "投票": "ballot"]
    static let result = ["达成共识": "consensus", "基本达成共识": "basicConsensus", "未达成共识": "noConsensus"]
    static let way = ["组织推荐": "organization", "联名推荐": "jointly", "自荐": "oneself", "推荐": "recommended", "委托": "entrusted"]
    /// 提议的人 (XZ-10.1a, XZ-10.2a).
    static let proposer = [
        "党委提出": "partyCommittee", "政府提出": "government", "议事会提出": "council", "社会组织提出": "socialOrganization", "个人提出": "individual",
        "两委提出": "twoCommittees", "群众提出": "resident", "小组提出": "residentGroup",
    ]
    /// That those above have a filing (FL-2).
    static let received = ["收到", "已收", "签收", "收讫"]
    static let score = ["很满意": 5, "满意": 4, "一般": 3, "不满意": 2, "很不满意": 1]
    static let choice = ["赞成": "yes", "反对": "no", "弃权": "abstain"]
    static let numberedChoice = [1: "yes", 2: "no", 3: "abstain"]
    static let post = [
        "联络员": "liaisonOfficer", "召集人": "firstConvenor", "第二召集人": "secondConvenor", "登记员": "registerKeeper", "书记": "partySecretary",
        "委员": "secondConvenor", "网格员": "observer",
        "部门联系人": "departmentContact", "备案收件人": "filingReceiver",
    ]
    static let stance = ["正方": "for", "反方": "against", "其他": "other"]
    static let interrupt = ["跑题": "offTopic", "违规": "ruleBreach"]
    /// The word under which what belongs to a step is read, when it is put right.
    static let opening: [StepID: String] = [
        "SG-9": "转", "TP-9": "代录同意", "TP-11": "代录不同意", "TP-24": "代录确定", "TP-25": "代录不确定", "TP-33": "同意再议", "TP-33.2": "不同意再议",
    ]
    /// 待办 …: which of them.
    static let filter = [
        "逾期": "overdue", "今天": "today", "本周": "week", "建议": "suggestion", "议题": "topic", "会议": "meeting", "快到期": "soon", "转办": "referred",
        "备选": "kept",
        "可报审": "screened", "已批": "approved",
    ]
    static let form = ["会议协商": "meeting", "对话协商": "dialogue", "书面协商": "written", "网络协商": "online", "联动协商": "joint"]
}

extension String {
    /// Without the little words that are said around a name: 由物业办落实 is 物业办. Nothing is taken where fewer than two characters would be left.
    func without(beginnings: [String] = [], endings: [String] = []) -> String {
        var rest = Substring(self)
        if let found = beginnings.first(where: { rest.hasPrefix($0) && rest.count >= $0.count + 2 }) { rest = rest.dropFirst(found.count) }
        if let found = endings.first(where: { rest.hasSuffix($0) && rest.count >= $0.count + 2 }) { rest = rest.dropLast(found.count) }
        return String(rest)
    }
}
