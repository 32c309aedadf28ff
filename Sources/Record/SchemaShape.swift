extension Schema {
    /// The tables and their columns must be those that this program makes. A file describes its own tables in words: one byte changed there, such
    /// as the line break that ends a comment, hides a column, and every row still reads as before by its place.
    /// - Throws: `.damaged` with the table that differs.
    static func checkShape(_ connection: borrowing Connection) throws(StoreFailure) {
        let fresh = try Connection.open(path: ":memory:", access: .writing)
        try upgrade(fresh)
        let expected = try shape(fresh), found = try shape(connection)
        let differing = Set(expected).symmetricDifference(found).min()
        guard let differing else { return }
        throw StoreFailure("open the database", .damaged("what it says of the table \(differing.prefix { $0 != ":" })"))
    }

    /// For every table, index and view a line: its name and, in order, its columns.
    private static func shape(_ connection: borrowing Connection) throws(StoreFailure) -> [String] {
        var select = Statement(
            "read what tables there are",
            """
            SELECT s.name || ': ' || s.type || coalesce(' ' || group_concat(c.name || ' ' || c.type || c."notnull" || c.pk, ', '), '')
            FROM sqlite_schema AS s LEFT JOIN pragma_table_xinfo(s.name) AS c
            WHERE s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' GROUP BY s.name ORDER BY s.name
            """)
        var cursor = try select.begin(connection)
        var lines: [String] = []
        while try cursor.step() { lines.append(cursor.text(0)) }
        return lines
    }
}
