/// Full names where a title, a relation or a self-introduction gives them away (reading.md, *Private details*). 王主任 stays: a surname with a
/// title names an office, not a person.
enum PersonName {
    /// The name that begins at a place, found by what stands before it or by the title behind it, and how much of it is the surname.
    /// - Parameter isAnnounced: something else said that a name follows: 3号楼2单元501的周建平.
    static func found(_ scan: inout Scan, at start: Int, isAnnounced: Bool = false) -> (range: Range<Int>, surname: Int)? {
        let text = scan.text
        guard isChinese(text[start]) else { return nil }
        let cue = cue(text, before: start) ?? (isAnnounced ? .other : nil)
        if let dotted = dotted(text, start, cue) { return dotted }
        guard let surname = surname(text, start) else {
            // 我叫巴特尔: without a surname we know, only what fills the clause.
            guard cue == .called, let end = alone(text, start) else { return nil }
            return (start..<end, 0)
        }
        guard stops.longest(in: &scan, at: start) == nil else { return nil }
        if let end = titled(&scan, start, surname) { return (start..<end, surname) }
        guard let cue, let end = named(&scan, start, surname, cue) else { return nil }
        return (start..<end, surname)
    }

    private enum Kind { case called, own, family, other }

    private static func isFunction(_ scalar: UInt32) -> Bool { functions.contains(scalar) }

    /// Whether a name may begin there: with a surname, or letters.
    static func mayBegin(_ text: FoldedText, _ start: Int) -> Bool { isLetter(text[start]) || surname(text, start) != nil }

    /// 上官, 欧阳.
    static func isDouble(_ text: FoldedText, _ start: Int) -> Bool { surname(text, start) == 2 }

    /// Whether an ordinary word begins there that begins as a surname does: 施工, 方案.
    static func isOrdinary(_ scan: inout Scan, _ start: Int) -> Bool { stops.longest(in: &scan, at: start) != nil }

    // MARK: Lengths

    /// One surname character, or two.
    private static func surname(_ text: FoldedText, _ start: Int) -> Int? {
        if doubles.contains(UInt64(text[start]) << 32 | UInt64(text[start + 1])) { return 2 }
        return singles.contains(text[start]) ? 1 : nil
    }

    /// Behind a cue: three characters, or two where the third belongs to what follows.
    private static func named(_ scan: inout Scan, _ start: Int, _ surname: Int, _ cue: Kind) -> Int? {
        let text = scan.text
        guard titles.longest(in: &scan, at: start + surname) == nil else { return nil }
        for length in [2, 1] {
            let end = start + surname + length
            let given = start + surname..<end
            guard given.allSatisfy({ isChinese(text[$0]) && !isFunction(text[$0]) }) else { continue }
            if endsName(&scan, end) { return end }
        }
        // Where somebody says who they are a name is taken even when nothing shows where it ends.
        guard cue != .other, !risky.contains(text[start]) else { return nil }
        let end = start + surname + 2
        return (start + surname..<end).allSatisfy({ isChinese(text[$0]) && !isFunction(text[$0]) }) ? end : nil
    }

    private static func endsName(_ scan: inout Scan, _ at: Int) -> Bool {
        let next = scan.text[at]
        return !isChinese(next) || isFunction(next) || followers.longest(in: &scan, at: at) != nil
            || titles.longest(in: &scan, at: at) != nil
    }

    /// 张建国主任, 徐勇先生: at least two characters before a title, the first of them a surname.
    private static func titled(_ scan: inout Scan, _ start: Int, _ surname: Int) -> Int? {
        let text = scan.text
        guard !risky.contains(text[start]) || surname == 2 else { return nil }
        for length in [2, 1] {
            let end = start + surname + length
            guard (start + surname..<end).allSatisfy({ isChinese(text[$0]) && !isFunction(text[$0]) }),
                titles.longest(in: &scan, at: end) != nil
            else { continue }
            // 找王主任: the second character is the surname, the first belongs to what was said before.
            if length == 1, surname == 1, text[end - 1] == 0x8001 || text[end - 1] == 0x5C0F { return nil }  // 老 小
            return end
        }
        return nil
    }

    /// 阿依努尔·买买提.
    private static func dotted(_ text: FoldedText, _ start: Int, _ cue: Kind?) -> (range: Range<Int>, surname: Int)? {
        var dot = start
        while isChinese(text[dot]), dot - start < 8 { dot += 1 }
        if cue == nil, start + 1 < dot, (start + 1..<dot).contains(where: { self.cue(text, before: $0) != nil }) { return nil }
        guard Marks.isMiddleDot(text[dot]), dot - start >= 2, cue != nil || !isChinese(text[start - 1]) else { return nil }
        var end = dot + 1
        while isChinese(text[end]) || Marks.isMiddleDot(text[end]), end - dot < 10, ![0x7684, 0x5728, 0x662F, 0x8BF4].contains(text[end]) {
            end += 1
        }  // 的 在 是 说
        return end - dot >= 2 ? (start..<end, 0) : nil
    }

