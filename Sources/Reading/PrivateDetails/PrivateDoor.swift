// Door numbers: the whole expression with the room. A building or a stairwell alone stays, because a public matter needs its place.
extension FoldedText {
    /// - Parameter last: the detail found before: in 2单元501和502 the second is one too.
    func door(at start: Int, after last: LastDetail? = nil, names: NameWords) -> FoundDetail? {
        guard isDoorBeginning(start) || last.map({ $0.range.upperBound + 1 == start }) == true && isDigit(self[start]) else { return nil }
        let end =
            lane(start) ?? buildingAndRoom(start) ?? dashed(start) ?? namedRoom(start) ?? villageDoor(start) ?? courtyard(start)
            ?? roomAlone(start, last) ?? floorSide(start) ?? roomBeforeName(start, names)
        return end.map { (.door, start..<$0) }
    }

    private static let numerals = ScalarSet("一二三四五六七八九十百零〇两幺千")
    private static let namedStairwells = ScalarSet("甲乙丙丁东西南北中")
    private static let noDoorBefore = ScalarSet("-.第〔_¥$")

    private func isNumeral(_ scalar: UInt32) -> Bool { FoldedText.numerals.contains(scalar) }
    private func isNumberPart(_ scalar: UInt32) -> Bool { isDigit(scalar) || isNumeral(scalar) }

    private func isDoorBeginning(_ start: Int) -> Bool {
        let scalar = self[start]
        if isLetter(scalar) { return !isLetter(self[start - 1]) && !isDigit(self[start - 1]) }
        // 丙单元402, 东单元501, 甲门304, 东三排5号, 北楼甲门304
        if FoldedText.namedStairwells.contains(scalar) {
            return switch self[start + 1] {
            case 0x5355: self[start + 2] == 0x5143  // 单元
            case 0x95E8: scalar >= 0x4E00 && "甲乙丙丁".unicodeScalars.contains { $0.value == scalar } && isDigit(self[start + 2])  // 门
            case 0x697C: true  // 楼
            case 0x5934: self[start + 2] == 0x7B2C  // 头 第
            default: isNumberPart(self[start + 1])
            }
        }
        if scalar == 0x524D || scalar == 0x540E { return isNumberPart(self[start + 1]) || self[start + 1] == 0x697C }  // 前 后
        guard isNumberPart(scalar), !isNumberPart(self[start - 1]) else { return false }
        // 滕飞-1-302
        if self[start - 1] == 0x2D, isChinese(self[start - 2]) { return true }
        return !FoldedText.noDoorBefore.contains(self[start - 1]) && !isLetter(self[start - 1])
    }

    /// The place after a number of one to four digits, or of Chinese numerals; 605三年 ends behind the figures.
    private func numberEnd(_ start: Int, most: Int = 4) -> Int? {
        var end = start
        if isDigit(self[start]) {
            while isDigit(self[end]), end - start < most { end += 1 }
            return isDigit(self[end]) ? nil : end
        }
        let most = most == 4 ? 6 : most
        while isNumeral(self[end]), end - start < most { end += 1 }
        return end > start && !isNumeral(self[end]) ? end : nil
    }

    private func skipBlank(_ at: Int) -> Int { self[at] == 0x20 ? at + 1 : at }

    /// 号楼 栋 幢 座 #楼 # 号院 behind the number of a building.
    private func afterBuilding(_ start: Int) -> Int? {
        let at = skipBlank(start)
        return switch (self[at], self[at + 1]) {
        case (0x53F7, 0x697C), (0x23, 0x697C), (0x53F7, 0x680B), (0x53F7, 0x5E62), (0x680B, 0x697C), (0x5E62, 0x697C): at + 2
        case (0x680B, _), (0x5E62, _), (0x5EA7, _), (0x820D, _), (0x23, _), (0x697C, _): at + 1
        default: nil
        }
    }

    private static let sides = ScalarSet("东西南北中左右")

