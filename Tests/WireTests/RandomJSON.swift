import Dice
import Wire

/// Values, and texts for them that use all the freedom the grammar gives.
struct RandomJSON {
    var dice: SplitMix64

    init(seed: UInt64) { dice = SplitMix64(seed: seed) }

    mutating func value(depth: Int = 0) -> JSON {
        switch dice.below(depth < 5 ? 9 : 6) {
        case 0: return .null
        case 1: return .bool(dice.oneIn(2))
        case 2: return .integer(Int64(bitPattern: dice.next()) >> Int64(dice.below(64)))
        case 3: return .decimal("\(dice.below(2000) - 1000).\(dice.below(1000))\(dice.oneIn(2) ? "" : "e\(dice.below(40) - 20)")")
        case 4, 5: return .string(text())
        case 6: return .array((0..<dice.below(5)).map { _ in value(depth: depth + 1) })
        default:
            var members: [JSON.Member] = []
            for _ in 0..<dice.below(6) {
                let name = text()
                if !members.contains(where: { $0.name == name }) { members.append(JSON.Member(name, value(depth: depth + 1))) }
            }
            return .object(members)
        }
    }

    private mutating func text() -> String {
        var text = ""
        for _ in 0..<dice.below(12) {
            let limit: UInt32 = [0x80, 0x80, 0x800, 0x3000, 0xA000, 0x110000][dice.below(6)]
            if let scalar = Unicode.Scalar(UInt32(dice.below(Int(limit)))) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    /// The value in JSON with space, escapes and numbers written in one of their many ways.
    mutating func written(_ value: JSON) -> String {
        switch value {
        case .array(let values): return "[" + separated(values.map { written($0) }) + "]"
        case .object(let members):
            return "{" + separated(members.map { space() + quoted($0.name) + space() + ":" + written($0.value) }) + "}"
        case .string(let text): return space() + quoted(text) + space()
        default: return space() + value.text() + space()
        }
    }

    private mutating func separated(_ parts: [String]) -> String { parts.isEmpty ? space() : parts.joined(separator: ",") }

    private mutating func space() -> String {
        dice.oneIn(3) ? [" ", "\n", "\r\n", "\t", "  \n\t "][dice.below(5)] : ""
    }

    private mutating func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            guard mustEscape || dice.oneIn(8) else {
                out.unicodeScalars.append(scalar)
                continue
            }
            let short: [Unicode.Scalar: String] = [
                "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\u{8}": "\\b", "\u{c}": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
            ]
            if let letter = short[scalar], dice.oneIn(2) {
                out += letter
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: dice.oneIn(2))
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return out + "\""
    }

    /// One to three bytes changed, left out, doubled or brought in from the grammar's own alphabet.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet =
            Array("{}[]:,\"\\ /0123456789-+.eEtrufalsn\n\t".utf8) + [
                0x00, 0x1F, 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xE0, 0xED, 0xF0, 0xF4, 0xFF,
            ]
        var bytes = bytes
        for _ in 0...dice.below(3) {
            guard !bytes.isEmpty else { break }
            let place = dice.below(bytes.count)
            switch dice.below(4) {
            case 0: bytes[place] = alphabet[dice.below(alphabet.count)]
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(alphabet[dice.below(alphabet.count)], at: place)
            default: bytes.removeSubrange(place..<min(bytes.count, place + 1 + dice.below(4)))
            }
        }
        return bytes
    }
}
