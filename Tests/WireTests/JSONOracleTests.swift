import Foundation
import Testing

@testable import Wire

/// Our reader against Foundation's: the same texts accepted, the same values read. Where ours is stricter on purpose it says so by name,
/// and only those names excuse a difference.
@Suite struct JSONOracleTests {
    private static let stricter: Set<String> = Set(
        [JSONFault.Problem.duplicateName, .depth, .byteOrderMark].map(\.rawValue))

    private func foundation(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
    }

    private func agree(_ ours: JSON, _ theirs: Any) -> Bool {
        switch ours {
        case .null: return theirs is NSNull
        case .bool(let value): return (theirs as? NSNumber)?.boolValue == value
        case .integer(let value): return (theirs as? NSNumber)?.int64Value == value
        case .decimal(let text):
            // Foundation reads long fractions with a last digit of its own.
            guard let other = (theirs as? NSNumber)?.doubleValue, let own = Double(text) else { return false }
            return abs(own - other) <= abs(own) * 1e-12
        case .string(let text): return (theirs as? String).map { Array($0.utf8) == Array(text.utf8) } == true
        case .array(let values):
            guard let others = theirs as? [Any], others.count == values.count else { return false }
            return zip(values, others).allSatisfy(agree)
        case .object(let members):
            guard let others = theirs as? [String: Any], others.count == members.count else { return false }
            return members.allSatisfy { member in others[member.name].map { agree(member.value, $0) } == true }
        }
    }

    /// Foundation refuses numbers beyond a double's range; JSON itself has no such bound.
    private func hasNumberBeyondDouble(_ value: JSON) -> Bool {
        switch value {
        case .decimal(let text): Double(text).map { !$0.isFinite || $0 == 0 || $0.isSubnormal } ?? true
        case .array(let values): values.contains(where: hasNumberBeyondDouble)
        case .object(let members): members.contains { hasNumberBeyondDouble($0.value) }
        default: false
        }
    }

    @Test(arguments: 0..<20)
    func validTextsAreReadAlike(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        for _ in 0..<100 {
            let value = random.value()
            let bytes = Array(random.written(value).utf8)
            let ours = try JSON(parsing: bytes)
            #expect(ours == value)
            let theirs = try #require(foundation(bytes))
            #expect(agree(ours, theirs))
            #expect(try LocatedJSON(parsing: bytes, comments: false).value == value)
            #expect(try JSON(parsing: value.bytes()) == value)
            #expect(try JSON(parsing: value.bytes(sortedKeys: true)).bytes(sortedKeys: true) == value.bytes(sortedKeys: true))
        }
    }

    @Test(arguments: 100..<120)
    func damagedTextsAreAcceptedOrRefusedAlike(seed: UInt64) {
        var random = RandomJSON(seed: seed)
        for _ in 0..<400 {
            let bytes = random.damaged(Array(random.written(random.value()).utf8))
            // Foundation guesses UTF-16 and UTF-32 from zero bytes near the beginning; JSON between machines is UTF-8.
            if bytes.prefix(4).contains(0) { continue }
            let theirs = foundation(bytes)
            do {
                let ours = try JSON(parsing: bytes)
                if let theirs {
                    #expect(agree(ours, theirs))
                } else {
                    #expect(hasNumberBeyondDouble(ours), "only ours accepts \(bytes)")
                }
            } catch {
                #expect(theirs == nil || Self.stricter.contains(error.problem), "only Foundation accepts \(bytes): \(error)")
                #expect((error.line ?? 0) >= 1 && (error.column ?? 0) >= 1)
            }
        }
    }
}
