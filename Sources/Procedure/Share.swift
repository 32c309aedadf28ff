/// A share as the sources give it, compared in whole numbers and never in floating point (requirements 0.5):
/// 以上, 不少于 and 不超过 include the number itself.
public struct Share: Sendable, Hashable {
    public let numerator: Int
    public let denominator: Int

    /// Nil unless 0 ≤ numerator ≤ denominator and 1 ≤ denominator ≤ 1000.
    public init?(_ numerator: Int, _ denominator: Int) {
        guard (1...1000).contains(denominator), (0...denominator).contains(numerator) else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Reads `"2/3"` and nothing else.
    public init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let n = Int(parts[0]),
            let d = Int(parts[1])
        else { return nil }
        self.init(n, d)
    }

    /// `part` of `whole` is at least this share. Nobody of nobody is not reached: there is no meeting of none.
    public func isReached(by part: Int, of whole: Int) -> Bool {
        whole > 0 && denominator * part >= numerator * whole
    }

    /// `part` of `whole` is at most this share.
    public func isKept(by part: Int, of whole: Int) -> Bool {
        denominator * part <= numerator * whole
    }

    /// The least part of `whole` that reaches the share.
    public func least(of whole: Int) -> Int {
        max(whole > 0 && numerator > 0 ? 1 : 0, (numerator * whole + denominator - 1) / denominator)
    }

    /// The greatest part of `whole` that keeps the share.
    public func most(of whole: Int) -> Int { numerator * whole / denominator }
}