    private static func alone(_ text: FoldedText, _ start: Int) -> Int? {
        var end = start
        while isChinese(text[end]), !isFunction(text[end]), end - start < 5 { end += 1 }
        guard (2...4).contains(end - start), !isChinese(text[end]), !notNames.contains(text[start]) else { return nil }
        return end
    }

    // MARK: Before the name

    /// Whether a word that announces a name ends right before a place, a colon or blank between or not.
    private static func cue(_ text: FoldedText, before start: Int) -> Kind? {
        var at = start
        var passed = 0
        while passed < 3, [0x3A, 0x20, 0x662F, 0x53EB, 0x4E3A].contains(text[at - 1]) {  // : 是 叫 为
            at -= 1
            passed += 1
            if let kind = kind(text, endingAt: at) { return kind }
        }
        if let kind = kind(text, endingAt: start) { return kind }
        // 我是五号楼的冯建军
        guard text[start - 1] == 0x7684 else { return nil }
        for back in 2...14 where text[start - back] == 0x6211 && (text[start - back + 1] == 0x662F || text[start - back + 1] == 0x53EB) {
            return .other
        }
        return nil
    }

    private static func kind(_ text: FoldedText, endingAt end: Int) -> Kind? {
        guard lastOfCues.contains(text[end - 1]) else { return nil }
        for (word, kind) in cues where text.has(word, at: end - word.count) && end >= word.count { return kind }
        return nil
    }

    private static let cues: [(word: [UInt32], kind: Kind)] = {
        let called = ["我叫", "俺叫", "姓名", "名叫", "名字叫", "我的名字是", "真名"]
        let own = [
            "我是", "本人", "俺是", "名字", "联系人", "签名", "户主", "申请人", "提议人", "反映人", "投诉人", "建议人", "当事人", "经办人", "负责人", "代表人", "持卡人", "收款人", "开户名",
            "户名", "法人",
            "身份证名字", "大名",
        ]
        let family = [
            "爱人", "老公", "老婆", "妻子", "丈夫", "儿子", "女儿", "我妈", "我爸", "妈妈", "爸爸", "母亲", "父亲", "爷爷", "奶奶", "外公", "外婆", "姥姥", "姥爷", "哥哥", "弟弟",
            "姐姐", "妹妹", "孙子", "孙女", "公公", "婆婆", "岳父", "岳母", "儿媳", "女婿",
            "老伴", "前妻", "前夫", "表哥", "表弟", "堂哥", "堂弟", "侄子", "外甥", "闺女", "媳妇", "我哥", "我姐", "我弟", "我妹",
        ]
        let other = [
            "邻居", "业主", "居民", "村民", "住户", "租客", "租户", "房东", "保安", "保洁", "网格员", "楼长", "物业经理", "项目经理", "经理", "社工", "主任", "书记", "委员", "队长",
            "组长", "师傅", "老师", "律师", "医生", "警官", "民警", "同志", "同事", "室友",
            "老人", "先生", "女士", "老板", "店主", "商户", "司机", "车主", "党员", "志愿者", "代表", "联络员", "召集人", "秘书", "主持人", "老乡", "同学", "学生", "患者", "支书",
            "会计", "村长", "对象", "家长", "小孩", "孩子", "前妻", "前夫", "老伴", "亲戚", "表哥", "表弟",
        ]
        func scalars(_ words: [String], _ kind: Kind) -> [(word: [UInt32], kind: Kind)] {
            words.map { (Array($0.unicodeScalars.map(\.value)), kind) }
        }
        return scalars(called, .called) + scalars(own, .own) + scalars(family, .family) + scalars(other, .other)
    }()
    private static let lastOfCues = Set(cues.compactMap(\.word.last))

    // MARK: Words

    private static func trie(_ words: String) -> WordTrie {
        let fold = FoldTable()
        return WordTrie(words.split(separator: " ").map { (fold.word(String($0)), 0) })
    }

    /// What may stand behind a full name as its title.
    private static let titles = trie(
        """
        先生 女士 小姐 太太 主任 副主任 书记 副书记 师傅 老师 律师 医生 大夫 经理 队长 组长 楼长 单元长 大爷 大妈 大娘 大叔 大婶 大姐 大哥 阿姨 叔叔 爷爷 奶奶 同志 局长 所长 站长 委员 会长 校长 院长 科长 处长 镇长 乡长 村长 支书 会计 警官 民警 \
        网格员 代表 同学 教授 老板 总 秘书 联络员 召集人 主席 副主席 部长 区长 县长 市长 副镇长 老人家 家属
        """)

    /// What follows a name and is no part of it.
    private static let followers = trie(
        """
        在 住 说 反映 投诉 提 要求 要 态度 今年 电话 手机 家 来 去 已 已经 负责 欠 打 又 也 同意 附议 支持 反对 表示 认为 建议 觉得 联系 请假 参加 代 替 身份证 微信 现年 年龄 女 男 汉族 生于 今天 昨天 明天 上个月 上周 先 拖欠 养 乱 擅自 私自 占用 举报 \
        天天 经常 一直 总 老是 长期 带 把 被 跟 找 向 给 因 从 于 到 等 之 及 与 和 或 那 这 修 开 停 骂 吵 借 丢 摔 走失 走丢 每天 负 管 干 做 当 任 接 收 发 写 拿 看 帮 让 叫 名下 户 房 车
        """)

