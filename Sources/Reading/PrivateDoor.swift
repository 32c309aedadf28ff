// Door numbers: the whole expression with the room. A building or a stairwell alone stays, because a public matter needs its place.
extension FoldedText {
    func door(at start: Int) -> FoundDetail? {
        guard isDoorBeginning(start) else { return nil }
        if let end = buildingAndRoom(start) ?? dashed(start) ?? namedRoom(start) ?? villageDoor(start) { return (.door, start..<end) }
        return nil
    }

    private func isNumberPart(_ scalar: UInt32) -> Bool {
        isDigit(scalar) || "一二三四五六七八九十百零〇两".unicodeScalars.contains { $0.value == scalar }
    }

    private func isDoorBeginning(_ start: Int) -> Bool {
        let scalar = self[start]
        if isLetter(scalar) { return !isLetter(self[start - 1]) && !isDigit(self[start - 1]) }
        guard isNumberPart(scalar), !isNumberPart(self[start - 1]) else { return false }
        return ![0x2D, 0x2E, 0x7B2C, 0x3014].contains(self[start - 1]) && !isLetter(self[start - 1])  // - . 第 〔
    }

    /// The place after a number of one to four digits, or Chinese numerals.
    private func numberEnd(_ start: Int, most: Int = 4) -> Int? {
        var end = start
        while isNumberPart(self[end]), end - start < most { end += 1 }
        return end > start && !isNumberPart(self[end]) ? end : nil
    }

    /// 号楼 栋 幢 座 #楼 # 号院 behind the number of a building.
    private func afterBuilding(_ at: Int) -> Int? {
        switch (self[at], self[at + 1]) {
        case (0x53F7, 0x697C), (0x23, 0x697C), (0x53F7, 0x680B): at + 2
        case (0x680B, _), (0x5E62, _), (0x5EA7, _), (0x23, _), (0x697C, _): at + 1
        default: nil
        }
    }

    /// 单元 门, or 东单元 中单元, with the number before it.
    private func afterStairwell(_ at: Int) -> Int? {
        // 东 西 南 北 中
        if [0x4E1C, 0x897F, 0x5357, 0x5317, 0x4E2D].contains(self[at]), self[at + 1] == 0x5355, self[at + 2] == 0x5143 { return at + 3 }
        let isNamed = [0x7532, 0x4E59, 0x4E19, 0x4E01].contains(self[at]) || (isLetter(self[at]) && !isLetter(self[at + 1]))  // 甲 乙 丙 丁
        let end = isNamed ? at + 1 : numberEnd(at, most: 3)
        guard let end else { return nil }
        if self[end] == 0x5355, self[end + 1] == 0x5143 { return end + 2 }  // 单元
        if self[end] == 0x95E8, isNumberPart(self[end + 1]) { return end + 1 }  // 门
        return nil
    }

    private func skipJoint(_ at: Int) -> Int { [0x20, 0x2D, 0x2C, 0x7684].contains(self[at]) ? at + 1 : at }  // - , 的

    /// A room: three or four digits, or five floors up on the west side; never what counts or measures.
    private func roomEnd(_ start: Int) -> Int? {
        guard let end = numberEnd(start) else { return nil }
        if self[end] == 0x697C || self[end] == 0x5C42 {  // 楼 层
            let side = end + 1
            if (3...4).contains(end - start), self[end] == 0x697C, self[side] == 0x4E0A || self[side] == 0x4E0B { return end }  // 302楼上
            guard [0x4E1C, 0x897F, 0x5357, 0x5317, 0x4E2D, 0x5DE6, 0x53F3].contains(self[side]) else {
                // 五楼501
                guard let room = roomEnd(skipJoint(side)), room - side >= 3 else { return nil }
                return room
            }
            return [0x6237, 0x95E8, 0x5BA4, 0x8FB9].contains(self[side + 1]) ? side + 2 : nil  // 户 门 室 边
        }
        guard (3...4).contains(end - start) || (end - start <= 2 && self[end] == 0x5BA4) else { return nil }
        if self[start] == 0x5341 || self[start + 1] == 0x5341 { return nil }  // 十
        return afterRoom(end)
    }

    /// Behind a room 室 and 号 are its own; anything that counts makes it no room.
    private func afterRoom(_ end: Int) -> Int? {
        let next = self[end]
        if next == 0x5BA4 { return end + 1 }  // 室
        if next == 0x53F7 { return [0x6587, 0x697C, 0x8DEF].contains(self[end + 1]) ? nil : end + 1 }  // 号, not 号文 号楼 号路
        if next == 0x5929, self[end + 1] == 0x5929 { return end }  // 天天
        if next == 0x25 || (next == 0x2E && isDigit(self[end + 1])) || isLetter(next) { return nil }
        return FoldedText.counted.contains(next) ? nil : end
    }

    private static let counted = Set("年月日元块人户米路万千百个度次名份页平斤辆吨天票位层弄国省县乡道线".unicodeScalars.map(\.value))

    /// 3号楼2单元501, 8#2-301, A座1808, 3号楼501, 2单元501.
    private func buildingAndRoom(_ start: Int) -> Int? {
        let isLettered = isLetter(self[start]) && !isLetter(self[start + 1])
        var at = start
        var hasPlace = false
        if let end = isLettered ? (isDigit(self[start + 1]) ? numberEnd(start + 1) : start + 1) : numberEnd(start),
            let after = afterBuilding(end)
        {
            at = skipJoint(after)
            hasPlace = true
        }
        if let after = afterStairwell(at) {
            at = skipJoint(after)
            hasPlace = true
        } else if hasPlace, let unit = numberEnd(at, most: 2), self[unit] == 0x2D, let room = roomEnd(unit + 1) {
            return room
        }
        guard hasPlace else { return nil }
        return roomEnd(at)
    }

    /// 3-2-501, and 2-501 where the last part can be a room. 2026-03-18 and telephone numbers are none.
    private func dashed(_ start: Int) -> Int? {
        var first = start
        if isLetter(self[start]) {
            guard isDigit(self[start + 1]) else { return nil }
            first = start + 1
        }
        let end = isDigit(self[first]) ? numberEnd(first, most: 3) : first > start ? first : nil
        guard let end, self[end] == 0x2D, let second = digits(at: end + 1) else { return nil }
        if self[second.end] == 0x2D, second.digits <= 2, let third = digits(at: second.end + 1), (3...4).contains(third.digits),
            self[third.end] != 0x2D
        {
            return afterRoom(third.end)
        }
        guard (3...4).contains(second.digits), isRoom(second.value), self[second.end] != 0x2D, first > start || end - first <= 2 else {
            return nil
        }
        return afterRoom(second.end)
    }

    /// Floors 1 to 40, rooms 1 to 20 a floor.
    private func isRoom(_ value: Int) -> Bool { (1...40).contains(value / 100) && (1...20).contains(value % 100) }

    /// 501室; 201会议室 is no home.
    private func namedRoom(_ start: Int) -> Int? {
        guard isDigit(self[start]) || isNumberPart(self[start]), let end = numberEnd(start), (3...4).contains(end - start),
            self[end] == 0x5BA4
        else { return nil }
        return end + 1
    }

    /// 王庄村3组25号.
    private func villageDoor(_ start: Int) -> Int? {
        guard let group = numberEnd(start, most: 3), self[group] == 0x7EC4, let door = numberEnd(group + 1), self[door] == 0x53F7,  // 组 号
            self[door + 1] != 0x697C
        else { return nil }
        return door + 1
    }
}