    /// 单元 门 梯, or 东单元 中单元, with the number before it.
    private func afterStairwell(_ start: Int) -> Int? {
        let at = start
        // 东单元
        if FoldedText.sides.contains(self[at]), self[at + 1] == 0x5355, self[at + 2] == 0x5143 { return at + 3 }
        let isNamed = [0x7532, 0x4E59, 0x4E19, 0x4E01].contains(self[at]) || (isLetter(self[at]) && !isLetter(self[at + 1]))  // 甲 乙 丙 丁
        guard var end = isNamed ? at + 1 : numberEnd(at, most: 3) else { return nil }
        end = skipBlank(end)
        switch (self[end], self[end + 1]) {
        case (0x5355, 0x5143): return end + 2  // 单元
        case (0x53F7, 0x95E8) where isNumberPart(self[end + 2]): return end + 2  // 号门
        case (0x95E8, _), (0x5355, _), (0x68AF, _), (0x23, _): return isNumberPart(self[end + 1]) ? end + 1 : nil  // 门 单 梯 #
        default: return nil
        }
    }

    private static let joints = ScalarSet(" -,的/.")

    private func skipJoint(_ start: Int) -> Int {
        var at = start
        while at - start < 2, FoldedText.joints.contains(self[at]) { at += 1 }
        return at
    }

    /// A room: three or four digits, or five floors up on the west side; never what counts or measures.
    private func roomEnd(_ start: Int, hasStairwell: Bool = false, isOnFloor: Bool = false) -> Int? {
        // 顶楼东户
        if self[start] == 0x9876, self[start + 1] == 0x697C || self[start + 1] == 0x5C42 { return sideEnd(start + 2) }
        if let low = lowestFloor(start) {
            // 负一层03
            if self[low] == 0x30, isDigit(self[low + 1]), !isWord(self[low + 2]) { return self[low + 2] == 0x5BA4 ? low + 3 : low + 2 }
            return sideRoom(low) ?? roomEnd(low, isOnFloor: true) ?? sideEnd(low)
        }
        guard let end = numberEnd(start) else { return sideRoom(start) ?? (hasStairwell ? sideEnd(start) : nil) }
        if self[end] == 0x697C || self[end] == 0x5C42 {  // 楼 层
            let side = end + 1
            if (3...4).contains(end - start), self[end] == 0x697C, self[side] == 0x4E0A || self[side] == 0x4E0B { return end }  // 302楼上
            if let last = sideEnd(side) { return last }
            // 五楼东, with nothing behind it
            if hasStairwell, FoldedText.sides.contains(self[side]), Marks.isMark(self[side + 1]) { return side + 1 }
            // 五楼2号, 5楼02室
            let door = skipJoint(side)
            if let last = numberEnd(door, most: 2), self[last] == 0x53F7 || self[last] == 0x5BA4 || self[last] == 0x6237 {
                return self[last] == 0x53F7 && isHouse(at: last + 1) ? nil : last + 1
            }
            // 五楼501
            guard !isOnFloor, let room = roomEnd(door, isOnFloor: true), room - side >= 3 else { return nil }
            return room
        }
        guard (3...4).contains(end - start) || (isNumeral(self[start]) && end - start > 4) || (end - start <= 2 && self[end] == 0x5BA4)
        else {
            return nil
        }
        if self[start] == 0x5341 || self[start + 1] == 0x5341 { return nil }  // 十
        if !hasStairwell, isPublicRoom(end) { return nil }
        return afterRoom(end, isSure: hasStairwell && roomValue(start..<end).map(isRoom) ?? false)
    }

    /// 14楼东户
    private func storeyAndSide(_ start: Int) -> Int? {
        guard let end = numberEnd(start, most: 2), self[end] == 0x697C || self[end] == 0x5C42 else { return nil }
        return sideEnd(end + 1)
    }

    /// 1、1201 苗桂荣, 902张桂兰: the items of a list.
    private func roomBeforeName(_ start: Int, _ names: NameWords) -> Int? {
        guard isDigit(self[start]), let end = numberEnd(start), (3...4).contains(end - start), let value = roomValue(start..<end),
            isRoom(value),
            !FoldedText.publicNumbers.contains(value), Marks.isMark(self[start - 1]) || self[start - 1] == 0x2E
        else { return nil }
        var room = self[end] == 0x5BA4 ? end + 1 : end  // 室
        let behind = room
        while [0x20, 0x2D, 0x3A, 0x2C].contains(self[room]), room - behind < 2 { room += 1 }
        return names.isPlain(self, room) ? behind : nil
    }

