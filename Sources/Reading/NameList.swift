// Lists of people: 参会名单：邰建军、庹小满、尉迟敏; 候选人：一、蒯大诚 二、谷雨声; 点名：甄诚到，贾真到; 孔令飞 孟繁星 颜如意 三位同学.
/// Where a list of people has begun, every item of two to four characters that begins with a surname is a name, also one that nobody would take
/// for a name elsewhere. A number, a day or an amount behind one is no end of the list.
struct NameList {
    /// How far behind the last name, or what opened the list, the next item may stand.
    private static let farthest = 30

    private var isOpen = false
    /// Whether only people stand in such a list: a 名单 more surely than a 声明.
    private var isSure = false
    /// 名单: whether the word says that names follow.
    private var isNamed = false
    private var names = 0
    /// The place after the last name, door or number, or after what opened the list.
    private var last = 0
    /// Where the items of a run were looked at already.
    private var looked = 0

    /// To be called for every place in order: opens the list behind its word and closes it with the sentence.
    mutating func pass(_ text: FoldedText, at place: Int) {
        let scalar = text[place]
        switch scalar {
        case 0x3002, 0x21, 0x3F: isOpen = false  // 。 ! ?
        case 0x3A, 0x20, 0x0A:
            guard let word = NameList.word(text, endingAt: place, isColon: scalar == 0x3A) else { return }
            open(at: place + 1, isSure: word > 0, isNamed: word > 1)
        case 0x662F, 0x6709, 0x4E3A, 0x62EC:  // 是 有 为 括
            guard !isOpen, NameList.verbs.start(text, endingAt: place + 1) != nil else { return }
            open(at: place + 1, isSure: false, isNamed: false)
        default: break
        }
    }

    private mutating func open(at place: Int, isSure: Bool, isNamed: Bool) {
        isOpen = true
        self.isSure = isSure
        self.isNamed = isNamed
        names = 0
        last = place
    }

    /// 报名的有万家宝、舒庆春
    private static let verbs = WordsBefore(
        "的有 选的是 缺的是 来的是 到的是 报名的是 值班的是 负责的是 请假的是 名单有 名单是 人员有 人员是 代表有 代表是 成员有 成员是 委员有 委员是 包括 分别是 分别为 分别有 依次是 依次为 还有")

    /// Whether a word for a list ends there, and how sure it is. 名单(3人), 名单如下, 领取人员 with a colon; without one only 名单 and its like.
    private static func word(_ text: FoldedText, endingAt place: Int, isColon: Bool) -> Int? {
        var at = place
        if text[at - 1] == 0x29 {  // )
            while place - at < 10, text[at - 1] != 0x28 { at -= 1 }
            at -= 1
        }
        if let word = NameList.afterwords.start(text, endingAt: at) { at = word }
        if NameList.lists.start(text, endingAt: at) != nil { return 2 }
        guard isColon else { return nil }
        if NameList.tasks.start(text, endingAt: at) != nil { return 1 }
        return NameList.papers.start(text, endingAt: at) != nil ? 0 : nil
    }

    /// Something private that is no name: the list goes on behind it.
    mutating func found(_ detail: Range<Int>) { if isOpen { last = detail.upperBound } }

    /// The name that is the item at a place.
    mutating func item(_ scan: inout Scan, at start: Int, after detail: LastDetail?) -> (range: Range<Int>, surname: Int)? {
        let text = scan.text
        if !isOpen, start >= looked, Marks.isMark(text[start - 1]), isRun(&scan, start) {
            open(at: start, isSure: true, isNamed: true)
            names = 2
        }
        guard isOpen else { return nil }
        guard start - last <= NameList.farthest else {
            isOpen = false
            return nil
        }
        guard NameList.isBeginning(text, start), let (surname, tier) = PersonName.beginning(text, start) ?? hidden(text, start),
            PersonName.titles.longest(in: &scan, at: start + surname) == nil
        else { return nil }
        let isBehindDoor = detail.map { $0.kind == .door && $0.range.upperBound + 1 == start } ?? false
        for length in [2, 1] where isItem(&scan, start, surname, length, tier, isBehindDoor) {
            let end = start + surname + length
            names += 1
            last = end
            return (start..<end, surname)
        }
        return nil
    }

    /// 都兰英 in a list that has begun: what is no surname anywhere else.
    private func hidden(_ text: FoldedText, _ start: Int) -> (length: Int, tier: PersonName.Tier)? {
        isSure && PersonName.rare.contains(text[start]) ? (1, .everyday) : nil
    }

