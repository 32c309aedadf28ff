import Wire

extension MatterReader {
    /// The members `yishi read` adds for a text with its private details masked (reading.md): `category`, `scope` and `title`, and besides
    /// `kind`, `reach`, `department` and the deciding words of each.
    public func members(masked: String) -> [JSON.Member] {
        let category = judgeCategory(masked)
        let scope = judgeScope(masked)
        let kind = judgeKind(masked)
        let reach = judgeReach(masked)
        var members = [
            JSON.Member("category", MatterReader.pairs(category)), JSON.Member("scope", MatterReader.pairs(scope)),
            JSON.Member("title", .string(title(masked: masked))), JSON.Member("kind", MatterReader.pairs(kind)),
            JSON.Member("reach", MatterReader.pairs(reach)),
        ]
        if let department = department(masked) { members.append(JSON.Member("department", .string(department.name))) }
        members.append(
            JSON.Member(
                "words",
                .object(
                    [("category", category), ("scope", scope), ("kind", kind), ("reach", reach)].map { name, judgement in
                        JSON.Member(name, .array((judgement.labels.first?.words ?? []).map { .string($0) }))
                    })))
        members.append(
            JSON.Member(
                "sure",
                .object([("category", category), ("scope", scope)].map { JSON.Member($0, .bool($1.isSure)) })))
        return members
    }

    private static func pairs(_ judgement: Judgement) -> JSON {
        .array(judgement.labels.map { [.string($0.label), .decimal(thousandths($0.probability))] })
    }

    /// `0.905`; a JSON number with three places.
    static func thousandths(_ value: Double) -> String {
        let whole = Int((max(0, min(1, value)) * 1000).rounded())
        let digits = String(whole % 1000)
        return "\(whole / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