    /// 隔壁单元五楼西户, where the side of the landing is the whole of the room.
    private func floorSide(_ start: Int) -> Int? {
        guard let side = storeyAndSide(start), self[side - 1] == 0x6237,  // 户
            self[start - 1] == 0x5143 || isAnnouncedAsHome(start)  // 单元
        else { return nil }
        return side
    }

    /// The place after 负一层, 底层, 地下一层.
    private func lowestFloor(_ start: Int) -> Int? {
        if self[start] == 0x5E95, self[start + 1] == 0x5C42 || self[start + 1] == 0x697C { return start + 2 }  // 底 层 楼
        let at = self[start] == 0x8D1F ? start + 1 : self[start] == 0x5730 && self[start + 1] == 0x4E0B ? start + 2 : start  // 负 地下
        guard at > start, let end = numberEnd(at, most: 1), self[end] == 0x5C42 || self[end] == 0x697C else { return nil }
        return end + 1
    }

    /// 西户601, 东102: a side of the landing with the room behind it.
    private func sideRoom(_ start: Int) -> Int? {
        guard FoldedText.sides.contains(self[start]) else { return nil }
        let at = sideEnd(start) ?? start + 1
        guard isDigit(self[at]), let end = numberEnd(at), (3...4).contains(end - at), roomValue(at..<end).map(isRoom) == true else {
            return nil
        }
        return afterRoom(end)
    }

    /// 东户, 西门, 左手, 中间户: a side of the landing.
    private func sideEnd(_ start: Int) -> Int? {
        guard FoldedText.sides.contains(self[start]) else { return nil }
        let at = self[start + 1] == 0x95F4 ? start + 2 : start + 1  // 间
        if self[at] == 0x8FB9, self[at + 1] == 0x90A3 || self[at + 1] == 0x6237 { return at + 2 }  // 边那 边户
        // 户 门 室 边 首 手 家
        return [0x6237, 0x95E8, 0x5BA4, 0x8FB9, 0x9996, 0x624B, 0x5BB6].contains(self[at]) ? at + 1 : nil
    }

    /// Behind a room 室 and 号 are its own; anything that counts makes it no room.
    private func afterRoom(_ start: Int, isSure: Bool = false) -> Int? {
        var end = self[start] == 0x20 && self[start + 1] == 0x5BA4 ? start + 1 : start
        if isLetter(self[end]) {  // 1203A
            guard !isWord(self[end + 1]) else { return nil }
            end += 1
        }
        let next = self[end]
        if next == 0x5BA4 { return end + 1 }  // 室
        if next == 0x75C5, self[end + 1] == 0x623F || self[end + 1] == 0x5BA4 { return bedEnd(end + 2) ?? end + 2 }  // 病房 病室
        if next == 0x623F, !FoldedText.notRooms.contains(self[end + 1]) { return end + 1 }  // 房
        if next == 0x53F7 {  // 号, not 号文 号楼 号路
            if self[end + 1] == 0x5BA4 || self[end + 1] == 0x623F { return end + 2 }
            return [0x6587, 0x697C, 0x8DEF, 0x8F66, 0x7EBF].contains(self[end + 1]) ? nil : end + 1
        }
        if next == 0x5929 && self[end + 1] == 0x5929 || next == 0x540D && self[end + 1] == 0x4E0B { return end }  // 天天 名下
        if next == 0x6237, isSure || self[end + 1] == 0x4E3B { return self[end + 1] == 0x4E3B ? end : end + 1 }  // 501户, 501户主
        if next == 0x5343, self[end + 1] == 0x4E07 { return end }  // 千万别
        if next == 0x8F66, self[end + 1] == 0x4F4D { return nil }  // 车位
        if next == 0x25 || (next == 0x2E && isDigit(self[end + 1])) || isLetter(next) { return nil }
        return FoldedText.counted.contains(next) ? nil : end
    }

