// Number plates: 苏C12345, 苏CD12345, 京A·8B2K1, 辽 A 3B 8L 7, 沪C幺K三八二, behind a word for them also without the province.
extension FoldedText {
    private static let provinces = ScalarSet("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵黔粤青藏川蜀宁琼陇滇秦")
    private static let joints = ScalarSet(" ·.-•・∙‧*_:|/")
    /// The last place of plates of driving schools, police, trailers, Hong Kong, Macao, embassies, consulates, rescue.
    private static let lastSigns = ScalarSet("学警挂港澳使领急")
    private static let counting = ScalarSet("号楼栋幢座单元点月日年天个")
    private static let words = WordsBefore("我的车是 我车是 车牌 车牌号 牌照 车号 牌号 车牌号码 号牌 车牌尾号 绿牌 蓝牌 黄牌")
    private static let fillers = ScalarSet(": ,\"(是为叫的")
    private static let carWords = [
        "的车", "这车", "那车", "这辆", "那辆", "这台", "那台", "车主", "挪车", "移车", "挪一下", "请挪", "麻烦挪", "轿车", "面包车", "的主人",
    ].map { Array($0.unicodeScalars.map(\.value)) }

    func plateEnd(_ start: Int) -> Int? {
        if FoldedText.provinces.contains(self[start]) {
            var at = self[start + 1] == 0x20 ? start + 2 : start + 1
            guard isLetter(self[at]) else { return tractorEnd(at) }
            at += 1
            while FoldedText.joints.contains(self[at]), at - start < 6 { at += 1 }
            if FoldedText.kinds.contains(self[at]) { return kindEnd(at + 1) }
            return bodyEnd(at)
        }
        if let end = cityEnd(start) { return end }
        // 车牌C12345, C12345这辆
        guard isWord(self[start]), !isWord(self[start - 1]), FoldedText.spoken(self[start - 1]) == nil else { return nil }
        let isAnnounced = FoldedText.words.announce(self, start, past: FoldedText.fillers)
        var at = start
        if isLetter(self[start]) {
            at += 1
            let isDotted = Marks.isMiddleDot(self[at]) || self[at] == 0x2022
            if FoldedText.joints.contains(self[at]) { at += 1 }
            if let end = bodyEnd(at) {
                // C·5P66Q
                return isAnnounced || (isUnbroken(at, end) && (isDotted || isBeforeCar(end))) ? end : nil
            }
        }
        guard isAnnounced, let end = bodyEnd(start), (start..<end).contains(where: { isLetter(self[$0]) }) else { return nil }
        return end
    }

    /// 苏03-12345
    private func tractorEnd(_ start: Int) -> Int? {
        guard isDigit(self[start]), isDigit(self[start + 1]) else { return nil }
        let first = FoldedText.joints.contains(self[start + 2]) ? start + 3 : start + 2
        var at = first
        while isWord(self[at]), at - first < 6 { at += 1 }
        return at - first == 5 && (first..<at).count { isDigit(self[$0]) } >= 4 ? at : nil
    }

    /// 苏C残·0127, 苏C电12345
    private func kindEnd(_ start: Int) -> Int? {
        let first = FoldedText.joints.contains(self[start]) ? start + 1 : start
        var at = first
        while isWord(self[at]), at - first < 7 { at += 1 }
        return (4...6).contains(at - first) && (first..<at).count { isDigit(self[$0]) } >= 3 ? at : nil
    }

    /// 徐州·A70413, 徐州B337126: electric bicycles carry the city.
    private func cityEnd(_ start: Int) -> Int? {
        guard FoldedText.cities.begins(self, at: start) else { return nil }
        var at = start + 2
        while FoldedText.joints.contains(self[at]), at - start < 4 { at += 1 }
        if isLetter(self[at]), !isLetter(self[at + 1]) {
            at += 1
            while FoldedText.joints.contains(self[at]), at - start < 6 { at += 1 }
        } else if at == start + 2 || self[at - 1] == 0x20 {
            return nil
        }
        let first = at
        while isWord(self[at]), at - first < 8 { at += 1 }
        return (5...7).contains(at - first) && (first..<at).count { isDigit(self[$0]) } >= 4 ? at : nil
    }

    private static let kinds = ScalarSet("残电临学农")
    private static let cities = ScalarPairs(
        """
        徐州 南京 苏州 无锡 常州 镇江 扬州 泰州 南通 盐城 淮安 宿迁 连云 宿州 淮北 蚌埠 合肥 阜阳 亳州 滁州 芜湖 枣庄 济宁 临沂 菏泽 济南 青岛 商丘 永城 郑州 开封 洛阳 杭州 宁波 温州 嘉兴 绍兴 上海 北京 天津 重庆 \
        武汉 长沙 南昌 福州 厦门 广州 深圳 成都 西安 沈阳 大连 长春 石家 太原 昆明 贵阳 兰州 海口 南宁 沛县 丰县 睢宁 邳州 新沂 铜山
        """)

    private func isUnbroken(_ start: Int, _ end: Int) -> Bool { (start..<end).allSatisfy { isWord(self[$0]) } }

    private func isBeforeCar(_ end: Int) -> Bool {
        let at = self[end] == 0x20 || self[end] == 0x2C ? end + 1 : end
        return FoldedText.carWords.contains { has($0, at: at) }
    }

    /// Five letters and digits behind the letter of the place, six on a green plate, blanks and dots between them or not.
    private func bodyEnd(_ start: Int) -> Int? {
        var signs: [UInt32] = []
        var ends: [Int] = []
        var at = start
        var hasFigures = false
        while signs.count < 8 {
            if isWord(self[at]) {
                hasFigures = hasFigures || isDigit(self[at])
                signs.append(self[at])
            } else if !hasFigures, let digit = FoldedText.spoken(self[at]) {
                // 沪C幺K三八二; but 苏C12345一直停着
                signs.append(0x30 + UInt32(digit))
            } else if !signs.isEmpty, FoldedText.joints.contains(self[at]),
                isWord(self[at + 1]) || (!hasFigures && FoldedText.spoken(self[at + 1]) != nil)
            {
                at += 1
                continue
            } else {
                break
            }
            at += 1
            ends.append(at)
        }
        func digits(_ count: Int) -> Int { signs.prefix(count).count { isDigit($0) } }
        /// Whether nothing goes on right behind so many signs.
        func isWhole(_ count: Int) -> Bool { count == signs.count || ends[count] > ends[count - 1] + 1 }
        if signs.count >= 4, isWhole(4), FoldedText.lastSigns.contains(self[ends[3]]), digits(4) >= 2 { return ends[3] + 1 }
        // 苏C D1234 5 is one of six; behind 苏CD1234 5号楼 begins something else.
        if signs.count >= 6, isWhole(6), digits(6) == 5, isLetter(signs[0]) || isLetter(signs[5]),
            !isWhole(5) || !FoldedText.counting.contains(self[ends[5]])
        {
            return ends[5]
        }
        if signs.count >= 5, isWhole(5), digits(5) >= (isUnbroken(start, ends[4]) ? 2 : 3) { return ends[4] }
        return signs.count >= 6 && isWhole(6) && digits(6) >= 3 ? ends[5] : nil
    }
}
