/// Short fixed words that announce what follows them.
struct Cue: Sendable {
    private let trie: WordTrie

    private init(_ words: String) { self.init(words.split(separator: " ").map(String.init)) }

    private init(_ words: [String]) {
        let fold = FoldTable()
        trie = WordTrie(words.map { (fold.word($0), 0) })
    }

    /// The place after the cue, if it stands there.
    func end(_ scan: inout Scan, at start: Int) -> Int? { trie.longest(in: &scan, at: start)?.end }

    /// The places after every cue that stands there, the longest first.
    func ends(_ scan: inout Scan, at start: Int) -> [Int] { trie.words(in: &scan, at: start).map(\.end) }

    /// Whose turn a line of a record tells of, and that it was one (XZ-13.5a).
    static let proposer = Cue("提议人 议题提议人")
    static let speaks = Cue("发言 首先发言 先发言 第一个发言")
    static let meant = Cue("我说的是 我是说 说的是 是")
    static let late = Cue("补录 补记 补登")
    static let local = Cue("社区 小区 我们村 咱村 村里 街道 镇里 代办 窗口 服务点 服务站 便民 物业")
    static let reason = Cue("理由 理由是 理由为 原因 原因是 原因为 缘由 缘由是 因为 因")
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
    static let allHere = Cue("全在 都在 全在场 都在场 全在座 都在座 一个不落 一个不少 一个没少 一个不缺 一个都不少 全来了 都来了 全来齐 来齐 来齐了 到齐 人齐 全员 全体都在")
    static let shouldCome = Cue(
        "应到 应到会 应到人数 应到会人数 应来 该来 该到 一共该来 总共该来 一共该到 应该来 应该到 应参会 应参加 应出席 应签到 应有 名册 名册上 名单 名单上 的名单 花名册 花名册上 按 总人数 通知了 邀请了 请了")
    static let cameHere = Cue(
        "实到 实到会 实到人数 到会 到会人数 实际到会 实际到会人数 实际到 实际到了 实际来 实际来了 实来 到场 到场人数 出席 实际出席 现场 现场到 现 现在 现在算 现有 现到 在场 在座 屋里 来了 到了 到 签了 签到 签到了 已签到 签上 已到 勾了 打勾 坐下来 坐下来的 坐了 来的 报到 报到的 报到了 共到 参会 露面"
    )
    static let altogether = Cue("共 一共 总共 合计 共计 加起来 拢共")
    static let stayedAway = Cue("缺 缺席 缺勤 缺了 请假 请假的 没来 没来的 没到 没到的 未到 差 少 少了 还差 无故 无故缺席 旷会")
    static let wrongCount = Cue("报错了 报错 数错了 数错 说错了 说错 错了 更正 不对 漏了 漏了一个 漏数 漏数一个 多数一个 少数一个 重数 重新数 多数了")
    static let among = Cue("里头 里面 里 当中 中 个里头 人里头")
    static let stakeholders = Cue("代表 相关方 相关方代表 利益相关方 利益相关方代表 利益代表 其中代表 其中利益相关方代表 其中利益相关方")
    static let votesFor = Cue("赞成 同意 支持 赞成票 同意票")
    static let votesAgainst = Cue("反对 不同意 不赞成 反对票")
    static let votesNeither = Cue("弃权 弃权票")
    static let sayYes = Cue("赞成 同意 支持 愿意 说行 行 说好 说中 中 说可以 可以 说成 举手 举手了 举了手 举起来 举起来了 赞成票 同意票 点头 没意见")
    static let sayNo = Cue("反对 不同意 不赞成 不支持 不愿意 说不行 不行 说不中 不中 说不好 不可以 说不可以 不干 摇头 反对票 有意见 没举手 没举 不举手 没同意 没赞成 没点头")
    static let sayNeither = Cue("弃权 弃权票 没表态 不表态 不吭声 没吭声 中立 弃了权 没说话")
    static let rather = Cue("还是 改 改用 改成 改为 换 换成 就 就用 还是用 换作")
    static let title = Cue(
        "姐 哥 婶 叔 爷 奶 嫂 姨 伯 妈 舅 大姐 大哥 大婶 大叔 大爷 大妈 大娘 大嫂 大伯 阿姨 二爷 二叔 二婶 二哥 二姐 三爷 三叔 三婶 三哥 老爷子 老先生 老太太 爷爷 奶奶 叔叔 婶婶 医生 大夫 护士 老师 经理 主任 副主任 书记 副书记 支书 师傅 总 工 处 局 所长 站长 队长 组长 科长 局长 处长 院长 校长 楼长 村长 镇长 会长 主席 委员 律师 教授 会计 同志 先生 女士 老板 警官 民警 代表 网格员 同学 老哥 老弟 工程师"
    )
    static let noName = Cue(
        "小时 小车 小花 小米 小路 小水 小包 小石 小井 小房 小店 小项 小毛 小关 小方 小区 小组 小班 老师 老房 老管 老路 老党 老毛 老高 老年 老人 老干 老居 高处 高工程 水工 路工 单处 全体 全局 方总 常总 何处 时工 安总 和总 家长 华总 于总 方工 易总 支书 明哥 家叔 家姐 花工 石工 门处 项总 关处"
    )
    static let callingOn = Cue(
        "请 有请 先请 下面请 让 先让 轮到 该 由 听 先听 听听 给 交给 换 先 再 到 欢迎 下一位 下一个 下面 接下来 下一位是 点 找 问 问问 请出 请问 权给 话筒给 欢迎 是 右手边 左手边 那就 还有 那边 对面 后面 前面 叫"
    )
    static let speaking = Cue(
        "你来 您来 来说 来讲 来谈 来 先 你先 您先 你说 您说 你讲 您讲 你请 您请 请 说说 说两句 说几句 说 讲讲 讲两句 讲 谈谈 谈 发言 开口 别憋着 接着 继续 再说 再讲 介绍 回应 解释 补充 从专业 从法律 从技术 轮到你 轮到您 到你 到您 该你 该您 举手 有话 不是有话 您老人家 你老人家 你谈谈 上来 给大伙 给大家 给咱 有不同 清清嗓子"
    )
    static let naming = Cue(
        "提名 推荐 推举 举荐 推选 增选 选 增补 提 授权给 授权 交给 给 换成 改成 托给 移交给 交接给 指派 派 安排 责任人 承办人 负责人 责任人是 责任人为 承办人是 明确为 经理 主任 找 改请 改由 请 让 由 指定 调给 一个")
    static let becomes = Cue("当 做 任 为 进 担任 出任 参加 加入 入 作为 作")
    static let leaves = Cue("不干 不当 不做 不再 不想 退出 请辞 辞去 辞职 辞 搬 卸任 想退 要退 离开 免去 因 身体 病")
    static let presides = Cue("主持 来主持 当主持 当 担任 做 牵头 代 替 来 坐 代行 为")
    static let takesOver = Cue("顶 替 代 换 来 上 值 接 帮 值班 坐班 对调 跟我 和我 与我 顶班 代班")
    static let takesCare = Cue("负责 来负责 跟进 盯 抓 具体 牵头 干 去办 来办 办 落实 处理 管")
    static let standsFor = Cue(
        "替我 代我 代替我 顶我 替 代 顶 代为 替补 参会 参加 去参加 出席 去开会 来开会 去坐我 去坐 帮我去 代表我 代表我去 去代")
    static let noOffice = Cue("反映 汇报 上报 上面 处理 解决 办理 落实 协调 那边 这边")
    static let firstOne = Cue("头一个 头一项 头一种 头一条 首个 打头那个 最前头那个 第一个")
    static let lastOne = Cue("最后那个 最后一个 最后一项 末一个 最末那个 倒数第一个 中间那个")
    static let choosing = Cue("选 我选 就选 投 我投 要 我要 跟 方案 选项 选择 改投 改选 改成")
    static let changed = Cue("打住 改投 改选 改成 改为 改 换成 改主意 写错了 点错了 按错了 选错了 投错了 说错了 错了 不对 重新")
    static let givenUp = Cue("本来想 本想 原想 原来想 原本 原先 开始想 一开始想 起初 先前 刚才 从")
    static let notThis = Cue("不选 不要 不投 别选 别投 不是 不给 不打 没选 从 不能给 不该给 别给 不值 给不了 除了")
    static let notWanted = Cue("不要 不选 不行 不投 算了 除外 作废 不算")
    static let putIn = Cue(
        "加 增 增列 新增 加上 增加 添加 增补 补 补上 补进 补进来 添 添上 再添 再加 加入 加进 加进来 拉进 拉进来 捎上 带上 喊上 叫上 多叫 多叫一个 请上 邀请 算上 列入 列进 列进来 写上 写进 写进来 纳入 收进 收进来 加个人 添个人 再添个人 也请 进来"
    )
    static let takeOut = Cue(
        "减 减少 减去 减掉 减一人 减个人 去掉 拿掉 拿下 划掉 划去 剔除 剔掉 删 删掉 删去 删了 撤下 撤掉 撤了 除名 移出 移除 勾掉 抹掉 踢掉 刷掉 换掉 请出 不参加了 不参加 去不了了 去不了 不来了 不来 退出"
    )
    static let swapFor = Cue("换成 换为 换作 改成 改为")
    static let standIn = Cue("顶替 替换 替下 换下 代替 接替 替")
    static let holding = Cue("认为 提出 赞成 反对 支持 不赞同 不赞成 不同意 不支持 同意 建议 持 改口 希望 主张 要求 担心 表示 表达 意见 说 觉得")
    static let spoken = Cue("说完 说完了 讲完 讲完了 说的 讲的 说得 讲得 说过 讲过 的话 的部分 的意思 的意见 停 先停 坐 请坐 先歇 歇 时间到 到时 到点 打住 讲到这 说到这 就到这 先到这 发言到 发言结束 发言完")
    static let seat = Cue("提议人 议题提议人 建议人 反方 正方 反对方 赞成方 反方代表 正方代表 物业 居民代表 商户代表 业主代表 租户代表 村民代表 施工方 主持人")
    static let missing = Cue("缺 缺的是 没来的是 请假的是 缺席的是 缺席 未到 没到 请假 没来 缺勤 未到会")
    static let add = Cue("加 增 增列 新增 增加 加上 添加 增补 补 加入 补上 添上 添 再加 加人 喊上 叫上 请上 邀请 加个人 添个人 再添个人 增补人员")
    static let remove = Cue("减 减少 减去 去掉 减掉 拿掉 换掉 删 删去 删掉 撤下 移除 划掉 去 减一人 减个人 拿下")
    static let secretary = Cue("秘书 会议秘书 秘书由 记录人")
    static let viewpoint = Cue("观点 观点是 论点")
    static let instead = Cue("替我 代我 代替我 替我参加 代我参加 代为参加 替我去 代表我 替 代")
    static let sendName = Cue("由 让 请 委托 叫 托 改由 换")
    static let honorific = Cue("同志 先生 女士 老师 同学 大姐 大哥 阿姨 师傅 代表 律师 委员 老先生 主任 经理 队长 组长 书记 科长 教授 医生 大爷 大妈")
    static let by = Cue("由 让 请")
    static let handing = Cue(
        "转给 转到 转至 转往 转办给 转办至 转办 转由 转发给 转送 转 交给 交由 交 派给 派到 派 推给 递给 甩给 发给 扔给 给 由 让 请 归 属于 委给 委托给 下放到 下放给 下放至 下放 放给 放到 下派 下派到 下派给 落到 落给 指定 授权 报到 报给 报送 上交到 上交给 上交 提到 提请 - 到 往 责任单位 责任单位是 责任单位为 责任单位定为 责任单位改为 承办单位 承办单位是 承办单位为 承办单位改为 落实单位 落实单位是 落实单位为 牵头单位 牵头单位是 牵头单位为 责任部门 责任部门是 责任主体 主责 明确为 明确由 派单给 安排 叫 找 就由 催 催催 催下 催一下 再催 再催催 盯一次 盯一下 提醒 通知 责成 定 定为 转至 转办至 至"
    )
    static let calling = Cue("请 有请 让 由 委托 和 跟 与 同 找 换 换成 叫 @ 下面请 先请 轮到 该 委托给 就请 那请 任命 聘 指定 换给 让给 改由 调给 是 该谁 就 应该是")
    static let correction = Cue("不对 哦不 哦不是 不不 不不是 不是 说错了 写错了 写错 点错了 打错了 错了 说错 呃不， 哦不， 啊不， 写反了 呃就 错 算了")
    static let absent = Cue(
        "请假 请个假 告假 告个假 请一次假 去不了 来不了 到不了 走不开 去不成 来不成 赶不上 不能来 不能去 不能参加 参加不了 不去 不来 不参加 推不掉 脱不开 缺席 望谅解 见谅 不好意思 抱歉 对不起 你们先开 你们开 替我 代我 代为 委托 由我 让我 叫我 叫俺 我请 换人 顶我 不用等 开不了会 到不成 请批准 准假 回不来 下不了床 才回"
    )
    static let addition = Cue("补充 更正 改一下 写错 说错 打错 记错 搞错 对了 没说清 忘了说 忘说了 有个情况 纠正")
    static let also = Cue("另外 还有就是 还有一点 再就是 再一个")
    static let mistaken = Cue("不是 写错 说错 打错 记错 搞错 更正 改一下 纠正 应该是")
    static let opening = Cue(
        "提个建议 提一个建议 提条建议 提一条建议 提个合理化建议 提个小建议 提几条建议 提点建议 提个意见 提一个意见 提条意见 提一条意见 提点意见 提个议 我提议 正式提一下 跟议事会提提 跟社区提提 反映个情况 反映一个情况 反映情况 反映个事 民情反映 登记建议 登记个建议 请登记 建议一 议事建议 有个意见想登记一下 说个建议你们登记下 说个建议"
    )
    static let because = Cue("理由 理由是 理由为 原因 原因是 原因为 因为 由于 缘由 缘由是 缘故")
    static let venue = Cue("在 地点 地点在 地点改到 地点换到 地点定在 地点是 地方 地方在 挪到 搬到 换到 改到 改在 去 到")
    static let party = Cue("党委 党委会 党总支 党支部 党工委 党组 支委会 支部 总支 总支委")
    static let handover = Cue("和 跟 与 同 给 换")
    static let tellLead = Cue("麻烦 麻烦你 麻烦您 请 请你 请您 劳驾 烦请 辛苦 帮忙 帮我 帮 你 您 你们 我们 咱们 咱 就 直接 去 来 赶紧 尽快 那就 那 好好 可以 需要 要 得 记得 别忘了 有空 抽空 回头")
    static let tellAsked = Cue("麻烦 麻烦你 麻烦您 请你 请您 劳驾 烦请 辛苦 帮忙 帮我 你 您 你们 记得 别忘了 回头 赶紧 给 跟")
    static let tellTo = Cue("跟 和 给 向 同 对 与 找")
    static let tellWho = Cue(
        "人家 居民 居民们 他 她 他们 她们 提议人 提出人 提建议的人 反映人 建议人 来访人 来信人 群众 业主 村民 住户 老百姓 老乡 那位居民 这位居民 这户居民 那户居民")
    static let tellTitle = Cue("大爷 大妈 大娘 大叔 大婶 大哥 大姐 大嫂 阿姨 阿婆 爷爷 奶奶 叔叔 叔 婶 婶子 哥 姐 嫂子 爷 奶 姨 伯 伯伯 师傅 老师 先生 女士 同志 老人家")
    static let tellAgain = Cue("好好 也 都 去 来 耐心 及时 当面 打电话")
    static let tell = Cue("告诉 告诉一下 告诉一声 告知 转告 知会 答复 答复给 答复一下 回复 回复给 回复一下 回 回应 反馈给 解释给 说给 讲给")
    static let tellDirect = Cue("告诉 告知 转告 答复 回复")
    static let tellSay = Cue("解释 解释解释 说明 说 讲 说说 讲讲 讲清 说清 回 回复 答复 回话 反馈 交代 交待")
    static let tellBare = Cue("说 讲")
    static let tellMessage = Cue(
        "回个话 回个信 回个信儿 回话 回信 捎个话 捎个信 带个话 个话 个信 个回话 个回复 个答复 个说法 个准信 做个解释 做个说明 做解释 做说明 说一声 说声 吱一声 解释 说明")
    static let tellTail = Cue("清楚 明白 一下 一声 一下情况")
    /// What only ends such a clause.
    static let tellEnd = Cue("情况 下 下情况 清情况 明情况 就行 就行了 就好 就可以 就可以了 吧")
    static let tellPast = Cue("过 了 的 好 完 到 得 起 服 通 定 话 法 清 下 一 成 真 实 不通 不清 不定 不动 不好 不准 不过 不了")
    static let tellAlready = Cue("的 了 过 得 好了 完")
    static let tellDone = Cue("了 过 的 后 之后 以后 再 才 并 完 好 和 与 及 、")
    static let tellAbout = Cue("们 后 以后 之后 前 以前 之前 的 了 过 意 诉 问题 工作 反映 来 时 后 要及时 要求 满意 提 等 代表 会 委 和 与 及")
    static let minutes = Cue("记录 记录员 记录人 记录由 记录的 会议记录 会议记录员 会议记录人 会议记录由 做记录的 负责记录的 记录工作")
    static let minutesBy = Cue("由 让 请 叫 是 为 安排 派 麻烦 就让 还让 还是让 就由 还由 还是由 还是")
    static let minutesTask = Cue(
        "记录 做记录 作记录 来记录 去记录 负责记录 做会议记录 作会议记录 会议记录 担任记录 当记录 当记录员 做记录员 担任记录员 任记录员 当秘书 做秘书 任秘书 担任秘书 来当秘书 当会议秘书 做会议秘书 担任会议秘书 负责会议记录 来做记录 来做会议记录 帮忙记录 帮忙做记录 写记录 做笔记 记笔记 负责记 来记 记"
    )
    static let minutesTail = Cue("工作 一下 吧 了 哈 做 来做 来 负责 担任 来负责 记 来记")
    static let about = Cue("议题是 议题为 议题就是 主题是 主题为 会议主题是 会议议题是 内容是 会议内容是 议的是 商量的是 讨论的是 议题： 主题：")
    static let everybodyCome = Cue("请 望大家 望各位 希望大家 希望各位 大家 各位 务必 准时 按时 都要 都请 烦请 敬请 届时 到时候 到时 不要 别 记得")
    static let come = Cue("参加 准时参加 参会 与会 出席 到场 到会 准时 按时 准时到 按时到 迟到 缺席 相互转告 互相转告 知悉 周知 签到 都来 来")
    static let noPlace = Cue("请 让 由 叫 安排 派人 派个 通知 大家 各位 务必 准时 按时 议题 主题 是 记录 会议记录 记得 不要 别迟 别忘 别缺 希望大家 希望各位")
    static let saidAtTheEnd = Cue("带 注意 转告 回复 派人 通知 谢 辛苦 不变 不见不散")
    static let placesNamed = Cue("居委会 村委会 居委 村委 村部 大队部 业委会 社区居委会 服务中心")
    static let inView = Cue("综合 根据 按 按照 结合 听取 吸收 参考 考虑 采纳 听了 依 依照")
    /// 转错了, 单位写错了: what was done to it, and of what.
    static let wrongOffice = Cue(
        ["转", "派", "分", "交", "发", "转办", "转派", "分派", "交办"].flatMap { done in
            ["", "单位", "部门", "地方", "人", "科室", "对象"].flatMap { what in ["了", "", "啦"].map { "\(done)错\(what)\($0)" } }
        }
            + ["单位", "部门", "承办单位", "责任单位", "承办部门", "责任部门", "主管部门", "落实单位"].flatMap { what in
                ["写错", "转错", "搞错", "弄错", "填错", "报错", "派错", "选错", "记错", "说错", "不对", "有误", "错"].flatMap { ["\(what)\($0)了", "\(what)\($0)"] }
            }
            + ["写错", "搞错", "弄错", "填错", "选错", "记错"].flatMap { done in ["\(done)单位了", "\(done)单位", "\(done)部门了", "\(done)部门"] })
    static let handedAnew = Cue("改转 改转给 改转到 改转办 改派 改派给 改交 改交给 重新转 重新转给 重新转到 重新转办给 重新派给 重新交给 重转 重转给 另转 另转给 转错了给")
    static let rightly = Cue(
        "这归 这个归 这该归 这应该归 这是 这个是 应该是 应是 应当是 该是 是 应该给 给 该给 转给 转到 转 应该转给 应该转 应转 该转 要转给 归 应该归 属于 改成 改为 换成 改转 改转给 重新转给 应为 找 要给 得给 应该是转给")
    static let rightTail = Cue("了 的 才对 管 管的 负责 负责的 办 吧 才是 去办 来办 那边 处理")
    static let intoPost = Cue("为 任 当 做 担任 作为 出任 就任 来当 来做 当个 做个 兼任 兼 暂任 暂代")
    static let onBehalf = Cue("替 帮 代 给 为 帮着 代替")
    static let entered = Cue("登记 提 反映 录 报 记 代录 补录 登 提交 反应")
    static let enteredTail = Cue("一个 一条 一件 一下 个 条 上 一个建议 一条建议 个建议 条建议 建议 个意见 意见 一件事 件事 个事 个问题 一个问题 个情况 情况 一下建议")
}