    /// 房租, 房贷, 房价, 房款, 房费, 房东, 房主, 房子
    private static let notRooms = ScalarSet("租贷价款费东主子")
    private static let counted = ScalarSet("年月日元块人户米路万千百个度次名份页平斤辆吨天票位层弄班国省县乡道线多余来几点")

    /// 18弄22号401室, 3号院2号楼501, 22号401室, 中山路18号401.
    private func lane(_ start: Int, isInner: Bool = false) -> Int? {
        guard let end = numberEnd(start) else { return nil }
        switch (self[end], self[end + 1]) {
        case (0x5F04, _), (0x652F, 0x5F04):  // 弄 支弄, one in another at most
            guard !isInner || self[end] == 0x652F else { return nil }
            let rest = skipJoint(self[end] == 0x5F04 ? end + 1 : end + 2)
            return (isInner ? nil : lane(rest, isInner: true)) ?? house(rest, isAddress: true) ?? buildingAndRoom(rest)
        case (0x53F7, 0x9662):  // 号院, 5号院502
            return buildingAndRoom(skipJoint(end + 2)) ?? (roomValue(at: end + 2).map(isRoom) == true ? roomEnd(end + 2) : nil)
        case (0x53F7, _):
            // 中山路18号
            let isAddress = [0x8DEF, 0x8857, 0x5DF7, 0x9053, 0x6751, 0x5F04].contains(self[start - 1])
            // 中山北路166号1-5
            if isAddress, let shop = shopEnd(end + 1) { return shop }
            // 锦程街66号4单元12楼1205
            return house(start, isAddress: isAddress) ?? (isAddress ? buildingAndRoom(skipJoint(end + 1)) : nil)
        default: return nil
        }
    }

    private func house(_ start: Int, isAddress: Bool) -> Int? {
        guard self[start - 1] != 0x6708, let end = numberEnd(start), self[end] == 0x53F7 else { return nil }  // 月 号
        let room = skipJoint(end + 1)
        if room > end + 1, self[end + 1] != 0x20, self[end + 1] != 0x2D, self[end + 1] != 0x7684 { return nil }
        if isAddress { return roomEnd(room) }
        guard let last = numberEnd(room), (2...4).contains(last - room), self[last] == 0x5BA4 || self[last] == 0x623F else { return nil }
        return afterRoom(last)
    }

    /// 3号楼2单元501, 8#2-301, A座1808, 3号楼501, 2单元501.
    private func buildingAndRoom(_ start: Int) -> Int? {
        let isLettered = isLetter(self[start]) && !isLetter(self[start + 1])
        var at = start
        var hasPlace = false
        var end = isLettered ? (isDigit(self[start + 1]) ? numberEnd(start + 1) : start + 1) : numberEnd(start)
        if let number = end, !isLettered, isLetter(self[number]), !isWord(self[number + 1]) { end = number + 1 }  // 3A栋
        if let end, let after = afterBuilding(end) {
            at = skipJoint(after)
            hasPlace = true
        }
        var hasStairwell = false
        if let after = afterStairwell(at) {
            at = skipJoint(after)
            hasPlace = true
            hasStairwell = true
        } else if hasPlace, let unit = numberEnd(at, most: 2), self[unit] == 0x2D || self[unit] == 0x2F, let room = roomEnd(unit + 1) {
            return room
        }
        guard hasPlace else { return nil }
        if self[at] == 0x5E95 || self[at] == 0x95E8, self[at + 1] == 0x5546 || self[at + 1] == 0x9762 { at = skipJoint(at + 2) }  // 底商 门面
        return roomEnd(at, hasStairwell: hasStairwell)
    }

    /// 甲门304, 2单元501 behind the name of a building.
    func stairwellAndRoom(_ start: Int) -> Int? {
        if let stairwell = afterStairwell(start) { return roomEnd(skipJoint(stairwell), hasStairwell: true) }
        return roomValue(at: start).map(isRoom) == true ? roomEnd(start) : nil
    }

    private func roomValue(at start: Int) -> Int? { numberEnd(start).flatMap { roomValue(start..<$0) } }

