// Homes without stairwells: 东三排5号, 2排6户, 后街12号院, 东门里13号, 李庄26号院, 北楼甲门304.
extension FoldedText {
    private static let rowSides = ScalarSet("东西南北中前后")
    /// 座 位 票: a seat.
    private static let seats = ScalarSet("座位票台桌柜架车")
    private static let seatWords = WordsBefore("座位 座 票 看台 影院 剧院 礼堂 会场 摊位 车位 货架 教室 考场 第")
    private static let seatFillers = ScalarSet(": 是在的")
    private static let homeWords = WordsBefore("住 家住 住在 地址 住址 我家 家在 门牌")
    /// 的 院 户 家 门 宅: a house, where a day would go on otherwise.
    private static let behindHouse = ScalarSet("院户家宅")

    func courtyard(_ start: Int) -> Int? {
        namedBuilding(start) ?? lettered(start) ?? row(start) ?? houseInLane(start) ?? endOfVillage(start) ?? ward(start)
    }

    /// B区3排16号
    private func lettered(_ start: Int) -> Int? {
        guard isLetter(self[start]), self[start + 1] == 0x533A else { return nil }  // 区
        return row(start + 2)
    }

    /// 赵庄东头第三家
    private func endOfVillage(_ start: Int) -> Int? {
        guard FoldedText.rowSides.contains(self[start]), self[start + 1] == 0x5934, self[start + 2] == 0x7B2C,  // 头第
            let end = shortNumberEnd(start + 3), self[end] == 0x5BB6 || self[end] == 0x6237  // 家 户
        else { return nil }
        return end + 1
    }

    /// 3病区12床, 1206病房18床, 5楼16床
    private func ward(_ start: Int) -> Int? {
        guard let number = shortNumberEnd(start) else { return nil }
        // 肾内科18床
        if self[start - 1] == 0x79D1 || self[start - 1] == 0x533A, let bed = bedEnd(start) { return bed }  // 科 区
        var at = number
        if self[at] == 0x53F7 { at += 1 }  // 号
        // 病区 病房 病室
        guard self[at] == 0x75C5, self[at + 1] == 0x533A || self[at + 1] == 0x623F || self[at + 1] == 0x5BA4 else { return nil }
        return bedEnd(at + 2)
    }

    /// 18床, 18号床, 加3床
    func bedEnd(_ start: Int) -> Int? {
        var at = self[start] == 0x20 || self[start] == 0x2C ? start + 1 : start
        if self[at] == 0x52A0 { at += 1 }  // 加
        guard var end = shortNumberEnd(at) else { return nil }
        if self[end] == 0x53F7 { end += 1 }  // 号
        return self[end] == 0x5E8A ? end + 1 : nil
    }

    /// 1-5, 附3号, -3号 behind the number of a house in a street: a shop
    func shopEnd(_ start: Int) -> Int? {
        if self[start] == 0x9644, let end = shortNumberEnd(start + 1), self[end] == 0x53F7 { return end + 1 }  // 附 号
        guard let first = shortNumberEnd(start), first - start <= 2, self[first] == 0x2D, let end = shortNumberEnd(first + 1),
            end - first <= 4, !isWord(self[end]), self[end] != 0x2D
        else { return nil }
        return self[end] == 0x53F7 || self[end] == 0x5BA4 ? end + 1 : Marks.isMark(self[end]) ? end : nil
    }

    /// 北楼甲门304, 前楼2单元501
    private func namedBuilding(_ start: Int) -> Int? {
        guard FoldedText.rowSides.contains(self[start]), self[start + 1] == 0x697C else { return nil }
        return stairwellAndRoom(start + 2)
    }

