import Wire

/// The files of the demo's page, as they stand in the binary.
enum DemoPages {
    static func page(_ path: String) -> HTTPResponse? {
        switch path {
        case "/", "/index.html": response(PackageResources.demo_html, "text/html; charset=utf-8")
        case "/demo.css": response(PackageResources.demo_css, "text/css; charset=utf-8")
        case "/demo.js": response(PackageResources.demo_js, "text/javascript; charset=utf-8")
        default: nil
        }
    }

    private static func response(_ body: [UInt8], _ type: String) -> HTTPResponse {
        HTTPResponse(status: 200, headers: [HTTPField("Content-Type", type)] + DemoPages.headers, body: body)
    }

    /// Nothing from elsewhere, nothing inside another page, nothing kept.
    static let headers = [
        HTTPField(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'"),
        HTTPField("X-Content-Type-Options", "nosniff"), HTTPField("Referrer-Policy", "no-referrer"),
        HTTPField("Cross-Origin-Resource-Policy", "same-origin"), HTTPField("Cache-Control", "no-store"),
    ]
}