    /// The value of a room's number, 五零一 and 五百零一 too.
    private func roomValue(_ range: Range<Int>) -> Int? {
        if range.allSatisfy({ FoldedText.spoken(self[$0]) != nil }) {
            return range.reduce(0) { $0 * 10 + Int(FoldedText.spoken(self[$1]) ?? 0) }
        }
        return numeral(at: range.lowerBound).flatMap { $0.end == range.upperBound ? $0.value : nil }
    }

    /// 3-2-501, 1-3-2-501, and 2-501 where the last part can be a room. 2026-03-18, 取件码3-2-5016 and telephone numbers are none.
    private func dashed(_ start: Int) -> Int? {
        var parts: [Range<Int>] = []
        var at = isLetter(self[start]) ? start + 1 : start
        let first = at
        if isLetter(self[start]), isDigit(self[at]), FoldedText.towers.contains(self[start - 1]), let end = numberEnd(at),
            (3...4).contains(end - at), roomValue(at..<end).map(isRoom) == true
        {
            return afterRoom(end)  // 大厦A1208
        }
        if isLetter(self[start]), !isDigit(self[at]) {
            // A-1203
            guard self[at] == 0x2D, let end = numberEnd(at + 1), (3...4).contains(end - at - 1),
                roomValue(at + 1..<end).map(isRoom) == true,
                self[end] != 0x2D, !isSerial(start), !isParking(start)
            else { return nil }
            return afterRoom(end)
        }
        let joint = (at..<at + 4).first { !isNumberPart(self[$0]) }.map { self[$0] } ?? 0
        guard joint == 0x2D || joint == 0x2F || joint == 0x2E || joint == 0x20 else { return nil }
        while parts.count < 5 {
            var end = at
            while FoldedText.spoken(self[end]) != nil, end - at < 5, isDigit(self[end]) == isDigit(self[at]) { end += 1 }
            guard end > at else { break }
            parts.append(at..<end)
            at = end
            guard self[at] == joint else { break }
            at += self[at + 1] == joint ? 2 : 1
        }
        // 7-1-东户
        if (2...3).contains(parts.count), joint == 0x2D, self[at - 1] == joint, let side = sideEnd(at) ?? storeyAndSide(at),
            self[side - 1] == 0x6237
        {
            return side
        }
        if (2...3).contains(parts.count), joint == 0x2D, let side = storeyAndSide(parts[parts.count - 1].lowerBound) { return side }
        guard (2...4).contains(parts.count), let last = parts.last, (3...4).contains(last.count),
            self[last.upperBound] != 0x2D || isChinese(self[last.upperBound + 1]),
            parts.dropLast().allSatisfy({ $0.count <= 3 }), let value = roomValue(last), !isSerial(start)
        else { return nil }
        let isLettered = first > start
        let isAtHome = isAnnouncedAsHome(start)
        if parts.count == 2 {
            guard joint == 0x2D, isRoom(value), isLettered || parts[0].count <= 2, !(isLettered && isStall(last.upperBound)) else {
                return nil
            }
            return afterRoom(last.upperBound)
        }
        guard parts[1].count <= 2, parts.count == 3 || parts[2].count <= 2, isRoom(value) || !isFetched(last.upperBound) else { return nil }
        let isDay = last.count == 4 && (1990...2035).contains(value)
        guard isAtHome || (!isDay && (joint == 0x2D || (joint == 0x2F && isRoom(value)))) else { return nil }
        return isRoom(value) || last.count == 3 || value / 100 <= 60 ? afterRoom(last.upperBound) : nil
    }

    private static let towers = ScalarSet("厦寓座楼")

    /// Whether shortly before it was said that cars, stalls or seats are meant: 停车位从B区换到A区，现在是B-203.
    private func isParking(_ start: Int) -> Bool {
        for at in stride(from: start, to: max(0, start - 24), by: -1) where self[at] != 0x3002 {
            if FoldedText.parkings.start(self, endingAt: at) != nil { return true }
        }
        return false
    }

