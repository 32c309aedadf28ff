// Names that nothing announces: 贺小兵收, 二班丁浩然的妈妈, 缺翟永贵、闫萍, ——章建平. Their own characters have to be enough, and are: in fifty
// thousand lines of talk a usual surname and two characters that stand in names alone are a name nearly always.
extension PersonName {
    /// The place after a name that nothing stands before.
    static func unannounced(_ scan: inout Scan, _ start: Int, _ surname: Int, _ tier: Tier) -> Int? {
        guard tier >= .rare || singles.contains(scan.text[start]), let end = nameByItself(&scan, start, surname, tier) else { return nil }
        // 徐委发〔2026〕3号 is a document, 雷锋日 a day.
        if scan.text[end] == 0x3014 || scan.text[end] == 0x5B || scan.text[end] == 0x28 && isDigit(scan.text[end + 1]) { return nil }
        guard let known = publicNames.longest(in: &scan, at: start)?.end else { return end }
        return known == end || known < end && alsoWords.contains(scan.text[end - 1]) ? nil : end
    }

    private static func nameByItself(_ scan: inout Scan, _ start: Int, _ surname: Int, _ tier: Tier) -> Int? {
        let text = scan.text
        let first = start + surname
        guard given.contains(text[first]) else { return nil }
        let before = text[start - 1]
        let isFirst = !isChinese(before) && !isLetter(before) && !isDigit(before)
        let isSure = tier == .sure || surname == 1 && clean.contains(text[start])
        let isLed = isFirst || leading.contains(before)
        guard isLed || isSure, tier > .rare || isLed, !isEndOfWord(text, start), titles.longest(in: &scan, at: first) == nil,
            namesToo.longest(in: &scan, at: start) == nil || surname == 2
        else { return nil }
        if isFirst, tier > .everyday || people.contains(text[start]), let end = signature(text, start, first) { return end }
        let isStrong = !alsoWords.contains(text[first])
        let second = first + 1
        // 周敏名下, 刘敏发言: the third character belongs to what follows.
        if isLed, tier == .sure, isStrong, let acts = acts.longest(in: &scan, at: second), acts.end - second > 1 { return second }
        // 闫萍、葛芸，
        if isFirst || isLed && (tier == .sure || [0x662F, 0x53EB, 0x4E3A, 0x4EBA].contains(before)), isSure, isStrong,
            !kin.contains(text[first]),
            isClauseEnd(text, second)
        {
            return second
        }
        guard given.contains(text[second]), notGiven.longest(in: &scan, at: first) == nil, words.longest(in: &scan, at: first) == nil,
            !placeEnds.contains(text[second]), !monuments.contains(text[second]),
            placeWords.longest(in: &scan, at: second).map({ $0.end > second + 1 }) != true,
            !beginsPlace(&scan, second + 1)
        else { return nil }
        // 潘伟和郑莉
        if isLed, tier == .sure, isStrong, text[second] == 0x548C, let next = beginning(text, second + 1), next.tier >= .usual,
            given.contains(text[second + 1 + next.length])
        {
            return second
        }
        let end = second + 1
        let isWhole = isClauseEnd(text, end)
        switch (isStrong, !alsoWords.contains(text[second])) {
        case (true, true):
            let isBare = isLed && tier == .usual && !doubtful.contains(text[start])
            return isSure || isWhole || isBare || isLed && endsAlone(&scan, end) ? end : nil
        case (true, false), (false, true):
            // 贺小兵收, 听说耿春生家的, 樊树林病了
            if isSure { return isLed || isWhole || endsAlone(&scan, end) ? end : nil }
            guard tier >= .usual && !doubtful.contains(text[start]) || people.contains(text[start]) else { return nil }
            // 于大海， 常有福家的, 代常晓东领米
            if isFirst { return isWhole || acts.longest(in: &scan, at: end) != nil ? end : nil }
            return isLed && isStrong && endsAlone(&scan, end) ? end : nil
        case (false, false):
            // 刚才夏光明打来电话
            guard isLed, tier == .sure, let acts = acts.longest(in: &scan, at: end) ?? goingOn.longest(in: &scan, at: end) else {
                return nil
            }
            return acts.end - end > 1 ? end : nil
        }
    }

