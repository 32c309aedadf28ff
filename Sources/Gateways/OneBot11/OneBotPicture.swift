import Wire

extension OneBotGateway: KeepsPictures {
    /// From the address that came with the verified push. It is the implementation's word, and still nothing inside this house is asked
    /// for: plain web addresses only, none of this machine or its network but the implementation's own.
    public func picture(_ place: String, maximumBytes: Int) -> [UInt8]? {
        guard OneBotPicture.mayAsk(place, api: configuration.api), let client = try? HTTPClient() else { return nil }
        let call = HTTPCall(
            method: "GET", url: place, connectMilliseconds: 3000, totalMilliseconds: 15_000, maximumAnswer: maximumBytes)
        guard case .success(let answer) = client.perform(call), answer.status == 200 else { return nil }
        return answer.body
    }
}

enum OneBotPicture {
    static func mayAsk(_ place: String, api: String) -> Bool {
        guard let asked = host(of: place) else { return false }
        if asked == host(of: api) { return true }
        // Numbers and names without a dot are of some network of ours; a name of the open one has letters behind its last dot.
        let labels = asked.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, last.contains(where: \.isLetter) else { return false }
        return !["local", "localhost", "internal", "lan", "home", "arpa"].contains(last.lowercased())
    }

    /// With its port.
    private static func host(of url: String) -> String? {
        guard let scheme = ["https://", "http://"].first(where: url.lowercased().hasPrefix) else { return nil }
        let host = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !host.contains("@"), !host.contains("[") else { return nil }
        return String(host).lowercased()
    }
}