    private static let parkings = WordsBefore("车位 停车 车库 泊位 摊位 展位 座位 储物 充电桩 货架 库位 型号 地库")

    /// Floors 1 to 40, rooms 1 to 20 a floor.
    private func isRoom(_ value: Int) -> Bool { (1...40).contains(value / 100) && (1...20).contains(value % 100) }

    /// 501室, 五零一室, 1802房; 201会议室 is no home.
    private func namedRoom(_ start: Int) -> Int? {
        guard let end = numberEnd(start), (3...4).contains(end - start), self[end] == 0x5BA4 || self[end] == 0x623F,
            self[end] == 0x5BA4 || roomValue(start..<end).map(isRoom) == true
        else { return nil }
        return afterRoom(end)
    }

    /// 王庄村3组25号, 5队12号.
    private func villageDoor(_ start: Int) -> Int? {
        guard let group = numberEnd(start, most: 3), [0x7EC4, 0x961F, 0x793E].contains(self[group]), let door = numberEnd(group + 1),
            self[door] == 0x53F7,  // 组 队 社 号
            self[door + 1] == 0x95E8 || !isHouse(at: door + 1)  // 门
        else { return nil }
        return door + 1
    }

    // MARK: A room alone

    private static let homeFillers = ScalarSet(": 是在的,(\"")
    private static let homeWords = WordsBefore(
        "住 家住 我家 我们家 俺家 咱家 他家 她家 家 房号 房间号 门牌 门牌号 门号 室号 楼号 楼上 楼下 隔壁 对门 对面 对过 住户 业主 租户 邻居 房间 地址 我是 住址 我们单元 咱单元 本单元 隔壁单元 旁边单元 对面单元 楼上邻居 楼下邻居 送到 户主"
    )
    private static let somebody = ["户主", "业主", "那户", "这户", "那家", "这家", "住户", "邻居", "租客", "租户", "老太", "大爷", "大妈", "阿姨", "业主", "人家"]
        .map { Array($0.unicodeScalars.map(\.value)) }
    private static let beforeSomebody = ScalarSet("是楼由找和与被跟说让请给向问叫像")
    private static let listJoints = ScalarSet(",和与跟及/或至到-")
    private static let publicNumbers: Set<Int> = [110, 119, 120, 122, 114]

    /// 二百一, 两千八: prices as they are said, for 210 and 2800; a room is 二百零一.
    private func isAmount(_ range: Range<Int>) -> Bool {
        !isDigit(self[range.lowerBound]) && range.contains { self[$0] == 0x767E || self[$0] == 0x5343 }
            && !range.contains { self[$0] == 0x96F6 || self[$0] == 0x3007 }
    }

    private func isAnnouncedAsHome(_ start: Int) -> Bool {
        FoldedText.homeWords.announce(self, start, past: FoldedText.homeFillers, most: 3)
    }

    /// 我家501, 住1803, 楼上302漏水, 501的业主; and 502 in 2单元501和502.
    private func roomAlone(_ start: Int, _ last: LastDetail?) -> Int? {
        guard isNumberPart(self[start]), let number = numberEnd(start), (3...4).contains(number - start),
            let value = roomValue(start..<number),
            isRoom(value), !isAmount(start..<number), !FoldedText.publicNumbers.contains(value), self[number] != 0x2D, self[number] != 0x2F,
            self[number] != 0x3A,
            self[number] != 0x533B, self[number] != 0x95E8,  // 医院 门
            let end = afterRoom(number)
        else { return nil }
        if let last, last.kind == .door, last.range.upperBound + 1 == start, FoldedText.listJoints.contains(self[start - 1]) { return end }
        // 702还是703
        if let last, last.kind == .door, last.range.upperBound + 2 == start, self[start - 2] == 0x8FD8 || self[start - 2] == 0x6216 {
            return end
        }
        if isAnnouncedAsHome(start) { return end }
        let behind = self[number] == 0x7684 ? number + 1 : number
        guard FoldedText.somebody.contains(where: { has($0, at: behind) }) else { return nil }
        return Marks.isMark(self[start - 1]) || FoldedText.beforeSomebody.contains(self[start - 1]) ? end : nil
    }
}
