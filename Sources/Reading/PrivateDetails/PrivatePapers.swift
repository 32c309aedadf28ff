// Numbers of the papers a person has, known by the word before them: 护照E48210937, 学号：20230415087, 公积金账号0516083372918.
extension FoldedText {
    private static let papers = WordsBefore(
        """
        护照 护照号 护照号码 护照编号 通行证 通行证号 通行证号码 回乡证 回乡证号 台胞证 台胞证号 居住证 居住证号 签证号 学号 学籍号 考号 考生号 准考证 准考证号 学生证 学生证号 校园卡 校园卡号 驾驶证 驾驶证号 驾照 驾照号 驾证号 档案编号 档案号 \
        行驶证号 社保号 社保编号 社保账号 社会保障号 社会保障号码 社会保障卡号 社保卡 社保卡号 社会保障卡 结婚证字号 离婚证字号 个人编号 参保号 医保号 医保编号 医保卡 医保卡号 医疗证 医疗证号 医保账号 残疾证 残疾证号 残疾人证 残疾人证号 优待证 优待证号 老年证 老年证号 优待卡 退役军人证 退役军人证号 退役军人优待证号 医保电子凭证编码 电子凭证编码 医保电子凭证 低保证 低保证号 军官证 军官证号 士兵证 \
        士兵证号 退役证 退役证号 警官证号 工会卡号 结婚证 结婚证号 离婚证号 出生证 出生证号 出生证明编号 出生医学证明 户口簿号 户口本号 住院号 病历号 病案号 门诊号 就诊卡 就诊卡号 诊疗卡号 就诊号 公民身份号码 港澳证 健康证号 独生子女证 \
        一卡通 一卡通号 市民卡 市民卡号 老年卡 老年卡号 爱心卡号 公交卡号 教师资格证号 资格证号 证书号 证书编号 执业证号 会员号 党员编号 旅行证号 暂住证 暂住证号 居留证 居留证号 永居证 永居证号
        """.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    private static let funds = WordsBefore("公积金账号 公积金帐号 公积金号 公积金卡号 公积金账户 公积金个人账号 职工账号 个人公积金账号 公积金")
    private static let paperFillers = ScalarSet(": 是号码为(\"编的=填写了,")
    private static let notPapers = ScalarSet("年月日元块人户米路万千个度次份页斤位岁%.")

    /// A number of six to twenty digits, letters before, among or behind them, with a word for a paper before it.
    func paperNumber(at start: Int) -> FoundDetail? {
        guard
            isWord(self[start]) || FoldedText.spoken(self[start]) != nil || self[start + 1] == 0x5B57 && self[start + 2] == 0x7B2C
                || placePrefix(start) > start, !isWord(self[start - 1])
        else { return nil }
        let isFund = FoldedText.funds.announce(self, start, past: FoldedText.paperFillers, most: 5)
        guard isFund || FoldedText.papers.announce(self, start, past: FoldedText.paperFillers, most: 5) else { return nil }
        // 军官证南字第20130456号
        let prefix = placePrefix(start)
        guard isWord(self[start]) || FoldedText.spoken(self[start]) != nil || prefix > start || self[start + 1] == 0x5B57 else {
            return nil
        }
        var at =
            prefix > start ? prefix : isChinese(self[start]) && self[start + 1] == 0x5B57 && self[start + 2] == 0x7B2C ? start + 3 : start
        var end = start
        var digits = 0
        var letters = 0
        while digits + letters < 24 {
            if FoldedText.spoken(self[at]) != nil { digits += 1 } else if isLetter(self[at]) { letters += 1 } else { break }
            at += 1
            end = at
            // 3203 0519 5507
            if self[at] == 0x20 || self[at] == 0x2D, FoldedText.spoken(self[at + 1]) != nil { at += 1 }
        }
        guard (6...22).contains(digits), letters <= 4, !FoldedText.notPapers.contains(self[end]),
            self[start - 1] == 0x53F7 || !isDay(start, end)
        else { return nil }
        if self[end] == 0x53F7, at > start + 3, isChinese(self[start]) { end += 1 }  // 号
        return (isFund ? .bankcard : .idcard, start..<end)
    }

    /// 苏徐老0098123: the place that gave it, behind a first character that is a province's.
    private func placePrefix(_ start: Int) -> Int {
        guard FoldedText.paperPlaces.contains(self[start]) else { return start }
        var at = start
        while isChinese(self[at]), at - start < 4 { at += 1 }
        return isDigit(self[at]) || isLetter(self[at]) ? at : start
    }

    private static let paperPlaces = ScalarSet("苏京津沪冀鲁皖豫浙赣鄂湘粤闽川渝陕晋甘辽吉黑蒙宁青新藏滇黔桂琼")

    /// 2026-03-10, 20260310
    private func isDay(_ start: Int, _ end: Int) -> Bool {
        guard end - start <= 10, self[start] == 0x32, self[start + 1] == 0x30 else { return false }
        let digits = (start..<end).filter { isDigit(self[$0]) }.map { Int(self[$0]) - 0x30 }
        guard digits.count == 8, end - start == 8 || end - start == 10 else { return false }
        return (1...12).contains(digits[4] * 10 + digits[5]) && (1...31).contains(digits[6] * 10 + digits[7])
    }
}