    static func endsAlone(_ scan: inout Scan, _ end: Int) -> Bool {
        endsName(&scan, end) || goingOn.longest(in: &scan, at: end) != nil || acts.longest(in: &scan, at: end) != nil
    }

    /// Whether a surname that begins no words stands there with one or two characters of names alone behind it, and no more.
    static func isPlain(_ text: FoldedText, _ start: Int) -> Bool {
        guard let (surname, tier) = beginning(text, start), tier >= .usual || people.contains(text[start]) || text[start] == 0x5E2D else {
            return false
        }
        let first = start + surname
        guard given.contains(text[first]) else { return false }
        if isClauseEnd(text, first + 1) { return !alsoWords.contains(text[first]) }
        return given.contains(text[first + 1]) && isClauseEnd(text, first + 2)
            && !(alsoWords.contains(text[first]) && alsoWords.contains(text[first + 1]))
    }

    /// Whether all of these stand in sentences as often as in names.
    static func isWeak(_ text: FoldedText, _ range: Range<Int>) -> Bool { range.allSatisfy { alsoWords.contains(text[$0]) } }

    /// 同意向晓东同志: two characters of names alone before what is said to persons alone.
    static func isHonoured(_ scan: inout Scan, _ first: Int) -> Bool {
        isTypical(scan.text, first..<first + 2) && !(alsoWords.contains(scan.text[first]) && alsoWords.contains(scan.text[first + 1]))
            && honours.longest(in: &scan, at: first + 2) != nil
    }

    /// ——章建平, behind a dash that ends the text or line.
    private static func signature(_ text: FoldedText, _ start: Int, _ first: Int) -> Int? {
        guard text[start - 1] == 0x2D, text[start - 2] == 0x2D || Marks.isMark(text[start - 2]) else { return nil }
        var end = first
        while given.contains(text[end]), end - first < 2 { end += 1 }
        return end > first && (text[end] == 0 || text[end] == FoldTable.newline) ? end : nil
    }

    private static func isClauseEnd(_ text: FoldedText, _ at: Int) -> Bool { Marks.isMark(text[at]) || closers.contains(text[at]) }

    /// 感谢, 那段, 上周: the surname is the end of the word before, or is counted: 一张, 老杨.
    private static func isEndOfWord(_ text: FoldedText, _ start: Int) -> Bool {
        let before = text[start - 1]
        guard isChinese(before) else { return false }
        return beforeAnySurname.contains(before) || wordEnds.begins(text, at: start - 1)
    }

    /// 王杰路, 焦裕禄精神
    private static func beginsPlace(_ scan: inout Scan, _ at: Int) -> Bool {
        placeEnds.contains(scan.text[at]) || placeWords.longest(in: &scan, at: at) != nil
    }

