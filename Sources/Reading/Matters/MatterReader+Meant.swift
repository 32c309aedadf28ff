/// What officers mean when they name a category or a department in their own words.
extension MatterReader {
    /// 环保 is 环境保护, whose characters in order it is; 交通出行 is 交通运输, the only label that begins so. Nil for none, or for two that are as near.
    public func categoryMeant(_ said: String) -> String? { MatterReader.meant(said, among: category.labels) }

    /// The department known by that name, or by a word for what it answers for; as it was said where there is none.
    public func departmentMeant(_ said: String) -> String {
        MatterReader.meant(said, among: words.departments.names) ?? department(said)?.name ?? said
    }

    private static func meant(_ said: String, among names: [String]) -> String? {
        guard said.count >= 2 else { return nil }
        if names.contains(said) { return said }
        let within = names.filter { isShort(said, for: $0) || said.contains($0) }
        if within.count == 1 { return within[0] }
        let begun = names.filter { $0.prefix(2) == said.prefix(2) }
        return begun.count == 1 ? begun[0] : nil
    }

    /// Whether all characters of one stand in the other, in their order.
    private static func isShort(_ said: String, for name: String) -> Bool {
        var rest = name[...]
        for character in said {
            guard let place = rest.firstIndex(of: character) else { return false }
            rest = rest[rest.index(after: place)...]
        }
        return true
    }
}
