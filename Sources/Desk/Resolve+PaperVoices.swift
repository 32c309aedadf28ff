import Deliberation
import Procedure
import Reading
import Record

extension Resolve {
    private static let example = "代录附议 12 王阿婆、李大爷"

    /// 代录附议 12 王阿婆、李大爷, 代录附议 12 15人: who signed on paper (SG-1: on someone's behalf). Their names stand sealed; what counts is how
    /// many they are.
    func endorseFor(_ ledger: inout Ledger) throws(StoreFailure) -> Resolution {
        guard let said = text(.text), let (heads, names) = Resolve.signatures(in: said) else {
            return .say(Saying("ask.signatures", ["example": .literal(Resolve.example)]), .asked)
        }
        return try each(&ledger, example: "代录附议") { number, ledger throws(StoreFailure) in
            let told = try names.map { names throws(StoreFailure) in try words(names, number, kind: "signatures", &ledger) }
            return Planned(
                command: command(number, .endorseOnPaper(heads: heads, names: told?.ref)), words: told.map { [$0] } ?? [],
                answer: "done.endorseFor", extra: ["count": .integer(heads)])
        }
    }

    /// How many signed, and what stands beside the number; names are counted. Nil where that cannot be told.
    static func signatures(in said: String) -> (heads: Int, names: String?)? {
        let text = Rendering.line(said)
        let marks: Set<Character> = ["、", "，", ",", "；", ";", "。", " ", "：", ":"]
        let pieces = text.split { marks.contains($0) }.map(String.init)
        guard let first = pieces.first else { return nil }
        let counters: Set<Character> = ["人", "名", "位", "户"]
        let digits = first.prefix { $0.wholeNumberValue != nil && $0.isNumber }
        if !digits.isEmpty {
            // 15人，签名册附后: what follows the number says where the names are.
            let rest = first.dropFirst(digits.count)
            let values = digits.compactMap(\.wholeNumberValue)
            guard values.allSatisfy((0...9).contains), values.count <= 5,
                rest.isEmpty || (rest.count == 1 && rest.allSatisfy(counters.contains))
            else { return nil }
            let heads = values.reduce(0) { $0 * 10 + $1 }
            guard heads > 0 else { return nil }
            let beside = pieces.dropFirst().joined(separator: "，")
            return (heads, beside.isEmpty ? nil : beside)
        }
        // 十五人 is a number, not a name, and is not guessed.
        let numerals: Set<Character> = ["一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "几", "多"]
        if let last = first.last, counters.contains(last), first.dropLast().allSatisfy(numerals.contains) { return nil }
        // A sentence is no list of names.
        guard pieces.allSatisfy({ $0.count <= 12 }) else { return nil }
        return (pieces.count, text)
    }
}
