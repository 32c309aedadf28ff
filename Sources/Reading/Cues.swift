/// Short fixed words that announce what follows them.
struct Cue: Sendable {
    private let trie: WordTrie

    private init(_ words: String) {
        let fold = FoldTable()
        trie = WordTrie(words.split(separator: " ").map { (fold.word(String($0)), 0) })
    }

    /// The place after the cue, if it stands there.
    func end(_ scan: inout Scan, at start: Int) -> Int? { trie.longest(in: &scan, at: start)?.end }

    /// Whose turn a line of a record tells of, and that it was one (XZ-13.5a).
    static let proposer = Cue("提议人 议题提议人")
    static let speaks = Cue("发言 首先发言 先发言 第一个发言")
    static let late = Cue("补录 补记 补登")
    static let reason = Cue("理由 理由是 原因 原因是 因为 因")
    static let into = Cue("到 入 进 至 并到 并入 给 归到 和 跟 与 同")
    static let place = Cue("在 于 地点 地点在 地点定在 地点是 地点为")
    static let time = Cue("到 至 时间 时间是 时间定在 时间为 定于 定在 改到 改在 改为 改成 限 限期 期限 截止 截止到 截至 于 日期 在 会议时间")
    static let timeTail = Cue("完成 办结 办好 截止 为止 开 召开 开会 举行 起 开始 之内完成 回复 答复 反馈 办完 落实 修好 解决")
    static let decided = Cue(
        "批准 研究 研究同意 研究决定 同意 审定 审定通过 通过 决定 讨论 讨论通过 审议 审议通过 已 上 上同意 过了 批了 通过了 同意了 开会 开会同意 研究通过 定了 定的 批的 研究的 研究过 讨论过 确定 研究确定 审批 审核通过 表决通过")
    static let documentTail = Cue("文件 文 通知")
    static let partyBody = Cue("党委 党总支 党支部 党组织 党工委 党组 支部 总支 工委")
    static let council = Cue("议事会 议事会议 协商议事会 协商议事会议")
    static let mandate = Cue("代表 利益相关方代表 相关方代表 代表名单 作为")
    static let approved = Cue("审定 审定通过 通过 批准 认可 审议通过")
    static let expected = Cue("应到 应到会 应到人数 应到会人数 应参加 应出席")
    static let present = Cue("到会 实到 实到会 实际到会 到会人数 实到人数 出席 到场 签到")
    static let everybody = Cue("全到 全到了 全部到会 全部到齐 到齐 到齐了 都到了 都到 全员到会 全体到会 人到齐 人到齐了 人齐了 都齐了 人都到了")
    static let stakeholders = Cue("代表 相关方 相关方代表 利益相关方 利益相关方代表 利益代表 其中代表 其中利益相关方代表 其中利益相关方")
    static let votesFor = Cue("赞成 同意 支持 赞成票 同意票")
    static let votesAgainst = Cue("反对 不同意 不赞成 反对票")
    static let votesNeither = Cue("弃权 弃权票")
    static let missing = Cue("缺 缺席 未到 没到 请假 没来 缺勤 未到会")
    static let add = Cue("加 增加 加上 添加 增补 补 加入")
    static let remove = Cue("减 减去 去掉 减掉 拿掉 换掉 删 删去 删掉 撤下 移除")
    static let secretary = Cue("秘书 会议秘书 秘书由 记录人")
    static let viewpoint = Cue("观点 观点是 论点")
    static let instead = Cue("替我 代我 代替我 替我参加 代我参加 代为参加 替我去 代表我 替 代")
    static let sendName = Cue("由 让 请 委托 叫 托 改由 换")
    static let honorific = Cue("同志 先生 女士 老师 同学 大姐 大哥 阿姨 师傅 代表")
    static let by = Cue("由 让 请")
    static let handover = Cue("和 跟 与 同 给 换")
}