    /// The last characters of what stands before people: 员 工 长 妈, and of what takes them: 被 跟 替, 听说, 刚才.
    private static let leading = ScalarSet("被把和跟给让向替找请对由叫问同与说才是有为员工师长人妈爸婆公爷奶姐哥弟妹婶叔嫂户客台记友看见意荐举选复代帮喊楼元户午上晚早组队孩生伴子女")
    /// Everyday characters that are people's surnames where a clause begins with them: 于大海， 单国柱，
    private static let people = ScalarSet("于向任常单安方包白成曾温费万习展简应时师花石金华文武祖")
    /// Surnames that begin words of three characters, too: 查清楚, 车根本, 房顶太.
    private static let doubtful = ScalarSet("查房车牧金庄商占路项收米娃水乐班景农石麻苗")
    private static let closers = ScalarSet("./|+>#*=·、&【[@")
    private static let beforeAnySurname = ScalarSet("老小阿一二三四五六七八九十两几这那每半多少各")
    private static let wordEnds = ScalarPairs(
        """
        孩子 儿子 妻子 孙子 侄子 嫂子 妹子 弟子 公司 上司 分钟 闹钟 时钟 点钟 秒钟 敲钟 感谢 多谢 答谢 致谢 酬谢 拜谢 谢谢 谢马 路段 阶段 手段 时段 地段 片段 河段 工段 标段 身段 工程 过程 流程 里程 课程 日程 教程 规程 章程 行程 进程 路程 全程 议程 上周 下周 本周 四周 圆周 外孙 儿孙 子孙 二胡 京胡 克林 园林 树林 \
        森林 山林 竹林 云龙 沙龙 恐龙 水龙 尼龙 紧张 开张 主张 扩张 夸张 慌张 嚣张 纸张 收钱 花钱 价钱 省钱 房钱 本钱 付钱 交钱 退钱 赚钱 挣钱 给钱 要钱 出钱 工钱 金钱 值钱 时钱 发黄 变黄 枯黄 泛黄 金黄 橙黄 蛋黄 焦黄 天黄 玉米 \
        出汗 流汗 眼熊 狗熊 小熊 火苗 树苗 疫苗 禾苗 麦苗 育苗 鱼苗 绿苗 幼苗 家伍 队伍 退伍 入伍 安康 健康 小康 医康 茅草 车马 牛马 兵马 犬马 人马 罗马 司马 斑马 赛马 骑马 河马 羽毛 鸡毛 眉毛 羊毛 起毛 睫毛 汗毛 皮毛 绒毛 桐毛 \
        流苏 紫苏 复苏 江苏 姑苏 耕田 农田 水田 稻田 麦田 油田 丰田 心田 种田 下田 恐惧 打雷 地雷 水雷 扫雷 避雷 春雷 米汤 鸡汤 鱼汤 菜汤 喝汤 熬汤 骨汤 羊汤 萝卜 贝贝 历史 病史 党史 村史 校史 家史 高贺 祝贺 庆贺 道贺 恭贺 石柳 \
        杨柳 垂柳 花梅 腊梅 话梅 乌梅 草莓 收罗 张罗 搜罗 包罗 菠萝 城郭 轮廓 大何 如何 为何 任何 几何 奈何 门洪 山洪 防洪 泄洪 抗洪 分洪 手薛 发薛 对卢 调侯 气侯 时侯 等侯 问侯 剩余 多余 其余 业余 结余 有余 盈余 残余 年余 \
        手鲁 粗鲁 山鲁 齐鲁 整齐 看齐 对齐 补齐 凑齐 收齐 到齐 交齐 备齐 配齐 拆申 重申 引申 延申 光明 开业 毕毕 完毕 礼毕 检倪 不许 也许 允许 准许 少许 特许 或许 最许 兴许 稍许 好许 地方 年纪 世纪 经纪 风纪 儿童 学童
        """)
    private static let monuments = ScalarSet("阁亭塔宫岭")
    private static let placeWords = trie(
        "胡同 小区 花园 家园 新城 新村 社区 公寓 大厦 山庄 园小 路 街 巷 大道 大街 大桥 中学 小学 大学 学校 医院 故居 故里 公园 广场 纪念 墓 祠 镇 乡 村 湖 河 山 塔 桥 精神 同款 门口 旁边 附近 对面 像前 店 馆 超市 药房 药店 饭店 酒 麻辣 烧 面 奶茶 火锅 的歌 的戏 的诗 的书 演唱 奖 杯 日 湾 泉 林场 农场 水库 收费站 高速 出口"
    )
    /// Words of two characters that names are made of, too.
    private static let words = trie(
        """
        明天 明白 明确 明显 明细 明年 明日 明星 明晚 明早 明码 明火 明面 明说 英雄 游泳 墨镜 照片 通知 银行 经理 同志 条子 政策 根本 清楚 程序 超载 绿灯 红灯 太阳 音乐 明星 文字 文明 胜利 成功 健康 快乐 幸福 平安 吉祥 如意 美丽 善良 勇敢 忠诚 诚信 仁义 光荣 伟大 祖国 青春 春秋 春天 秋天 冬天 \
        夏天 春节 花园 花朵 果园 松树 柏树 桃树 金银 金属 财富 富贵 发财 发达 宝贝 珍珠 玛瑙 海南 海鲜 江南 江山 山峰 山岭 玉米 石磊 元宝 自然 资规 规划 蓝天 白云 青山 绿水 明月 清风 星辰 智慧 聪明 \
        温暖 安静 宁静 安宁 和睦 和谐 友谊 朋友 兄弟 姐妹 弟兄 师傅 学士 硕士 博士 教育 文学 艺术 科学 数学 语文 英语 法律 法规 政治 民主 民族 民兵 武装 战士 士兵 军人 将军 胜诉 兰竹 竹菊 牡丹 利率 利息 盈利 顺利 便利 \
        权利 福利 志愿 心愿 自愿 许愿 祝愿 诚意 满意 得意 特意 故意 注意 同意 愿意 乐意 创意 随意 任意 有意 真意 谢意 歉意 好意 生意 立春 立夏 立秋 立冬 清明 冬至 夏至 元旦 国庆 中秋 重阳 端阳 元宵 旗帜 彩虹 彩旗 彩礼 彩灯 \
        马虎 好久 老汉 老太 老头 老伯 盖被 亮堂 亮化 明亮 光亮 响亮 点亮 点赞 称赞 赞成 赞助 捐赠 健身 健步 强壮 强大 坚强 勉强 加强 增强 顽强 富强 列强 建筑 建造 基建 修建 新建 改建 扩建 违建 搭建 创建 承建 组建 共建 筹建
        """)
    /// What people named at the front of a clause do or have, of two characters and more.
    private static let acts = trie(
        """
        不在 有事 没空 生病 发烧 拍照 摄影 录像 记账 收钱 管账 做饭 开车 指挥 调解 巡逻 打扫 浇水 签到 带头 组织 夫妇 夫妻 两口 请假 请病假 请事假 的电话 的手机 的微信 的快递 的身份证 的孩子 的妈妈 的爸爸 的家长 的家属 电话 手机 家长 家属 同学 收到 已到 未到 没到 到了 来了 没来 不来 参加 负责 值班 带班 顶班 顶岗 代班 发言 汇报 主持 记录 名下 签收 代领 领取 报名 接龙 \
        任组 任副 任主 任队 任支 任书 任班 任委 任楼 任代 任第 担任 兼任 接任 继任 爸爸 妈妈 爷爷 奶奶 外公 外婆 姥姥 姥爷 父亲 母亲 的爷爷 的奶奶 的儿子 的女儿 的车 的电动车 的狗 的猫 的钥匙 的卡 的手续 \
        敬上 本人 同志 老师 师傅 家的 家里 住院 出院 迟到 早退 缺席 出差 休息 调休 轮休
        """)
    /// What may go on behind a name besides what follows one that was announced.
    private static let goingOn = trie(
        """
        敬上 敬 拜 启 呈 上 留 拜托 收 寄 呢 同学 家长 快递 孩子 工位 迟到 早退 病假 事假 轮休 调休 辛苦 方便 明早 明晚 后天 下午 上午 中午 晚上 周一 周二 周三 周四 周五 周六 周日 下周 本周 这周 值日 巡逻 检票 请说 还 需 应 该 再 能 比 很 真 特别 非常 今 明 昨 加 减 顶 退群 进群 入群 点名 签 欠 缴 补 报 选 投 评 获 荣获 在家 在吗 在不在 问 问一下 问问 问个 下楼 上楼 领 代 半夜 夜里 晚上 昨夜 挺 蛮 特 态 打扫 打来 打人 走了 走丢 回来 回家 过来 过去 出去 进来 不肯 不愿 不来 不去 不服 不干 不讲 还没 还欠 还在 又来 又在 又把 也要 也是 也在 就是 就在 都 没有 没来 没交 没签 可以 应该 愿意 想 需要 准备 打算 正在 \
        开始 已 刚刚 刚才 突然 忽然 一直 一个 一人 一户 三口 四口 五口 全家 夫妇 两口子 一家人 他们 她们 自己 亲自 各 均 等 还是 主动 捐 赢 输 夺 拿 唱歌 跳舞 赠
        """)
    /// Surnames that begin no words, so that they need no mark before them.
    private static let clean = ScalarSet(
        "阎章钟陆裴骆滕屈饶岑邬卜冉佟牟粟晏隋祁桑窦臧闵匡栾鄢瞿敖浦傅殷仇晁阚芦佘巩荀芮靳昝姬邸尉谌甄缪蔺寇邰郗訾逄綦胥莘扈眭郜游严辛管宁丛楚符阮尤庹廖柏亓仝季裘仲晏竺郁燕沃冀狄蒯芮汲邴隗宓伊厉束韶胥姬扈茹暨衡矫昝栗眭仵喻柏濮葳屠郦蔚练揭卓童纪牛尹池尚喻")
    /// Characters that stand in sentences as often as in given names.
    private static let alsoWords = ScalarSet(
        """
        一来水家里子大先好真可有是其后前天地多少小能要用在东西南北中人学正直方圆公平道安全时年常知想自作成单片行起通工商路村城园庄书保石群照叫叶同呈业条电实满空机生和力度信息心意头理色进步发元相向定主千百白黄红黑金木火\
        土光声费飞如若似期始连接继续传报归原顶游玩羊私日节盖点风准露画收党名性运基快高政策教课转改议评论查买卖付修理问答打开关门走过去出入上下左右车房户楼层居物医药价钱款票证号码表册单据件份位个只根本都也还又再才就不没无与及或者而但因为所以
        """)