    /// 东三排5号, 5排2号, 2排6户, 三排东头第二家, 五排西头老槐树院7号
    private func row(_ start: Int) -> Int? {
        let first = FoldedText.rowSides.contains(self[start]) ? start + 1 : start
        guard let number = shortNumberEnd(first), self[number] == 0x6392 else { return nil }  // 排
        var at = number + 1
        if FoldedText.rowSides.contains(self[at]) {
            at += [0x5934, 0x9996, 0x8FB9, 0x4FA7, 0x6570].contains(self[at + 1]) ? 2 : 1  // 头 首 边 侧 数
            let courtyard = at
            while isChinese(self[at]), at - courtyard < 6, self[at] != 0x9662 { at += 1 }  // 院
            at = self[at] == 0x9662 ? at + 1 : courtyard
        }
        if self[at] == 0x7B2C { at += 1 }  // 第
        guard let door = shortNumberEnd(at), !FoldedText.seatWords.announce(self, start, past: FoldedText.seatFillers, most: 2) else {
            return nil
        }
        switch self[door] {
        case 0x53F7:  // 号
            guard !FoldedText.seats.contains(self[door + 1]), self[door + 1] == 0x9662 || self[door + 1] == 0x95E8 || !isHouse(at: door + 1)
            else { return nil }
            return door + 1
        case 0x6237, 0x5BB6:  // 户 家, but 一排六户有四台
            return at > number + 1 || self[door] == 0x6237 && (isDigit(self[at]) || first > start) ? door + 1 : nil
        default: return nil
        }
    }

    /// 后街12号院, 柳树巷7号, 东门里13号, 住李庄26号
    private func houseInLane(_ start: Int) -> Int? {
        guard isDigit(self[start]) || isChinese(self[start]), let end = shortNumberEnd(start), self[end] == 0x53F7 else { return nil }
        let next = self[end + 1]
        guard next == 0x9662 || next == 0x95E8 && isHomeGate(end + 2) || !isHouse(at: end + 1) else { return nil }
        let isCourtyard = next == 0x9662 && !isChineseOrdinal(end + 2)
        let isPlain = Marks.isMark(next) || FoldedText.behindHouse.contains(next)
        switch self[start - 1] {
        case 0x8857, 0x9053, 0x8DEF: return isCourtyard ? end + 2 : nil  // 街 道 路
        case 0x5DF7: return isCourtyard ? end + 2 : isPlain || next == 0x95E8 && isHomeGate(end + 2) ? end + 1 : nil  // 巷
        case 0x540C where self[start - 2] == 0x80E1: return isCourtyard ? end + 2 : isPlain ? end + 1 : nil  // 胡同
        case 0x91CC where self[start - 2] == 0x95E8 || self[start - 2] == 0x5DF7: return isPlain ? end + 1 : nil  // 门里
        case 0x6751, 0x5E84, 0x5C6F, 0x5BE8, 0x6E7E:  // 村 庄 屯 寨 湾
            if isCourtyard || FoldedText.behindHouse.contains(next) { return isCourtyard ? end + 2 : end + 1 }
            guard Marks.isMark(next) || next == 0x7684 else { return nil }
            return (2...7).contains { FoldedText.homeWords.start(self, endingAt: start - $0) != nil } ? end + 1 : nil
        default: return nil
        }
    }

    /// 7号门前, 7号门口
    private func isHomeGate(_ at: Int) -> Bool { self[at] == 0x524D || self[at] == 0x53E3 }

    /// 3号院2号楼: more of a place follows.
    private func isChineseOrdinal(_ at: Int) -> Bool { FoldedText.spoken(self[at]) != nil && isHouse(at: at + 2) }

    private func shortNumberEnd(_ start: Int) -> Int? {
        var end = start
        while FoldedText.spoken(self[end]) != nil || self[end] == 0x5341, end - start < 4 { end += 1 }  // 十
        return end > start ? end : nil
    }

    // MARK: What is no home

    /// 一楼101活动室
    func isPublicRoom(_ end: Int) -> Bool { FoldedText.publicRooms.contains { has($0, at: end) } }

    /// B2-118的车位
    func isStall(_ end: Int) -> Bool { FoldedText.stalls.contains { has($0, at: end) } }

    /// 12-3-4056取件
    func isFetched(_ end: Int) -> Bool { FoldedText.fetchings.begins(self, at: end) }

    private static func words(_ words: String) -> [[UInt32]] { words.split(separator: " ").map { $0.unicodeScalars.map(\.value) } }
    private static let publicRooms = words("活动室 会议室 办公室 阅览室 接待室 调解室 教室")
    private static let stalls = words("的车位 的地锁")
    private static let fetchings = ScalarPairs("取件 取货")
}