    /// Ordinary words that begin as a surname does.
    private static let stops = trie(
        """
        施工 项目 车间 车辆 车位 车库 车主 车棚 安保 安全 安静 安排 安装 管理 管道 管线 方面 方便 方案 方法 高层 高中 高级 高兴 常务 常常 常年 党委 党员 支部 支书 白天 程序 程度 成员 单位 单元 任务 任何 万一 万达 和平 和谐 金融 金额 钱款 水电 水管 江苏 江南 河南 \
        许多 于是 强烈 向来 何时 何况 时间 时候 曾经 应该 应当 张贴 张罗 古城 关于 关心 关门 周末 周边 周围 周一 周二 周三 周四 周五 周六 周日 马上 马路 毛病 毛坯 石头 房子 房东 黄色 黄金 花园 花坛 华东 林业 林场 路口 路灯 路面 路边 宁愿 夏天 夏季 秋天 申请 申诉 沈阳 \
        陈旧 陈列 祝福 尤其 严重 严格 金属 谢谢 章程 苏州 范围 费用 毕竟 齐全 康复 余下 顾客 平时 平台 平安 孟子 干净 干部 解决 解释 宣传 洪水 包括 包装 左边 左右 陆续 封闭 井盖 段时 全体 全部 全家 暴雨 厉害 符合 龙头 双方 劳动 通知 通过 连续 温馨 时常 平常 文明 文化 文件 \
        都是 都说 都在 都不 向社 向物 向居 白领 家里 家人 家属 乐意 明天 明年 易燃 有人 有些 有的 有事 东门 东边 东园 西门 南门 北门 西边 南边 北边 阳台 梅雨 童年 童车 雷雨 司机 古树 凌晨 柳树 杨树 钟头 商店 商户 商铺 景观 游客 游泳 牛奶 蓝色 米色 丁字 经常 经过 \
        江边 湖边 汪汪 田地 田里 苗圃 宋体 唐突 曹操 冯唐 董事 袁世 邓小 彭湃 曾在 肖像 蔡市 贾宝 丁香 叶子 阎王 余额 潘多 戴着 夏令 姜汁 谭鱼 邹城 熊孩 金鱼 陆地 孔洞 白色 康乐 毛巾 邱隘 江水 李家 张家 王家 刘家 赵家 陈家 史上 顾及 侯车 邵阳 孟婆 龙虾 万事 段落 雷电 钱包 汤圆 尹始 \
        黎明 易拉 常住 武汉 乔迁 贺卡 赖着 龚断 文章 老板 老人 季度 季节 成立 成为 成本 路过 牛肉 花钱 水费 水压 水质 岳阳 车费 车子 车道 艾滋 游乐 左手 计划 纪律 纪念 项链 祝大 严禁 高速 高温 高空 高峰 高压 金额 甘肃 焦虑 管网 管委
        """)

    /// Characters that stand in sentences, not in given names.
    private static let functions = Set(
        "的了吗呢吧啊呀我你您他她它这那不没也都就还又和与跟在是有被把给向从于对着过得地之及或但而很太再先后里外上下去来到说要会能已请住提让叫岁号，。".unicodeScalars.map(\.value))
    private static let notNames = Set("什做外救一个怎谁哪什车滴代快人了".unicodeScalars.map(\.value))
    /// Surnames that begin ordinary words more often than names.
    private static let risky = Set("和于向从都全时应常任管单安方包白连成曾温费花明计支有水万强别通家能终双".unicodeScalars.map(\.value))

    private static let singles = Set(
        """
        王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄温牛樊葛邢安齐伍庞颜倪章鲁岳翟申耿关焦左柳甘祝包宁符\
        阮童凌纪梅盛单裴霍欧翁柴鲍尚游解蓝辜路管苗宗曲靳季楚骆滕房卓屈饶詹鞠舒丛岑褚娄虞邬桂司时明边卞卜戚谷费米封冉佟揭车项连艾应巫牟党粟成宫晏冷池隋席祁华桑窦臧郎闵支匡慕景栾鄢迟储瞿敖浦班花商乐水强茅古涂沙傅岑殷仇查晁阚南桓计那和丘聂俞谈芦麦佘巩兰喻沙苟荣岳贝蒲苑荆占闻麻冼邝裘竺郁钮甄蔺封寇燕沃冀狄蒯缪尉谌盖晋仇卞冷邸逯奚宣卫
        """.unicodeScalars.map(\.value).filter { $0 > 0x3000 })
    private static let doubles: Set<UInt64> = {
        let names = [
            "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "南宫", "端木", "轩辕", "申屠", "赫连", "呼延", "闻人", "司空",
        ]
        return Set(
            names.compactMap { name in
                let scalars = name.unicodeScalars.map(\.value)
                return scalars.count == 2 ? UInt64(scalars[0]) << 32 | UInt64(scalars[1]) : nil
            })
    }()
}