    private func isItem(
        _ scan: inout Scan, _ start: Int, _ surname: Int, _ length: Int, _ tier: PersonName.Tier, _ isBehindDoor: Bool
    ) -> Bool {
        let text = scan.text
        let end = start + surname + length
        let own = start + surname..<end
        let isTypical = PersonName.isTypical(text, own)
        // What is a surname nowhere else has to be the whole of the item.
        if PersonName.beginning(text, start) == nil, isChinese(text[end]) || !Marks.isMark(text[start - 1]) { return false }
        guard own.allSatisfy({ isChinese(text[$0]) && (isTypical || !PersonName.functions.contains(text[$0])) }),
            length == 2 || !PersonName.kin.contains(text[end - 1]),
            isBehindDoor || isTypical || !PersonName.placeEnds.contains(text[end - 1]),
            NameList.isEnd(&scan, end), PersonName.notGiven.longest(in: &scan, at: start + surname)?.end != end
        else { return false }
        // 米一袋
        if length == 2, FoldedText.spoken(text[end - 2]) != nil, !isTypical { return false }
        // 康健, 常乐: words that are names as well, among others' names; 支援朝: a word that is only the beginning of one.
        if PersonName.isWord(&scan, start) {
            let isName = PersonName.namesToo.longest(in: &scan, at: start).map { $0.end == end } ?? false
            guard isName ? isTypical && isSure || isBehindDoor : isTypical && length == 2 && !isChinese(text[end]) && (names > 0 || isNamed)
            else {
                return false
            }
            return true
        }
        switch tier {
        case .sure: return isSure || isTypical || length == 2
        case .rare where isSure: return true
        case .usual, .rare: return length == 2 || isTypical && (isSure || names > 0)
        case .everyday: return isTypical && (length == 2 || names > 0 || isSure && !Marks.isMark(text[start - 1]))
        }
    }

    /// Behind a mark, a number or a day.
    private static func isBeginning(_ text: FoldedText, _ start: Int) -> Bool {
        let before = text[start - 1]
        return Marks.isMark(before) || separators.contains(before) || isDigit(before) || days.start(text, endingAt: start) != nil
    }

    private static func isEnd(_ scan: inout Scan, _ end: Int) -> Bool {
        let text = scan.text
        let next = text[end]
        return !isChinese(next) || PersonName.functions.contains(next) || tails.longest(in: &scan, at: end) != nil
            || PersonName.titles.longest(in: &scan, at: end) != nil
    }

    /// Three names in a row with the same between them, or two and how many they are, need no word before them.
    private mutating func isRun(_ scan: inout Scan, _ start: Int) -> Bool {
        let text = scan.text
        var at = start
        var count = 0
        var full = 0
        var joint: UInt32 = 0
        while count < 3, let (surname, tier) = PersonName.beginning(text, at), tier >= .usual || PersonName.singles.contains(text[at]),
            !PersonName.isWord(&scan, at)
        {
            var end = at + surname
            while isChinese(text[end]), end - at < surname + 3 { end += 1 }
            // 赵立军三位
            if end - at > surname + 1, let cut = [2, 1].first(where: { NameList.counted.longest(in: &scan, at: at + surname + $0) != nil })
            {
                end = at + surname + cut
            }
            let length = end - at - surname
            let isTypical = PersonName.isTypical(text, at + surname..<end)
            guard (1...2).contains(length), isTypical || length == 2 && tier == .sure && !PersonName.placeEnds.contains(text[end - 1]),
                length == 2 || tier == .sure || tier == .usual && isTypical && !PersonName.isWeak(text, at + surname..<end),
                PersonName.notGiven.longest(in: &scan, at: at + surname) == nil,
                PersonName.titles.longest(in: &scan, at: at + surname) == nil
            else { break }
            if tier == .everyday, length == 1 || PersonName.isWeak(text, at + surname..<end) { break }
            if length == 2, isTypical { full += 1 }
            count += 1
            at = end
            if count == 3 { break }
            guard text[at] == 0x20 || text[at] == 0x2C || text[at] == 0x0A, joint == 0 || text[at] == joint else { break }
            joint = text[at]
            at += 1
        }
        if count > 0 { looked = max(looked, start + 1) }
        guard count >= 2, full >= 2 || full == 1 && count == 3 else { return false }
        return count == 3 || NameList.counted.longest(in: &scan, at: at) != nil
    }

