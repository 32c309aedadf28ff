import Wire

extension OneBotGateway: KeepsPictures {
    /// From the address that came with the verified push. It is the implementation's word, and still nothing inside this house is asked
    /// for: plain web addresses only, none of this machine or its network but the implementation's own.
    public func picture(_ place: String, maximumBytes: Int) -> [UInt8]? {
        guard OneBotPicture.mayAsk(place, api: configuration.api), let client = try? HTTPClient() else { return nil }
        var call = HTTPCall(
            method: "GET", url: place, connectMilliseconds: 3000, totalMilliseconds: 15_000, maximumAnswer: maximumBytes)
        // A name of the open network may still resolve to an address inside.
        call.onlyOutside = !OneBotPicture.isOwn(place, api: configuration.api)
        guard case .success(let answer) = client.perform(call), answer.status == 200 else { return nil }
        return answer.body
    }
}

enum OneBotPicture {
    static func mayAsk(_ place: String, api: String) -> Bool {
        if isOwn(place, api: api) { return true }
        guard let asked = host(of: place) else { return false }
        let parts = asked.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 1 || parts.count == 2 && !parts[1].isEmpty && parts[1].utf8.allSatisfy({ (48...57).contains($0) }) else {
            return false
        }
        // Percent signs and the like mean something else to whoever resolves the name.
        func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
        guard parts[0].utf8.allSatisfy({ isLetter($0) || (48...57).contains($0) || [45, 46, 95].contains($0) }) else { return false }
        // Numbers and names without a dot are of some network of ours; a name of the open one has nothing but letters behind its last dot:
        // 0xfe is a number, too.
        let labels = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.hasPrefix("xn--") || !last.isEmpty && last.utf8.allSatisfy(isLetter) else {
            return false
        }
        return !["local", "localhost", "internal", "lan", "home", "arpa"].contains(last)
    }

    /// Whether it is where the implementation itself listens.
    static func isOwn(_ place: String, api: String) -> Bool { host(of: place).map { $0 == host(of: api) } ?? false }

    /// With its port.
    private static func host(of url: String) -> String? {
        guard let scheme = ["https://", "http://"].first(where: url.lowercased().hasPrefix) else { return nil }
        let host = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !host.contains("@"), !host.contains("[") else { return nil }
        return String(host).lowercased()
    }
}