    /// People everybody knows of, and what is called after them.
    private static let publicNames = trie(
        """
        雷锋 王进喜 马云 雷军 李宁 张亮 焦裕禄 孔繁森 邱少云 黄继光 董存瑞 刘胡兰 张思德 杨善洲 张桂梅 袁隆平 钱学森 邓稼先 钟南山 李兰娟 张富清 毛泽东 周恩来 刘少奇 邓小平 彭德怀 贺龙 叶挺 鲁迅 郭沫若 茅盾 巴金 老舍 曹禺 钱钟书 杨绛 莫言 余华 \
        路遥 金庸 古龙 琼瑶 李白 杜甫 苏轼 苏东坡 陶渊明 李清照 孟浩然 王羲之 颜真卿 柳公权 欧阳询 欧阳修 曹雪芹 罗贯中 施耐庵 吴承恩 蒲松龄 司马迁 司马光 诸葛亮 刘备 关羽 赵云 曹操 孙权 周瑜 刘邦 项羽 韩信 樊哙 彭祖 \
        孟姜女 杨宗保 穆桂英 杨家将 岳飞 文天祥 包公 包青天 海瑞 武则天 杨贵妃 李世民 朱元璋 康熙 乾隆 李时珍 华佗 张仲景 孙思邈 扁鹊 鲁班 祖冲之 蔡伦 毕昇 沈括 郑和 林则徐 孙中山 李大钊 陈独秀 杨靖宇 赵一曼 张自忠 李可染 徐悲鸿 齐白石 \
        梅兰芳 常香玉 刘兰芳 单田芳 马三立 侯宝林 郭德纲 于谦 赵本山 宋丹丹 冯巩 陈佩斯 朱时茂 周杰伦 刘德华 张学友 郭富城 邓丽君 刘翔 郎平 邓亚萍 张继科 安踏 孙悟空 猪八戒 唐僧 沙僧 贾宝玉 林黛玉 薛宝钗 王熙凤 宋江 武松 \
        鲁智深 林冲 李逵 潘金莲 张小泉 王守义 王致和 周大福 周大生 周生生 周六福 周黑鸭 杨国福 吴裕泰 李锦记 陈克明 王老吉 王麻子 李先生 马应龙 方回春 胡庆余 陈李济 宋庆龄 乔丹 罗永浩 马化腾 任正非 董明珠 李嘉诚 曹德旺 俞敏洪 \
        吕梁山 席梦思 白玉兰 广玉兰 紫玉兰 凌霄花 金银花 马兰花 石楠花 马鞍山 秦皇岛 石家庄 葛洲坝 钱塘江 黄浦江 鄱阳湖 崔家峪 雷公山 罗布泊 梁山泊 杨家峪 段祺瑞 毛不易 李雪琴 沈腾 巩俐 章子怡 范冰冰 赵丽颖 刘诗诗 王宝强 成龙 李小龙 李连杰 甄子丹 梁朝伟 周星驰 周润发 张国荣 那英 宋祖英 李谷一 彭丽媛 撒贝宁 白岩松 易中天 余秋雨 \
        陶行知 蔡元培 胡适 徐志摩 林徽因 梁思成 梁启超 康有为 谭嗣同 曾国藩 左宗棠 李鸿章 袁世凯 张学良 蒋介石 白居易 王安石 陆游 辛弃疾 屈原 孔子 孟子 庄子 老子 韩愈 柳宗元 范仲淹 黄庭坚 秦始皇 汉武帝 洪秀全 李自成
        """)
}