    /// Behind these come people, with a colon, a blank or a new line between.
    private static let lists = WordsBefore(
        "名单 参会人员 参会人 到会人员 与会人员 出席人员 列席人员 缺席人员 参加人员 候选人 候选人员 签到表 值班表 排班表 花名册 人员表 入选人员 获奖人员 签到 点名 排班 接龙 值班安排 值班人员 分工 分工表 座位表 考勤 考勤表 通讯录 电话簿 联系表 光荣榜"
    )
    /// With a colon behind them.
    private static let tasks = WordsBefore(
        """
        值日 拼团 拼单 认养 预订 预定 选购 开团 跟团 晨检 午检 体温 测温 体检 血压 参会 到会 出席 列席 缺席 缺勤 迟到 早退 请假 参加 参与 值班 值守 轮值 排班 带班 代班 报名 登记 领取 领取物品 发放物资 物资 物品 领用 领奖 签收 签名 签字 接龙 志愿者 成员 组员 队员 会员 学员 代表 委员 司机 主持 \
        记录 书记员 名字 姓名 户主 申请人 甲方 乙方 丙方 收款方 付款方 收款人 付款人 发言 发言人 报名人 人员 人选 候选 推荐 提名 当选 获奖 一等奖 二等奖 三等奖 表彰 组长 副组长 主任 副主任 队长 副队长 班长 \
        楼长 网格员 联系人 负责人 召集人 牵头人 裁判 教练 演员 表演 表演者 报幕 讲师 主讲 监票 监票人 唱票 唱票人 计票 计票人 慰问 慰问对象 困难户 低保户 已签 未签 已交 未交 已缴 未缴 欠费 欠缴 中签 中奖 \
        摇号 入围 陪诊 陪护 护送 巡逻 巡查 夜巡 保洁 保安 门岗 乘车 乘客 拼车 搭车 同行 同住 同住人 家属 家庭成员 共有人 产权人 房主 业主 住户 租户 租客 承租人 老人 孩子 学生 老师 党员 新党员 发展对象 积极分子 \
        来访 访客 来访人 来访者 探访 探视 走访 走访对象 见证 见证人 证人 参赛 选手 队伍 收件 收件人 寄件人 取件人 寄 收 抄送 通知 已到 未到 在场 到场 参评 评委 验收 验收人 经办 经手 审核 制表 填表 填表人 复核 报修人 报告人 \
        作者 摄影 供稿 拍摄 朗诵 演唱 独唱 合唱 舞蹈 领舞 领唱 领队 带队 随行 陪同 第一名 第二名 第三名 冠军 亚军 季军 满分 优秀 先进 标兵 模范 红榜 献血 捐款 捐赠 捐物 认捐 认领 认购 团购 购买 订购 代买 代领
        """.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    /// Here a name may stand, and other things as well.
    private static let papers = WordsBefore(
        "申请 声明 备注 备案 收款 付款 退款 转账 汇款 驾驶证 行驶证 驾照 身份证 医保卡 社保卡 工作证 学生证 老年证 残疾证 公交卡 户口本 户口簿 存折 证件 遗失 失物 招领 启事 原 现 新增 变更 更正 更名 问 介绍 访 转 报 来人 写 填 叫 是"
    )
    /// 名单如下, 名单公布
    private static let afterwords = WordsBefore("如下 公布 公示 更新 汇总 出炉 见下 为 是 有")
    private static let separators = ScalarSet("./|+>#*=·、&和与及跟")
    /// 周四夜巡伊人, 初一康健, 组长邰建军: what stands right before an item in a list.
    private static let days = WordsBefore(
        "周一 周二 周三 周四 周五 周六 周日 周天 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 初一 初二 初三 初四 初五 初六 初七 初八 初九 初十 十五 日 号 上午 下午 中午 晚上 夜里 早上 早班 中班 晚班 夜班 白班 夜巡 巡逻 值班 组长 副组长 队长 主任 委员 组 楼 单元 是 为 有 由 替 顶 另有 还有 以及 包括 一等奖 二等奖 三等奖 冠军 亚军 季军 第一名 第二名 第三名"
    )
    private static let tails = PersonName.trie(
        "到 未到 没到 已到 在 缺席 请假 出差 迟到 早退 事假 病假 公假 代 替 换 各 等 已 未 周 星期 上午 下午 中午 晚上 早班 晚班 白班 夜班 夜里 白天 负责 主持 记录 收 领 签 交 同意 反对 弃权 男 女 兼 两 三 四 五 六 七 八 九 十 一 二 老师 家 扫码 代领 本人 自 全 半 补 调 休 轮 顶 共 暂 缺 委托 已签 没签 家属 得 报"
    )
    private static let counted = PersonName.trie(
        "两位 二位 三位 四位 五位 几位 两人 二人 三人 四人 五人 两名 三名 四名 五名 等 同志 同学 老师 报名 请假 签到 已到 未到 到场 两户 三户 三家 两家 都 均 各")
}
