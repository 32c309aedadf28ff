import Wire

/// Who may speak to the demo: pages of its own and programs on this machine. A page of another site in the same browser, a name that was
/// made to point here, and whatever came through a proxy are refused.
public struct DemoDoor: Sendable {
    private let hosts: Set<String>
    private let origins: Set<String>

    public init(port: UInt16) {
        let names = ["127.0.0.1", "localhost"]
        hosts = Set(names.map { "\($0):\(port)" } + (port == 80 ? names : []))
        origins = Set(hosts.map { "http://\($0)" })
    }

    /// Whether a request may pass.
    public func admits(_ request: HTTPRequest) -> Bool {
        guard let host = request.header("Host"), hosts.contains(host.lowercased()) else { return false }
        if request.headers.contains(where: { $0.isNamed("Origin") && !origins.contains($0.value.lowercased()) }) { return false }
        return !request.headers.contains { header in DemoDoor.forwarded.contains { header.isNamed($0) } }
    }

    private static let forwarded = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"]
}
