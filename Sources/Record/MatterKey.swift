import Deliberation

/// Which matter: the unit it belongs to and its number there. Number `.unit` is the unit itself.
public struct MatterKey: Sendable, Hashable, CustomStringConvertible {
    public var unit: UnitID
    public var number: MatterNumber

    public init(_ unit: UnitID, _ number: MatterNumber) {
        self.unit = unit
        self.number = number
    }

    public var description: String { "\(unit)/\(number)" }
}

/// A matter's row: the unit's row in the upper bits and the number below, so that one growing key per unit serves both.
struct MatterRow: Hashable {
    let id: Int64

    init(id: Int64) { self.id = id }
    init(unit: Int64, number: MatterNumber) { id = unit << 40 | (number.key & MatterRow.numberBits) }

    var unit: Int64 { id >> 40 }
    var number: MatterNumber { MatterNumber(key: id & MatterRow.numberBits) }

    static let numberBits: Int64 = (1 << 40) - 1
}
