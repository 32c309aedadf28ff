/// What each character can be in a person's name, asked in one step.
struct NameCharacters: Sendable {
    /// How surely a character is a surname, and what else a candidate can begin with.
    enum Start { static let none: UInt8 = 0, double: UInt8 = 6, sound: UInt8 = 7 }

    private let plane: [UInt8]

    init() {
        var plane = [UInt8](repeating: 0, count: 0x10000)
        for scalar in 0x3400..<0x10000 {
            let scalar = UInt32(scalar)
            var value: UInt8 =
                switch PersonName.tier(scalar) {
                case .sure: 5
                case .usual: 4
                case .rare: 3
                case .everyday: PersonName.singles.contains(scalar) ? 2 : 1
                case nil: PersonName.rare.contains(scalar) || NameCharacters.further.contains(scalar) ? 1 : 0
                }
            if PersonName.given.contains(scalar) { value |= PersonName.alsoWords.contains(scalar) ? 0x10 : 0x08 }
            if NameCharacters.sounds.contains(scalar) { value |= 0x20 }
            plane[Int(scalar)] = value
        }
        self.plane = plane
    }

    private func value(_ scalar: UInt32) -> UInt8 { scalar < 0x10000 ? plane[Int(scalar)] : 0 }

    /// 0 for what is no surname, 5 for what is one nearly always.
    func start(_ scalar: UInt32) -> UInt8 { value(scalar) & 0x07 }

    /// 0 for what is in no given name, 1 for what is in few other words, 2 for what stands in sentences as often.
    func given(_ scalar: UInt32) -> UInt8 { value(scalar) >> 3 & 0x03 }

    /// Whether it writes the sounds of other languages: 其其格, 买买提.
    func sounds(_ scalar: UInt32) -> Bool { value(scalar) & 0x20 != 0 }

    /// Surnames that only a learned eye takes for one.
    private static let further = ScalarSet("乌仰暴苍毋盘泰皋撒宾弦刀字茶纳保沐区侬哈迭闭畲吾英琼丙尕旦岩敦忽竭勇丛义永岗邦庚弥宝圣丧影细厚波")
    private static let sounds = ScalarSet(
        """
        一丁万三不且业东丹丽乃久义乌乎乐乙也买云亚什仁仓仙代伊伍伦佐余作佳依俄保儿克兰关其再农决凯刀切列则初别力加努劳勒勤华卓南卜占卡却参古叫史叶司各合吉吐吾周呷呼和咪哈嘉嘎图土地坚坤坦培堆塔增夏多太夫央套奥如妥妮姆姑威娃娅娘娜\
        子孜孟完宗宝尔尕尤尼居屯山岩巴布希帕帖干平庆库开强彦彭德恩惹才扎托拉拜排措提支敏敖散敦斯新日旦早旭旺昂明晋普智曲更曼朗朝木朵村杜来杰松林果查根格桑梅森楚楞欠次比毕毛永汗江沃沙波泰洛洪海渣温满火烈热牙牛牧特狄玉玛环珍珠班琪\
        琴琼瓦生甫登白皮益真石碧祖福秀秋穆穷米素索红约给罕罗羊美群者耶肉肯胡腾色艾花苏英茹荣荪莎莫萨藏衣补西觉诺谢贡贵贾赛赞赫边达迪追送逊通道那都里金钦铁门阿降陶雅霍青音项顺顿额香马高鲁麦黑默鼎龙泽欣齐赤四郎外让冷牡珠
        """)
}
