extension StringProtocol {
    /// Without the blanks, marks and little words (吧, 啊, 呀, 哈, 呢, 哦, 呗, 嘛) that people end on: 「二楼会议室吧。」 is 二楼会议室.
    /// - Parameter others: characters that here say nothing either.
    func trimmingEnd(_ others: String = "") -> String {
        var rest = self[...]
        while let last = rest.last, last.isWhitespace || last.isPunctuation || "~～吧啊呀哈呢哦呗嘛".contains(last) || others.contains(last) {
            rest = rest.dropLast()
        }
        return String(rest)
    }
}
